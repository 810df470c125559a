"""What goes when somebody is erased, and what stays for the other."""

from __future__ import annotations

import pytest

from ment_xblock.domain.agreement.erasing import with_names_covered, without_words
from ment_xblock.domain.agreement.merge import Touch
from ment_xblock.domain.agreement.terms import Field, Kind
from ment_xblock.domain.naming import without_names, without_names_within

FIELDS = {
    "goal": Field("goal", Kind.TEXT),
    "place": Field("place", Kind.LINE),
    "start": Field("start", Kind.DATE),
    "job": Field("job", Kind.JOB),
    "comfort": Field("comfort", Kind.CHOICES, options=("breaks",), delicate=True),
}
VALUES = {
    "goal": "Mario and I",
    "place": "Here",
    "start": "2025-05-01",
    "job": "Mario",
    "comfort": ["breaks"],
    "gone_field": "of an old revision",
}
TOUCHES = {field: Touch(1, 7) for field in VALUES} | {"place": Touch(2, 8)}


def test_words_of_one_author_go():
    left = without_words(FIELDS, VALUES, TOUCHES, [7])
    assert left == {"place": "Here", "start": "2025-05-01", "job": "Mario"}


def test_words_of_everybody_go():
    assert set(without_words(FIELDS, VALUES, {})) == {"start", "job"}


def test_words_of_nobody_known_stay_when_one_author_is_erased():
    assert without_words(FIELDS, VALUES, {}, [7]) == VALUES


def test_names_are_covered_in_words_only():
    covered = with_names_covered(FIELDS, VALUES, ["Mario"])
    assert covered == VALUES | {"goal": "[…] and I"}


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Mario Rossi, Mario, Rossi.", "[…], […], […]."),
        ("Mario's oven", "[…]'s oven"),
        ("Marionette and rossini", "Marionette and rossini"),
        ("mario is a word here", "mario is a word here"),
        ("Ask m.rossi@x or mrossi!", "Ask m.rossi@x or […]!"),
        ("", ""),
    ],
)
def test_whole_words_as_they_are_spelt(text, covered):
    assert without_names(text, ["Mario Rossi", "mrossi"]) == covered


def test_short_parts_are_no_names():
    assert without_names("de Li and D.", ["Li de D"]) == "de Li and D."
    assert without_names("Li de D came", ["Li de D"]) == "[…] came"


def test_names_may_hold_what_means_something_in_a_pattern():
    assert without_names("Ask (x+y) now", ["(x+y)", ""]) == "Ask […] now"


def test_names_are_covered_deep_within_what_is_stored():
    stored = {"Mario": ["Mario came", 3, None, {"a": "Not Mario"}], "b": True}
    covered = {"Mario": ["[…] came", 3, None, {"a": "Not […]"}], "b": True}
    assert without_names_within(stored, ["Mario"]) == covered
    assert without_names_within(None, ["Mario"]) is None
