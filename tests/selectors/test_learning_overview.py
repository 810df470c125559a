"""Training by module and surveys by block: what is counted, what is shown of answers, and in how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ment_xblock.domain.errors import NotAllowed
from ment_xblock.domain.people import Role
from ment_xblock.models import Pairing, Participant, TrainingResult
from ment_xblock.selectors.learning_overview import learning_overview
from ment_xblock.services.surveys import Occasion
from tests.survey_world import Survey, be_the_course, defined, held_session, more_people
from tests.world import CHIARA

pytestmark = pytest.mark.django_db
# Four of them are the demo's host reading what authors set.
QUERIES = 15
FUN = {"id": "own-fun", "kind": "likert", "construct": "fun", "words": {"text": "It was fun"}}
CALM = {"id": "own-calm", "kind": "likert", "construct": "calm", "words": {"text": "I was calm"}}
OF_THE_MENTEE = {"pulse-safety": 5, "pulse-practice": 4, "pulse-relevance": 4, "pulse-alone": 7}


@pytest.fixture
def alone(world, monkeypatch):
    """Make a survey the only one of the course; it has the name of its place."""

    def publish(definition):
        found = Survey(world, definition)
        be_the_course(monkeypatch, found)
        return found

    return publish


def overview(world, who=CHIARA):
    return learning_overview(host=world.host, actor=world.actor(who))


def survey(world, name):
    """A survey block of the course, to be answered."""
    (block,) = (
        one for one in world.host.blocks(world.course_key, "ment_survey") if one.name == name
    )
    return Survey(world, block.settings["survey"], usage_key=block.usage_key)


def line(world, name):
    (found,) = (one for one in overview(world).surveys if one.name == name)
    return found


def module(world, beginning):
    (found,) = (one for one in overview(world).modules if one.name.startswith(beginning))
    return found


def good(number):
    """What a mentor says after a meeting; not all of them say the same."""
    more = number % 3
    return {
        "pulse-respect": 3 + more,
        "pulse-let-try": 5 - more,
        "pulse-learned": 3 + more,
        "pulse-ready": 6 + more,
    }


def each_met(world, mentors):
    """Meetings of as many mentors, all with the same mentee; one more each when it is called again."""
    if not Participant.objects.filter(user__username="mentee1").exists():
        more_people(world, mentors, 1)
    mentee = Participant.objects.get(user__username="mentee1")
    return [meeting_of(world, f"mentor{number}", mentee) for number in range(1, mentors + 1)]


def meeting_of(world, username, mentee):
    mentor = Participant.objects.get(user__username=username)
    pair, _made = Pairing.objects.get_or_create(
        programme=mentor.programme,
        mentor=mentor,
        mentee=mentee,
        defaults={"state": "active", "opened_at": world.host.now()},
    )
    return Occasion(session_id=held_session(pair.pk, 1 + pair.sessions.count()))


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
        assert (found.asked, found.answered, found.has_begun) == (0, 0, False)
        each_met(world, 3)
        assert line(world, "Half way").asked == 4
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

    @pytest.mark.parametrize(("people", "shows"), [(4, False), (5, True), (6, True)])
    def test_a_confidential_one_shows_means_of_five_people_only(self, world, people, shows):
        meetings = each_met(world, people)
        pulse = survey(world, "How was this meeting?")
        for number, meeting in enumerate(meetings, 1):
            pulse.answer(f"mentor{number}", good(number), occasion=meeting)
        found = line(world, "How was this meeting?")
        assert (found.answered, found.is_anonymous) == (people, False)
        assert bool(found.constructs) == shows

    def test_many_answers_of_one_person_are_no_mean_of_five(self, world):
        """Five mentors have the same mentee, who answers five times; what mentees alone are asked is of one person."""
        pulse = survey(world, "How was this meeting?")
        for number, meeting in enumerate(each_met(world, 5), 1):
            pulse.answer(f"mentor{number}", good(number), occasion=meeting)
            pulse.answer("mentee1", OF_THE_MENTEE, occasion=meeting)
        found = line(world, "How was this meeting?")
        assert found.answered == 6
        shown = {one.construct for one in found.constructs}
        assert "respect" in shown
        assert not shown & {"safety", "practice", "relevance"}

    @pytest.mark.parametrize(("skips", "shows"), [(2, False), (1, True), (0, True)])
    def test_a_question_counts_the_people_who_answered_it(self, world, alone, skips, shows):
        """Six people answer the survey, each after two meetings, and some leave one question out."""
        pulse = alone(defined("pulse", items=[FUN, CALM]))
        for _round in range(2):
            for number, meeting in enumerate(each_met(world, 6), 1):
                given = {"own-calm": 1 + number % 5, "own-fun": 1 + number % 5}
                if number <= skips:
                    del given["own-fun"]
                pulse.answer(f"mentor{number}", given, occasion=meeting)
        found = line(world, pulse.usage_key)
        assert found.answered == 6
        assert [one.construct for one in found.constructs] == ["fun", "calm"][not shows :]

    @pytest.mark.parametrize("others", [(2, 2), (2, 4)])
    def test_who_alone_differs_is_one_however_often_they_answer(self, world, alone, others):
        """Four say the same after each meeting; the fifth, who never does, could tell what they said."""
        pulse = alone(defined("pulse", items=[FUN]))
        mentee_of = dict(enumerate(each_met(world, 5), 1))
        for number, meeting in mentee_of.items():
            pulse.answer(f"mentor{number}", {"own-fun": 1 if number == 5 else 3}, occasion=meeting)
        mentee = Participant.objects.get(user__username="mentee1")
        for number in others:
            meeting = meeting_of(world, "mentor5", mentee)
            pulse.answer("mentor5", {"own-fun": number}, occasion=meeting)
        assert line(world, pulse.usage_key).constructs == ()
        for value in (3, 4):
            meeting = meeting_of(world, "mentor4", mentee)
            pulse.answer("mentor4", {"own-fun": value}, occasion=meeting)
        assert [one.construct for one in line(world, pulse.usage_key).constructs] == ["fun"]

    def test_who_changed_the_role_is_one_person(self, world, alone):
        pulse = alone(defined("pulse", items=[FUN]))
        for number, meeting in enumerate(each_met(world, 4), 1):
            pulse.answer(f"mentor{number}", {"own-fun": number}, occasion=meeting)
        Participant.objects.filter(user__username="mentor1").update(role="mentee")
        mentee = Participant.objects.get(user__username="mentee1")
        again = meeting_of(world, "mentor1", mentee)
        pulse.answer("mentor1", {"own-fun": 5}, occasion=again)
        assert line(world, pulse.usage_key).constructs == ()

    @pytest.mark.parametrize(("owners", "shows"), [(4, False), (5, True)])
    def test_what_owners_are_asked_is_of_owners(self, world, alone, owners, shows):
        """Mentees who do not own their firm answered the survey, and not this question."""
        more_people(world, 0, 8, owners=owners)
        end = alone(defined("end", items=["trust", "owner-team"]))
        for number in range(1, 9):
            given = {"trust": 1 + number % 5}
            if number <= owners:
                given["owner-team"] = 1 + number % 4
            end.answer(f"mentee{number}", given)
        shown = [one.construct for one in line(world, end.usage_key).constructs]
        assert shown == ["trust", "organisation-results"][: 1 + shows]

    def test_it_tells_no_roles_apart(self, world, alone):
        """The page shows none; beside a total, a small role would be the total minus the other."""
        more_people(world, 6, 2)
        end = alone(defined("end", items=["trust"]))
        for number in range(1, 7):
            end.answer(f"mentor{number}", {"trust": 1 + number % 5})
        end.answer("mentee1", {"trust": 2})
        end.answer("mentee2", {"trust": 4})
        (trust,) = line(world, end.usage_key).constructs
        assert (trust.construct, trust.by_role) == ("trust", {})

    def test_it_says_the_same_as_the_survey_itself(self, world):
        more_people(world, 6, 6)
        half_way = survey(world, "Half way")
        for number in range(1, 7):
            half_way.answer(f"mentor{number}", {"trust": 1 + number % 5, "voice": 3})
            half_way.answer(f"mentee{number}", {"trust": 5 - number % 4, "voice": 1 + number % 5})
        half_way.close()
        itself = [(one.construct, one.mean) for one in half_way.results().constructs]
        assert [(one.construct, one.mean) for one in line(world, "Half way").constructs] == itself


def test_queries_do_not_grow(world):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            overview(world)
        return len(asked)

    (meeting,) = each_met(world, 1)
    survey(world, "How was this meeting?").answer("mentor1", good(1), occasion=meeting)
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
