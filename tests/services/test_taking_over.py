"""People go from one run into the next: by file, or through the door at the new matching desk."""

import pytest

from ment_xblock.domain.errors import NotAllowed, NotFound
from ment_xblock.domain.next_run import Fate
from ment_xblock.domain.people_file import NEXT_ROLE, WHO
from ment_xblock.domain.spreadsheet import csv_lines
from ment_xblock.models import Decision, Participant, Profile, Programme
from ment_xblock.platform.local import LocalHost
from ment_xblock.selectors.earlier_runs import earlier_people, earlier_runs
from ment_xblock.selectors.next_round import next_round
from ment_xblock.services import matching_people
from ment_xblock.services.taking_over import take_over
from tests.services.matchmaking import take_part
from tests.survey_world import Survey, defined
from tests.world import CHIARA
from workbench_site.models import CourseStaff, Enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
# A course run of which the host knows nothing but the key.
GONE = "course-v1:MENT+RM101+2019"
WISHES = {
    "mario": "mentor",
    "giulia": "be-mentored",
    "anna": "help-pairs",
    "paolo": "not-now",
    "piotr": "mentor",
}


@pytest.fixture
def old(world):
    """Seven people have roles and profiles; five of them said what they want next. Lena is under 18."""
    for username in (*WISHES, "lena", "greta"):
        take_part(world, username, phone="+39 055 555 0163", avoid="Somebody")
    Participant.objects.filter(user__username="lena").update(
        under_18=True, guardian_consent="2026-01-02"
    )
    end = Survey(world, defined("end"), usage_key="end")
    for username, wish in WISHES.items():
        end.answer(username, {"next-round": wish})
    return world


@pytest.fixture
def new(old):
    """The next run has the same people, but for Piotr; Greta teaches there now."""
    course = old.elsewhere()
    Enrolment.objects.filter(course_key=course.course_key, user__username="piotr").delete()
    CourseStaff.objects.create(course_key=course.course_key, user_id=old.user_id("greta"))
    return course


def roles(course):
    rows = Participant.objects.filter(programme__course_key=course.course_key)
    return dict(rows.values_list("user__username", "role"))


def bring(course, source, *, save=True, who=CHIARA):
    return take_over(host=course.host, actor=course.actor(who), source=source, save=save)


class TestByFile:
    def test_what_one_run_writes_the_next_one_reads(self, old, new):
        people = next_round(host=old.host, actor=old.actor(CHIARA)).people
        rows = [(one.username, one.email, one.next_role) for one in people]
        text = "".join(csv_lines([(*WHO, NEXT_ROLE), *rows]))
        asking = {"host": new.host, "actor": new.actor(CHIARA), "text": text}
        seen = matching_people.import_people(**asking, save=False)
        assert {one.who for one in seen.lines if one.is_missing} == {"piotr"}
        assert (seen.wrong, seen.missing, seen.is_done) == (0, 1, False)
        assert roles(new) == {}
        assert matching_people.import_people(**asking, save=True).is_done
        assert roles(new) == {"mario": "mentor", "giulia": "mentee"}
        assert Decision.objects.get(kind="import").details == {"people": 2}
        assert roles(old)["mario"] == "mentee", "the old run stays as it was"

    def test_a_file_with_roles_still_names_everybody_who_is_not_here(self, new):
        asking = {"host": new.host, "actor": new.actor(CHIARA), "save": True}
        outcome = matching_people.import_people(**asking, text="username,role\npiotr,mentor\n")
        assert not outcome.is_done
        assert [one.code for line in outcome.lines for one in line.problems] == ["not_in_course"]


