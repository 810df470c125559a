"""Reading what was typed into a field: the value as it is stored, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

from ment_xblock.domain.agreement.terms import OWN_JOB, Field, Kind, Terms, Value, Values
from ment_xblock.domain.errors import FieldProblem, Invalid, Malformed
from ment_xblock.domain.text import TooLongError, clean_line, clean_text

LONGEST_LINE = 200
LONGEST_TEXT = 2000
DAYS_AHEAD = 3 * 366
DAYS_BACK = 366

_LONGEST_NUMBER = 9
_MOST_BITS = 64


class _Problem(Exception):
    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def read_values(terms: Terms, typed: Mapping[str, Any], now: datetime) -> dict[str, Value]:
    """Read what somebody typed into some fields.

    Args:
        terms: the terms at hand; a field that is not in them is refused.
        typed: field id to what was typed; an empty text or list empties the field.
        now: the present moment, for dates that lie too far away.

    Returns:
        Field id to the value as it is stored. Empty values are ``""`` or ``[]``.

    Raises:
        Malformed: a field that the terms do not have.
        Invalid: every field whose value cannot be accepted, each with its reason.
    """
    fields = terms.fields
    unknown = sorted(set(typed) - set(fields))
    if unknown:
        raise Malformed("unknown_field")
    read: dict[str, Value] = {}
    problems = []
    for field_id, value in typed.items():
        try:
            read[field_id] = _read(fields[field_id], value, terms, now)
        except _Problem as problem:
            problems.append(FieldProblem(field_id, problem.code, problem.params))
    if problems:
        raise Invalid(problems)
    return read


def check_again(terms: Terms, values: Values, now: datetime) -> None:
    """Check stored values before they are signed: the terms may have become stricter since, and nobody typed a default.

    Dates are left alone: what was near when it was typed may lie far back by now.

    Args:
        terms: the terms as they are now.
        values: what is stored.
        now: the present moment.

    Raises:
        Invalid: every field whose value cannot be accepted any more, each with its reason.
    """
    fields = terms.fields
    lasting = {
        field: value
        for field, value in terms.relevant(values).items()
        if fields[field].kind is not Kind.DATE
    }
    read_values(terms, lasting, now)


def readable_values(terms: Terms, given: Mapping[str, Any], now: datetime) -> dict[str, Value]:
    """Read what can be read and leave out the rest, for values that did not come through a form.

    Args:
        terms: the terms at hand.
        given: field id to value.
        now: the present moment, for dates that lie too far away.
    """
    read: dict[str, Value] = {}
    for field_id in set(given) & set(terms.fields):
        with suppress(Invalid):
            read |= read_values(terms, {field_id: given[field_id]}, now)
    return read


def check_together(values: Values) -> list[FieldProblem]:
    """Check what no field can check alone: the end must not come before the start."""
    start, end = values.get("start"), values.get("end")
    if start and end and str(end) < str(start):
        return [FieldProblem("end", "end_before_start")]
    return []


def _read(field: Field, value: Any, terms: Terms, now: datetime) -> Value:
    if field.kind is Kind.CHOICES:
        return _choices(field, value)
    try:
        text = _clean(field, _as_text(value))
    except TooLongError as error:
        raise _Problem("too_long", most=error.most, length=error.length) from None
    return _READERS[field.kind](field, text, terms, now) if text else ""


def _as_text(value: Any) -> str:
    # A number is as good as its digits; Python refuses to spell out one of thousands of digits.
    if type(value) is int and value.bit_length() <= _MOST_BITS:
        return str(value)
    if not isinstance(value, str):
        raise _Problem("not_readable")
    return value


def _clean(field: Field, text: str) -> str:
    if field.kind is Kind.LINE:
        return clean_line(text, LONGEST_LINE)
    return clean_text(text, LONGEST_TEXT)


def _words(field: Field, text: str, terms: Terms, now: datetime) -> Value:
    return text


def _number(field: Field, text: str, terms: Terms, now: datetime) -> Value:
    if not re.fullmatch(r"-?[0-9]+", text) or len(text) > _LONGEST_NUMBER:
        raise _Problem("not_a_number")
    number = int(text)
    least = field.least if field.least is not None else 0
    most = field.most if field.most is not None else 10**_LONGEST_NUMBER
    if not least <= number <= most:
        raise _Problem("out_of_range", least=least, most=most)
    return number


def _date(field: Field, text: str, terms: Terms, now: datetime) -> Value:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _Problem("not_a_date") from None
    ahead = (day - now.date()).days
    if ahead > DAYS_AHEAD:
        raise _Problem("too_far_ahead")
    if ahead < -DAYS_BACK:
        raise _Problem("too_far_back")
    return day.isoformat()


def _time(field: Field, text: str, terms: Terms, now: datetime) -> Value:
    try:
        moment = time.fromisoformat(text)
    except ValueError:
        raise _Problem("not_a_time") from None
    return moment.strftime("%H:%M")


def _job(field: Field, text: str, terms: Terms, now: datetime) -> Value:
    return _one_of(text, {*terms.jobs, OWN_JOB})


def _choice(field: Field, text: str, terms: Terms, now: datetime) -> Value:
    return _one_of(text, field.options)


def _one_of(text: str, options: Collection[str]) -> str:
    if text not in options:
        raise _Problem("not_an_option")
    return text


def _choices(field: Field, value: Any) -> list[str]:
    if value == "":
        return []
    chosen = [value] if isinstance(value, str) else value
    if not isinstance(chosen, list) or not all(isinstance(option, str) for option in chosen):
        raise _Problem("not_readable")
    if not set(chosen) <= set(field.options):
        raise _Problem("not_an_option")
    return [option for option in field.options if option in chosen]


_READERS: Mapping[Kind, Callable[[Field, str, Terms, datetime], Value]] = {
    Kind.LINE: _words,
    Kind.TEXT: _words,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.CHOICE: _choice,
    Kind.JOB: _job,
}
