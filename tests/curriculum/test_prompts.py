"""The reminders beside a meeting: complete, short, easy to read."""

import pytest

from ment_xblock.curriculum.prompts import prompts
from ment_xblock.curriculum.readability import GRADE, grade
from ment_xblock.curriculum.texts import data, languages
from ment_xblock.domain.journal.planning import Moment
from ment_xblock.domain.people import Role

# The lines of the toolkit's checklist that a meeting can make real; the others are the programme's.
ITEMS = {
    "define-goals",
    "introductory-session",
    "trust-and-dialogue",
    "share-experience",
    "involvement",
    "feedback",
    "improve-on-results",
    "continuity",
}


def entries():
    return [entry for moment in Moment for entry in data("prompts", "prompts")[moment]]


def test_the_checklist_is_covered_and_ids_are_unique():
    assert {entry["item"] for entry in entries()} == ITEMS
    ids = [entry["id"] for entry in entries()]
    assert len(ids) == len(set(ids))
    assert {entry.get("for", "mentor") for entry in entries()} <= set(Role)


@pytest.mark.parametrize("language", sorted(languages("prompts")))
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("moment", Moment)
def test_each_gets_a_few_short_lines(moment, role, language):
    found = prompts(moment, role, language)
    assert found.title
    assert 2 <= len(found.lines) <= 5
    assert all(len(line) <= 100 for line in found.lines)


def test_what_only_one_of_the_two_needs():
    mentor, mentee = (prompts(Moment.DURING, role, "en").lines for role in Role)
    assert any("Ask before you show" in line for line in mentor)
    assert not any("Ask before you show" in line for line in mentee)
    assert any("may say no" in line for line in mentor)
    assert any("may say no" in line for line in mentee)


def test_a_twelve_year_old_reads_them():
    lines = [
        line for moment in Moment for role in Role for line in prompts(moment, role, "en").lines
    ]
    assert grade(lines) <= GRADE


def test_no_words_are_left_over():
    words = data("prompts", "en")
    assert set(words["prompts"]) == {entry["id"] for entry in entries()}
    assert set(words["titles"]) == {moment.value for moment in Moment}
