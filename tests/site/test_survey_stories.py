"""The surveys of the demo as a visitor finds them: one closed with results, one open for those who have met."""

from __future__ import annotations

import pytest

from ment_xblock.models import SurveyAnswer, SurveyRun
from tests.blocks.visitor import Visitor, tree_of
from workbench_site.seeding import seed_people, seed_stories
from workbench_site.survey_stories import FIRST, HALF_WAY


@pytest.fixture(autouse=True)
def seeded(db: None) -> None:
    seed_people()
    seed_stories()


def who_answered(run: SurveyRun) -> set[str]:
    return set(run.participations.values_list("participant__user__username", flat=True))


def words(username: str, slug: str) -> str:
    (page,) = tree_of(Visitor(username, slug=slug).unit()).find_class("ment")
    return " ".join(page.text_content().split())


# Those who have met.
HAVE_MET = {"piotr", "anna", "amir", "tomas", "paolo", "yusuf", "ioana"}


def test_who_has_met_has_answered_the_first_one() -> None:
    run = SurveyRun.objects.get(usage_key__startswith=FIRST)
    assert run.closed_at is not None
    assert who_answered(run) == HAVE_MET
    said = words("chiara", FIRST)
    assert "7 answers" in said
    assert "A quiet room" in said
    assert "You have answered" in words("piotr", FIRST)
    assert "This survey is closed" in words("giulia", FIRST)
    assert "The meeting room is ours" in words("giulia", FIRST)
    assert "larger letters" not in words("giulia", FIRST).split("You said")[1]


def test_the_second_one_is_for_those_who_have_met_and_shows_nothing_yet() -> None:
    run = SurveyRun.objects.get(usage_key__startswith=HALF_WAY)
    assert run.closed_at is None
    assert who_answered(run) == HAVE_MET
    assert SurveyAnswer.objects.filter(run=run, slot="trust").count() == len(HAVE_MET)
    assert "still secret" in words("chiara", HALF_WAY)
    assert "and you have none yet" in words("giulia", HALF_WAY)
    assert "after your first meeting" in words("lena", HALF_WAY)
