"""Key figures, evidence and their tables tell of answers only what five people or more said."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest

from ment_xblock.domain.people import Role
from tests.blocks import cast, survey_cast
from tests.blocks.visitor import Visitor, text_of
from workbench_site.cohort import COHORT

pytestmark = pytest.mark.django_db
CHIARA = Visitor("chiara", slug="home")
WORDS = "people who want to take part again"
NOT_SHOWN = "not shown: it could tell who said what"


@pytest.fixture
def mentors(publish: Callable[..., None]) -> list[str]:
    """Seven mentors, in a course with a survey at the end."""
    publish(
        home="<ment_dashboard/>",
        agreement="<ment_agreement/>",
        end='<ment_survey instrument="end"/>',
    )
    names = [one.username for one in COHORT][1:8]
    for name in names:
        cast.give_role(name, Role.MENTOR)
    return names


@pytest.mark.parametrize(
    ("wishes", "said"),
    [(["mentor"] * 4, NOT_SHOWN), (["mentor"] * 3 + ["not-now"] * 2, "3"), ([], "0")],
)
def test_how_many_go_on(mentors: list[str], wishes: list[str], said: str) -> None:
    for name, wish in zip(mentors, wishes, strict=False):
        survey_cast.answer(name, "end", **{"next-round": wish})
    assert f"{WORDS}</th><td>{said}</td>" in text_of(CHIARA.get("part", name="figures"))
    assert f"{WORDS}: {said}" in text_of(CHIARA.get("part", name="evidence"))
    printed = text_of(CHIARA.get("evidence_document"))
    assert f"{WORDS}: {said}" in printed
    number = "" if said == NOT_SHOWN else said
    table = text_of(CHIARA.get("download_table", table="figures", form="csv"))
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(table))}
    assert rows["next_round"] == [number, WORDS if number else f"{WORDS} ({NOT_SHOWN})"]
    data = json.loads(text_of(CHIARA.get("download_table", table="figures", form="json")))
    values = {row["figure"]: row["value"] for row in data["rows"]}
    assert values["next_round"] == (int(number) if number else None)


@pytest.mark.parametrize(("people", "shows"), [(4, False), (5, True)])
def test_means_on_the_page_are_of_people_who_answered_that_question(
    mentors: list[str], people: int, shows: bool
) -> None:
    for number, name in enumerate(mentors, 1):
        value = 1 + number % 5
        trust = "" if number > people else value
        survey_cast.answer(name, "end", trust=trust, support=value)
    page = text_of(CHIARA.get("part", name="learning"))
    assert "7 of 7 answered" in page
    assert (
        '<th scope="row">Knowing where help is</th>' in page,
        '<th scope="row">Trust</th>' in page,
    ) == (
        True,
        shows,
    )
    # 20 points of 7 people: rounded, as in the survey itself, not cut off.
    assert "<td>2.9 <" in page
