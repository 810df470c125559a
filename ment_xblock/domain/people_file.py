"""People and roles as a file that a spreadsheet can open: read line by line, written safely.

Columns: ``username`` or ``email`` says who; ``role`` is ``mentor`` or ``mentee``, or empty for somebody
who shall stay as they are; ``partners`` how many at the same time;
``under_18`` yes or no; ``guardian_consent`` a date. A file of the last run has ``next_role`` in place of ``role``:
``mentor``, ``mentee``, ``help`` or ``none``; only ``mentor`` and ``mentee`` ask for a place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import attrs

from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.people import MOST_PARTNERS, Role

WHO = ("username", "email")
ROLE, NEXT_ROLE = "role", "next_role"
PARTNERS, UNDER_18, CONSENT = "partners", "under_18", "guardian_consent"
MOST_LINES = 2000
NO_PLACE = frozenset({"", "help", "none"})
YES_NO: Mapping[str, bool] = MappingProxyType(
    {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}
)


@attrs.frozen
class PersonLine:
    """One line of the file.

    Attributes:
        number: of the line in the file, from 1, headings included.
        who: username or address, folded for comparison.
        role: None for somebody who asks for no place.
        capacity: partners at the same time; None where the file does not say.
        under_18: None where the file does not say.
        guardian_consent: day of the consent; None without one.
        is_wish: what somebody said in the last run; it is no mistake if they are not in this one.
        is_for_new: it is for somebody without a role; whoever has one by now keeps it.
        problems: what is wrong with the line; ``field`` is the column.
    """

    number: int
    who: str
    role: Role | None = None
    capacity: int | None = None
    under_18: bool | None = None
    guardian_consent: date | None = None
    is_wish: bool = False
    is_for_new: bool = False
    problems: tuple[FieldProblem, ...] = ()


def read_people(text: str) -> tuple[PersonLine, ...]:
    """Read a file; commas, semicolons and tabs are understood.

    Args:
        text: the file's text.

    Returns:
        One entry for each line that holds anything, with what is wrong with it.

    Raises:
        Invalid: no table of this form, or too long; the field is ``file``.
    """
    text = text.removeprefix("\ufeff")
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise _refused("file_not_a_table") from None
    columns = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if not set(columns) & set(WHO) or not set(columns) & {ROLE, NEXT_ROLE}:
        raise _refused("file_lacks_columns")
    if len(rows) - 1 > MOST_LINES:
        raise _refused("file_too_long", most=MOST_LINES)
    lines = [
        _line(number, dict(zip(columns, map(str.strip, row), strict=False)))
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    if not lines:
        raise _refused("file_empty")
    return _without_doubles(lines)


def _refused(code: str, **params: int) -> Invalid:
    return Invalid([FieldProblem("file", code, params)])


def _line(number: int, cells: Mapping[str, str]) -> PersonLine:
    problems: list[FieldProblem] = []
    # What we wrote with a sign before it, so that no spreadsheet runs it, is read as it was.
    who = next((cells[one].removeprefix("'") for one in WHO if cells.get(one)), "")
    if not who:
        problems.append(FieldProblem(WHO[0], "who_missing"))
    return PersonLine(
        number=number,
        who=who.casefold(),
        role=_role(cells, problems),
        capacity=_capacity(cells, problems),
        under_18=_yes_or_no(cells, problems),
        guardian_consent=_day(cells, problems),
        is_wish=ROLE not in cells,
        problems=tuple(problems),
    )


def _role(cells: Mapping[str, str], problems: list[FieldProblem]) -> Role | None:
    column = ROLE if ROLE in cells else NEXT_ROLE
    typed = cells.get(column, "").casefold()
    if typed in set(Role):
        return Role(typed)
    if typed not in (NO_PLACE if column == NEXT_ROLE else {""}):
        problems.append(FieldProblem(column, "unknown_role"))
    return None


def _capacity(cells: Mapping[str, str], problems: list[FieldProblem]) -> int | None:
    typed = cells.get(PARTNERS, "")
    if not typed:
        return None
    if typed.isascii() and typed.isdigit() and len(typed) == 1 and int(typed) <= MOST_PARTNERS:
        return int(typed)
    problems.append(FieldProblem(PARTNERS, "out_of_range", {"least": 0, "most": MOST_PARTNERS}))
    return None


def _yes_or_no(cells: Mapping[str, str], problems: list[FieldProblem]) -> bool | None:
    if UNDER_18 not in cells:
        return None
    typed = cells[UNDER_18].casefold()
    if typed not in YES_NO:
        problems.append(FieldProblem(UNDER_18, "not_yes_or_no"))
    return YES_NO.get(typed)


def _day(cells: Mapping[str, str], problems: list[FieldProblem]) -> date | None:
    typed = cells.get(CONSENT, "")
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        problems.append(FieldProblem(CONSENT, "not_a_date"))
        return None


def _without_doubles(lines: list[PersonLine]) -> tuple[PersonLine, ...]:
    first: dict[str, int] = {}
    return tuple(
        line
        if not line.who or (earlier := first.setdefault(line.who, line.number)) == line.number
        else _with_double(line, earlier)
        for line in lines
    )


def _with_double(line: PersonLine, earlier: int) -> PersonLine:
    double = FieldProblem(WHO[0], "named_twice", {"line": earlier})
    return attrs.evolve(line, problems=(*line.problems, double))