class TestByTheDoor:
    def runs_of(self, course):
        return earlier_runs(host=course.host, actor=course.actor(CHIARA))

    def test_the_runs_are_those_that_one_teaches_now(self, old, new):
        (run,) = earlier_runs(host=new.host, actor=new.actor(CHIARA))
        assert (run.course_key, run.name, run.people) == (old.course_key, "Reverse mentoring", 7)
        Programme.objects.create(course_key=GONE, created_at=old.host.now())
        CourseStaff.objects.create(course_key=GONE, user_id=old.user_id(CHIARA))
        names = {one.course_key: one.name for one in self.runs_of(new)}
        assert names == {old.course_key: "Reverse mentoring", GONE: ""}
        CourseStaff.objects.filter(course_key=GONE).delete()
        assert earlier_runs(host=new.host, actor=new.actor("greta")) == ()
        CourseStaff.objects.filter(course_key=old.course_key, user_id=old.user_id(CHIARA)).delete()
        assert earlier_runs(host=new.host, actor=new.actor(CHIARA)) == ()

    def test_everybody_is_shown_with_what_happens(self, old, new):
        new.join("lena")
        found = earlier_people(host=new.host, actor=new.actor(CHIARA), source=old.course_key)
        assert {one.username: (one.role, one.wish, one.fate) for one in found} == {
            "mario": ("mentee", "mentor", Fate.COMES),
            "giulia": ("mentor", "be-mentored", Fate.COMES),
            "anna": ("mentee", "help-pairs", Fate.HELPS),
            "paolo": ("mentee", "not-now", Fate.NOT_NOW),
            "piotr": ("mentor", "mentor", Fate.NOT_ENROLLED),
            "lena": ("mentor", "", Fate.HAS_ROLE),
            "greta": ("mentee", "", Fate.TEACHES),
        }

    def test_looking_changes_nothing_and_saving_does_what_was_shown(self, old, new):
        seen = bring(new, old.course_key, save=False)
        assert roles(new) == {}
        done = bring(new, old.course_key)
        assert done.is_done
        assert done.lines == seen.lines
        # Lena said nothing and comes as what she was; Mario, a mentee, comes as a mentor.
        assert roles(new) == {"mario": "mentor", "giulia": "mentee", "lena": "mentor"}
        note = Decision.objects.get(kind="import")
        assert note.details == {"people": 3, "source": old.course_key}

    def test_nothing_that_people_said_of_themselves_comes_along(self, old, new):
        bring(new, old.course_key)
        assert not Profile.objects.filter(
            participant__programme__course_key=new.course_key
        ).exists()
        lena = Participant.objects.get(programme__course_key=new.course_key, user__username="lena")
        assert (lena.under_18, lena.guardian_consent, lena.capacity) == (True, None, 1)

    def test_twice_is_once(self, old, new):
        bring(new, old.course_key)
        before = roles(new)
        assert bring(new, old.course_key).is_done
        assert roles(new) == before

    def test_who_gets_a_role_while_they_are_brought_keeps_it(self, old, new):
        class Meanwhile(LocalHost):
            """Another facilitator is quicker: Mario, who would come as a mentor, is a mentee by now."""

            def now(self):
                if not roles(new):
                    new.join("mario")
                return super().now()

        done = take_over(
            host=Meanwhile(), actor=new.actor(CHIARA), source=old.course_key, save=True
        )
        assert done.is_done
        assert roles(new) == {"mario": "mentee", "giulia": "mentee", "lena": "mentor"}
        assert Decision.objects.get(kind="import").details["people"] == 2

    @pytest.mark.parametrize("act", [earlier_people, take_over])
    def test_a_run_that_one_does_not_teach_is_as_if_it_were_not(self, old, new, act):
        more = {"save": True} if act is take_over else {}
        for who, source in (
            ("greta", old.course_key),
            (CHIARA, new.course_key),
            (CHIARA, "course-v1:No+Such+run"),
            (CHIARA, ""),
        ):
            with pytest.raises(NotFound, match="no_such_run"):
                act(host=new.host, actor=new.actor(who), source=source, **more)
        with pytest.raises(NotAllowed):
            act(host=new.host, actor=new.actor("mario"), source=old.course_key, **more)
        assert roles(new) == {}
