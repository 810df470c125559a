"""Training by module and surveys by block: what is counted, what is shown of answers, and in how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ment_xblock.domain.errors import NotAllowed
from ment_xblock.domain.people import Role
from ment_xblock.models import Pairing, Participant, TrainingResult
from ment_xblock.selectors.learning_overview import learning_overview
from ment_xblock.services.surveys import Occasion
from tests.survey_world import Survey, held_session, more_people
from tests.world import CHIARA

pytestmark = pytest.mark.django_db
# Four of them are the demo's host reading what authors set.
QUERIES = 13
GOOD = {"pulse-respect": 4, "pulse-let-try": 4, "pulse-learned": 4, "pulse-ready": 8}
OF_THE_MENTEE = {"pulse-safety": 5, "pulse-practice": 4, "pulse-relevance": 4, "pulse-alone": 7}


def overview(world, who=CHIARA):
    return learning_overview(host=world.host, actor=world.actor(who))


def survey(world, name):
    """A survey block of the course, to be answered."""
    (block,) = (
        one for one in world.host.blocks(world.course_key, "ment_survey") if one.name == name
    )
    return Survey(world, block.settings["survey"], block.settings["schedule"], block.usage_key)


def line(world, name):
    (found,) = (one for one in overview(world).surveys if one.name == name)
    return found


def module(world, beginning):
    (found,) = (one for one in overview(world).modules if one.name.startswith(beginning))
    return found


def learn(world, username, beginning, done, total=5):
    blocks = world.host.blocks(world.course_key, "ment_training")
    (block,) = (one for one in blocks if one.name.startswith(beginning))
    TrainingResult.objects.create(
        participant=Participant.objects.get(user__username=username),
        usage_key=block.usage_key,
        module=beginning.lower(),
        share=1.0,
        passed=True,
        done=done,
        total=total,
        updated_at=world.host.now(),
    )


class TestTraining:
    def test_every_module_is_counted_for_its_role(self, world):
        more_people(world, 3, 2)
        learn(world, "mentor1", "J1", 5)
        learn(world, "mentor2", "J1", 4)
        learn(world, "mentee1", "S1", 5)
        # Somebody who was a mentee before: their results of the other track count nowhere.
        learn(world, "mentor3", "S1", 5)
        first = module(world, "J1")
        assert (first.role, first.people, first.begun, first.done) == (Role.MENTOR, 3, 2, 1)
        assert module(world, "S1").done == 1
        assert module(world, "S2").begun == 0
        assert first.url

    def test_mentors_come_first_and_an_empty_module_counts_for_nobody(self, world):
        more_people(world, 1, 1)
        learn(world, "mentor1", "J1", 0, total=0)
        roles = [one.role for one in overview(world).modules]
        assert roles == sorted(roles, key=list(Role).index)
        assert len(roles) == 16
        assert (module(world, "J1").begun, module(world, "J1").done) == (1, 0)

    def test_who_left_the_site_is_not_counted(self, world):
        more_people(world, 2, 0)
        learn(world, "mentor1", "J1", 5)
        Participant.objects.filter(user__username="mentor1").update(user=None)
        assert (module(world, "J1").people, module(world, "J1").begun) == (1, 0)


class TestSurveys:
    def test_before_the_first_answer(self, world):
        more_people(world, 5, 5)
        found = line(world, "Half way")
        assert (found.asked, found.answered, found.has_begun) == (10, 0, False)
        assert found.is_anonymous
        assert found.constructs == ()

    def test_an_anonymous_one_tells_nothing_before_it_is_closed(self, world):
        more_people(world, 5, 5)
        half_way = survey(world, "Half way")
        for number in range(1, 6):
            half_way.answer(f"mentor{number}", {"trust": number})
            half_way.answer(f"mentee{number}", {"trust": number})
        found = line(world, "Half way")
        assert (found.answered, found.constructs) == (10, ())
        half_way.close()
        found = line(world, "Half way")
        assert found.is_closed
        assert [(one.construct, one.mean) for one in found.constructs] == [("trust", 3.0)]

    def test_what_nearly_all_said_stays_hidden(self, world):
        more_people(world, 5, 5)
        half_way = survey(world, "Half way")
        for number in range(1, 6):
            half_way.answer(f"mentor{number}", {"trust": 2, "voice": number})
            half_way.answer(f"mentee{number}", {"trust": 2, "voice": number})
        half_way.close()
        assert "trust" not in [one.construct for one in line(world, "Half way").constructs]

    @pytest.mark.parametrize(("people", "shows"), [(4, False), (5, True)])
    def test_a_confidential_one_shows_means_of_five_people_only(self, world, people, shows):
        more_people(world, people, 1)
        pulse = survey(world, "How was this meeting?")
        mentee = Participant.objects.get(user__username="mentee1")
        for number in range(1, people + 1):
            mentor = Participant.objects.get(user__username=f"mentor{number}")
            pair = Pairing.objects.create(
                programme=mentor.programme,
                mentor=mentor,
                mentee=mentee,
                state="active",
                opened_at=world.host.now(),
            )
            occasion = Occasion(session_id=held_session(pair.pk))
            pulse.answer(mentor.user.username, GOOD, occasion=occasion)
        found = line(world, "How was this meeting?")
        assert (found.answered, found.is_anonymous) == (people, False)
        assert bool(found.constructs) == shows

    def test_many_answers_of_one_person_are_no_mean_of_five(self, world):
        """Five mentors have the same mentee, who answers five times; what mentees alone are asked is of one person."""
        more_people(world, 5, 1)
        pulse = survey(world, "How was this meeting?")
        mentee = Participant.objects.get(user__username="mentee1")
        for number in range(1, 6):
            mentor = Participant.objects.get(user__username=f"mentor{number}")
            pair = Pairing.objects.create(
                programme=mentor.programme,
                mentor=mentor,
                mentee=mentee,
                state="active",
                opened_at=world.host.now(),
            )
            occasion = Occasion(session_id=held_session(pair.pk))
            pulse.answer(mentor.user.username, GOOD, occasion=occasion)
            pulse.answer("mentee1", OF_THE_MENTEE, occasion=occasion)
        found = line(world, "How was this meeting?")
        assert found.answered == 6
        shown = {one.construct for one in found.constructs}
        assert "respect" in shown
        assert not shown & {"safety", "practice", "relevance"}

    def test_it_says_the_same_as_the_survey_itself(self, world):
        more_people(world, 6, 6)
        half_way = survey(world, "Half way")
        for number in range(1, 7):
            half_way.answer(f"mentor{number}", {"trust": 1 + number % 5, "voice": 3})
            half_way.answer(f"mentee{number}", {"trust": 5 - number % 4, "voice": 1 + number % 5})
        half_way.close()
        assert line(world, "Half way").constructs == half_way.results().constructs


def test_queries_do_not_grow(world):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            overview(world)
        return len(asked)

    more_people(world, 1, 1)
    learn(world, "mentor1", "J1", 5)
    survey(world, "Half way").answer("mentor1", {"trust": 3})
    survey(world, "Half way").close()
    assert queries() == QUERIES
    survey(world, "The first weeks").answer("mentee1", {"trust": 3})
    survey(world, "The first weeks").close()
    for beginning in ("J2", "J3", "J4"):
        learn(world, "mentor1", beginning, 5)
    assert queries() == QUERIES


def test_nobody_but_the_facilitator(world):
    with pytest.raises(NotAllowed):
        overview(world, "giulia")
