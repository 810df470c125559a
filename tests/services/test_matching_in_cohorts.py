"""A course that is divided into cohorts: they are shown and filtered by, and pairs can be kept within them."""

import pytest
from django.contrib.auth import get_user_model

from ment_xblock.domain.errors import Invalid
from ment_xblock.models import Decision
from ment_xblock.selectors.desk import desk
from ment_xblock.selectors.overview import Asked, overview
from tests.services.matchmaking import change, desk_of, everybody, open_run, propose, proposed
from tests.world import CHIARA
from workbench_site.models import Enrolment

pytestmark = pytest.mark.usefixtures("at_noon")
BEST = {("giulia", "mario"), ("piotr", "anna"), ("lena", "tomas")}


def divide(world, **cohorts):
    for cohort, names in cohorts.items():
        rows = Enrolment.objects.filter(course_key=world.course_key, user__username__in=names)
        assert rows.update(cohort=cohort) == len(names)


@pytest.fixture
def people(world):
    return everybody(world)


@pytest.fixture
def divided(world, people):
    """Giulia and Mario, who fit best, are in two cohorts; Lena and Tomás are in none."""
    divide(world, Monday=["giulia", "anna"], Thursday=["piotr", "mario"])


class TestMatching:
    def test_cohorts_decide_nothing_unless_the_facilitator_says_so(self, world, people, divided):
        propose(world)
        assert proposed() == BEST
        assert not open_run().within_cohorts

    def test_only_people_of_one_cohort_are_paired(self, world, people, divided):
        propose(world, within_cohorts=True)
        assert proposed() == {("giulia", "anna"), ("piotr", "mario"), ("lena", "tomas")}

    def test_it_stays_until_it_is_taken_back_and_is_written_down(self, world, people, divided):
        propose(world, within_cohorts=True)
        propose(world)
        assert open_run().within_cohorts
        propose(world, within_cohorts=False)
        assert proposed() == BEST
        noted = Decision.objects.filter(kind="levels").order_by("pk")
        assert [one.details["within_cohorts"] for one in noted] == [True, False]
        assert all(one.details["by_goals"] for one in noted), "nobody chose what counts"

    def test_who_is_left_over_is_told_why_and_what_would_help(self, world, people):
        divide(world, Monday=["giulia"], Thursday=["mario", "anna", "tomas", "piotr", "lena"])
        propose(world, within_cohorts=True)
        facts = {row.person.name.split()[0]: row.facts for row in desk_of(world).run.left}
        assert set(facts) == {"Giulia", proposed_out(world)}
        reason, *helps = facts["Giulia"]
        assert (reason.code, reason.params) == ("barred_other_cohort", {"barred": 3, "people": 3})
        assert [(one.code, one.params["count"]) for one in helps] == [("if_other_cohort", 1)]

    def test_a_pair_across_cohorts_by_hand_is_refused_with_the_reason(self, world, people, divided):
        propose(world, within_cohorts=True)
        for pair in list(open_run().proposals.all()):
            change(world, "unpair", proposal_id=pair.pk)
        with pytest.raises(Invalid) as refused:
            change(
                world,
                "pair_by_hand",
                mentor_id=people["giulia"],
                mentee_id=people["mario"],
            )
        assert "barred_other_cohort" in {one.code for one in refused.value.problems}

    def test_without_cohorts_in_the_course_nobody_is_ruled_out(self, world, people):
        propose(world, within_cohorts=True)
        assert proposed() == BEST


def proposed_out(world):
    """First name of the mentee without a mentor."""
    paired = {mentee for _mentor, mentee in proposed()}
    (left,) = {"mario", "anna", "tomas"} - paired
    return get_user_model().objects.get(username=left).first_name


class TestShowing:
    def test_the_desk_shows_cohorts_and_filters_by_one(self, world, people, divided):
        page = desk(host=world.host, actor=world.actor(CHIARA))
        assert page.cohorts == ("Monday", "Thursday")
        shown = {line.person.username: line.cohort for line in page.people}
        assert (shown["giulia"], shown["mario"], shown["lena"]) == ("Monday", "Thursday", "")
        page = desk(host=world.host, actor=world.actor(CHIARA), cohort="Monday")
        assert {line.person.username for line in page.people} == {"giulia", "anna"}
        page = desk(host=world.host, actor=world.actor(CHIARA), cohort="Renamed meanwhile")
        assert (page.cohort, len(page.people)) == ("", len(shown))

    def test_pairs_show_one_cohort_or_both(self, world, divided):
        world.pair("giulia", "anna")
        world.pair("piotr", "mario")
        world.pair("lena", "tomas")
        page = overview(host=world.host, actor=world.actor(CHIARA), asked=Asked())
        assert page.cohorts == ("Monday", "Thursday")
        assert {line.cohorts for line in page.lines} == {("Monday",), ("Thursday",), ()}
        divide(world, Thursday=["anna"])
        rows = {row.mentor.split()[0]: row.cohorts for row in world.desk().pairs}
        assert rows["Giulia"] == ("Monday", "Thursday")

    @pytest.mark.parametrize(("cohort", "pairs"), [("", 2), ("Monday", 1), ("Renamed", 2)])
    def test_the_overview_filters_by_cohort(self, world, divided, cohort, pairs):
        world.pair("giulia", "anna")
        world.pair("piotr", "mario")
        page = overview(host=world.host, actor=world.actor(CHIARA), asked=Asked(cohort=cohort))
        assert (page.total, page.everything) == (pairs, 2)

    def test_nothing_of_it_where_the_course_has_no_cohorts(self, world, people):
        world.pair("giulia", "anna")
        page = overview(host=world.host, actor=world.actor(CHIARA), asked=Asked(cohort="Monday"))
        assert (page.cohorts, page.lines[0].cohorts, page.asked.cohort) == ((), (), "")
        assert world.desk().cohorts == ()
        assert not desk_of(world).has_cohorts
