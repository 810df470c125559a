"""Reading what was typed into a field, kind by kind and edge by edge."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.agreement.terms import Clause, Field, Kind, Terms
from ment_xblock.domain.agreement.values import (
    DAYS_AHEAD,
    DAYS_BACK,
    LONGEST_LINE,
    LONGEST_TEXT,
    check_again,
    check_together,
    read_values,
)
from ment_xblock.domain.errors import Invalid, Malformed

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIELDS = (
    Field("line", Kind.LINE),
    Field("text", Kind.TEXT),
    Field("number", Kind.NUMBER, least=1, most=40),
    Field("count", Kind.NUMBER),
    Field("date", Kind.DATE),
    Field("time", Kind.TIME),
    Field("choice", Kind.CHOICE, options=("1", "in_turn")),
    Field("choices", Kind.CHOICES, options=("first", "second", "third")),
    Field("job", Kind.JOB),
)
TERMS = Terms((Clause("all", 1, 1, "tasks", fields=FIELDS),), frozenset({"video-call"}))

SCALARS = [field.id for field in FIELDS if field.id != "choices"]
NO_TEXT = [None, True, False, 1.0, 1.5, float("nan"), float("inf"), [], ["1"], {}, {"a": 1}, [[]]]


def read(field, typed):
    return read_values(TERMS, {field: typed}, NOW)[field]


def problem(field, typed):
    with pytest.raises(Invalid) as refused:
        read(field, typed)
    (found,) = refused.value.problems
    assert found.field == field
    return found


def a_day(days):
    return (NOW.date() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("line", "  a \n b ", "a b"),
        ("line", 7, "7"),
        ("line", "😀" * LONGEST_LINE, "😀" * LONGEST_LINE),
        ("line", "a" + " " * LONGEST_TEXT + "b", "a b"),
        ("line", "\ud800", ""),
        ("line", "<b onclick='x'>&amp;", "<b onclick='x'>&amp;"),
        ("text", "a\r\n\r\nb\x00", "a\n\nb"),
        ("text", "ß" * LONGEST_TEXT, "ß" * LONGEST_TEXT),
        ("text", "\x00\n", ""),
        ("number", "6", 6),
        ("number", " 6 ", 6),
        ("number", "006", 6),
        ("number", 6, 6),
        ("number", "1", 1),
        ("number", "40", 40),
        ("count", "0", 0),
        ("count", "-0", 0),
        ("count", "999999999", 999_999_999),
        ("date", "2026-03-01", "2026-03-01"),
        ("date", a_day(DAYS_AHEAD), a_day(DAYS_AHEAD)),
        ("date", a_day(-DAYS_BACK), a_day(-DAYS_BACK)),
        ("date", "2028-02-29", "2028-02-29"),
        ("time", "17:30", "17:30"),
        ("time", "00:00", "00:00"),
        ("time", "23:59:59", "23:59"),
        ("choice", "in_turn", "in_turn"),
        ("choice", 1, "1"),
        ("choices", ["third", "first"], ["first", "third"]),
        ("choices", ["first", "first"], ["first"]),
        ("choices", "second", ["second"]),
        ("job", "video-call", "video-call"),
        ("job", "own", "own"),
    ],
)
def test_what_can_be_read(field, typed, stored):
    value = read(field, typed)
    assert value == stored
    assert type(value) is type(stored)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("line", "x" * (LONGEST_LINE + 1), "too_long"),
        ("text", "x" * (LONGEST_TEXT + 1), "too_long"),
        ("number", "0", "out_of_range"),
        ("number", "41", "out_of_range"),
        ("number", "-1", "out_of_range"),
        ("number", -1, "out_of_range"),
        ("count", "-1", "out_of_range"),
        ("number", "6.0", "not_a_number"),
        ("number", "6,5", "not_a_number"),
        ("number", "1e3", "not_a_number"),
        ("number", "six", "not_a_number"),
        ("number", "+6", "not_a_number"),
        ("number", "--6", "not_a_number"),
        ("number", "6 6", "not_a_number"),
        ("number", "٦", "not_a_number"),
        ("number", "²", "not_a_number"),
        ("number", "1_0", "not_a_number"),
        ("number", "0x1", "not_a_number"),
        ("number", "NaN", "not_a_number"),
        ("count", "1000000000", "not_a_number"),
        pytest.param("count", 10**5000, "not_readable", id="count-huge"),
        ("date", "1.3.2026", "not_a_date"),
        ("date", "2026-02-29", "not_a_date"),
        ("date", "2026-13-01", "not_a_date"),
        ("date", "0000-00-00", "not_a_date"),
        ("date", "-2026-03-01", "not_a_date"),
        ("date", "12026-03-01", "not_a_date"),
        ("date", "2026-03-01T10:00", "not_a_date"),
        ("date", "\uff12026-03-01", "not_a_date"),
        ("date", "tomorrow", "not_a_date"),
        ("date", a_day(DAYS_AHEAD + 1), "too_far_ahead"),
        ("date", "2300-01-01", "too_far_ahead"),
        ("date", "9999-12-31", "too_far_ahead"),
        ("date", a_day(-DAYS_BACK - 1), "too_far_back"),
        ("date", "0001-01-01", "too_far_back"),
        ("time", "24:00", "not_a_time"),
        ("time", "17:60", "not_a_time"),
        ("time", "5pm", "not_a_time"),
        ("time", "-1:00", "not_a_time"),
        ("time", "half past five", "not_a_time"),
        ("choice", "2", "not_an_option"),
        ("choice", "IN_TURN", "not_an_option"),
        ("choice", -1, "not_an_option"),
        ("choices", ["first", "fourth"], "not_an_option"),
        ("choices", "fourth", "not_an_option"),
        ("choices", [""], "not_an_option"),
        ("choices", ["first", None], "not_readable"),
        ("choices", [["first"]], "not_readable"),
        ("choices", [1], "not_readable"),
        ("choices", {"first": True}, "not_readable"),
        ("job", "knitting", "not_an_option"),
        ("job", "../video-call", "not_an_option"),
    ],
)
def test_what_cannot_be_read(field, typed, code):
    assert problem(field, typed).code == code


@pytest.mark.parametrize("typed", NO_TEXT, ids=repr)
@pytest.mark.parametrize("field", SCALARS)
def test_what_is_no_text_at_all(field, typed):
    assert problem(field, typed).code == "not_readable"


@pytest.mark.parametrize("typed", [None, True, False, 0, 1, 0.0, float("nan"), {}], ids=repr)
def test_what_is_no_list_of_choices(typed):
    assert problem("choices", typed).code == "not_readable"


@pytest.mark.parametrize("field", SCALARS)
@pytest.mark.parametrize("typed", ["", "  ", "\n", "\x00"])
def test_an_empty_text_empties_the_field(field, typed):
    assert read(field, typed) == ""


@pytest.mark.parametrize("typed", ["", []])
def test_an_empty_list_empties_the_choices(typed):
    assert read("choices", typed) == []


@pytest.mark.parametrize("length", [LONGEST_LINE + 1, LONGEST_TEXT + 1, 100_000])
def test_a_line_that_is_too_long_is_told_its_own_limit(length):
    assert problem("line", "x" * length).params == {"most": LONGEST_LINE, "length": length}


def test_a_text_that_is_too_long_is_told_its_limit():
    assert problem("text", "x" * 1_000_000).params == {"most": LONGEST_TEXT, "length": 1_000_000}


def test_a_number_out_of_range_is_told_the_range():
    assert problem("number", "99").params == {"least": 1, "most": 40}


def test_every_problem_is_named_at_once_and_nothing_is_read():
    typed = {"line": "fine", "number": "many", "date": "some day", "choices": [7]}
    with pytest.raises(Invalid) as refused:
        read_values(TERMS, typed, NOW)
    assert [(one.field, one.code) for one in refused.value.problems] == [
        ("number", "not_a_number"),
        ("date", "not_a_date"),
        ("choices", "not_readable"),
    ]


@pytest.mark.parametrize("field", ["unknown", "", "__class__"])
def test_a_field_that_is_not_in_the_terms_is_refused(field):
    with pytest.raises(Malformed) as refused:
        read_values(TERMS, {"line": "fine", field: "x"}, NOW)
    assert refused.value.code == "unknown_field"


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, []),
        ({"start": "2026-03-02"}, []),
        ({"end": "2026-03-02"}, []),
        ({"start": "2026-03-02", "end": "2026-03-02"}, []),
        ({"start": "2026-03-02", "end": ""}, []),
        ({"start": "2026-03-02", "end": "2026-03-01"}, ["end_before_start"]),
    ],
)
def test_the_end_does_not_come_before_the_start(values, codes):
    assert [found.code for found in check_together(values)] == codes


def test_stored_values_are_checked_again_but_for_dates():
    old = {"number": 6, "date": "2020-01-01", "choice": "1", "gone": "x"}
    check_again(TERMS, old, NOW)
    with pytest.raises(Invalid) as refused:
        check_again(TERMS, old | {"number": 99, "choice": "2"}, NOW)
    assert [(one.field, one.code) for one in refused.value.problems] == [
        ("number", "out_of_range"),
        ("choice", "not_an_option"),
    ]


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=12)
    | st.sampled_from(["first", "own", "1", "6", "2026-03-01", "20260301", "2026-W10-1", "T1730"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.sampled_from([field.id for field in FIELDS]), anything)
def test_whatever_is_typed_is_stored_in_a_form_that_can_be_read_again_or_refused(field, typed):
    try:
        value = read(field, typed)
    except Invalid:
        return
    assert read(field, value) == value
    assert json.loads(json.dumps(value).encode("utf-8")) == value
