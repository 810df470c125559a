"""The surveys of the demo as a visitor finds them: one closed with results, one open for those who have met."""

from __future__ import annotations

from django.test import TestCase

from ment_xblock.domain.survey.items import Signal
from ment_xblock.models import SurveyAnswer, SurveyRun
from ment_xblock.platform.local import LocalHost
from ment_xblock.selectors.learning_overview import learning_overview
from ment_xblock.selectors.survey_wishes import wishes_of
from tests.blocks.visitor import Visitor, tree_of
from tests.site.seeded import sow
from workbench_site.course import COURSE_KEY
from workbench_site.survey_stories import (
    END,
    ENDED_DAYS_AGO,
    FIRST,
    HALF_WAY,
    _block,
)


def who_answered(run: SurveyRun) -> set[str]:
    return set(run.participations.values_list("participant__user__username", flat=True))


def words(username: str, slug: str) -> str:
    (page,) = tree_of(Visitor(username, slug=slug).unit()).find_class("ment")
    return " ".join(page.text_content().split())


# Those who have met.
HAVE_MET = {"piotr", "anna", "amir", "tomas", "paolo", "yusuf", "ioana"}
HAVE_MET |= {"samira", "bruno", "ines", "karel"}


class TestSurveysOfTheDemo(TestCase):
    """Seeded once for all tests here."""

    @classmethod
    def setUpTestData(cls) -> None:
        sow()

    def test_who_has_met_has_answered_the_first_one(self) -> None:
        run = SurveyRun.objects.get(usage_key__startswith=FIRST)
        assert run.closed_at is not None
        assert who_answered(run) == HAVE_MET
        said = words("chiara", FIRST)
        assert "11 answers" in said
        assert "A quiet room" in said
        assert "You have answered" in words("piotr", FIRST)
        assert "This survey is closed" in words("giulia", FIRST)
        assert "The meeting room is ours" in words("giulia", FIRST)
        assert "larger letters" not in words("giulia", FIRST).split("You said")[1]

    def test_the_second_one_is_for_those_who_have_met_and_shows_nothing_yet(self) -> None:
        run = SurveyRun.objects.get(usage_key__startswith=HALF_WAY)
        assert run.closed_at is None
        assert who_answered(run) == HAVE_MET
        assert SurveyAnswer.objects.filter(run=run, slot="trust").count() == len(HAVE_MET)
        assert "still secret" in words("chiara", HALF_WAY)
        assert "and you have none yet" in words("giulia", HALF_WAY)
        assert "after your first meeting" in words("lena", HALF_WAY)

    def test_wishes_for_the_next_round_are_there(self) -> None:
        said = set(wishes_of(COURSE_KEY, Signal.NEXT_ROUND).values())
        assert said == {"mentor", "be-mentored", "help-pairs"}

    def test_who_is_at_the_end_is_asked_and_four_answers_show_no_means(self) -> None:
        for name in ("samira", "bruno"):
            assert "Look back: what has changed?" in words(name, "home")
            assert "Send" in words(name, END)
        run = SurveyRun.objects.get(usage_key__startswith=END)
        assert run.participations.count() == len(ENDED_DAYS_AGO) == 4
        lines = learning_overview(host=LocalHost(), actor=LocalHost().actor(_block("chiara", END)))
        shown = {line.name: bool(line.constructs) for line in lines.surveys}
        assert (shown["The first weeks"], shown["At the end"]) == (True, False)
