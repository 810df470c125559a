"""Planning a meeting: what can be typed, the next date that the agreed rhythm proposes, and which help fits when.

The agreed rhythm is meant at a clock time in the programme's time zone, and a meeting is stored as a moment. So the
pair meets at half past five also when summer time has ended, while the moment has moved by an hour.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

import attrs

from ment_xblock.domain.agreement.rhythm import Rhythm
from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.profile import Way
from ment_xblock.domain.text import TooLongError, clean_line

WAYS = tuple(way.value for way in Way)
MISSED_BY = ("mentor", "mentee", "both")
LEAST_MINUTES = 15
MOST_MINUTES = 180
MOST_AHEAD = 10
DAYS_AHEAD = 3 * 366
LONGEST_PLACE = 200

_CLOCK = re.compile(r"\d{2}:\d{2}(:00)?")
_MOST_DIGITS = 9


@attrs.frozen
class Plan:
    """A meeting as somebody proposes it.

    Attributes:
        starts_at: the moment, in UTC.
        minutes: its length.
        way: one of ``WAYS``.
        place: where; may be empty.
        task_id: which of the agreed tasks it is about; None for none yet.
    """

    starts_at: datetime
    minutes: int
    way: str
    place: str
    task_id: int | None


def read_plan(
    typed: Mapping[str, Any], *, now: datetime, zone: tzinfo, task_ids: Collection[int]
) -> Plan:
    """Read what somebody typed into the form of a meeting.

    Args:
        typed: ``day``, ``time``, ``minutes``, ``way``, ``place`` and ``task``.
        now: the present moment.
        zone: the time zone in which day and time are meant.
        task_ids: the pair's tasks.

    Raises:
        Invalid: every field that cannot be accepted, each with its reason.
    """
    reader = _Reader(typed)
    day = reader.read("day", _day, now.astimezone(zone).date())
    at = reader.read("time", _time)
    minutes = reader.read("minutes", _minutes)
    way = reader.read("way", _one_of, WAYS)
    place = reader.read("place", _place)
    task = reader.read("task", _one_of, ("", *map(str, task_ids)))
    starts_at = None
    if day is not None and at is not None:
        starts_at = reader.read("time", _coming_moment, day, at, zone, now)
    if reader.problems or starts_at is None:
        raise Invalid(reader.problems)
    return Plan(starts_at, minutes, way, place, int(task) if task else None)


def read_missed_by(typed: Any) -> str:
    """Read who could not come.

    Raises:
        Invalid: nothing, or nobody of the pair.
    """
    reader = _Reader({"missed_by": typed})
    missed_by: str = reader.read("missed_by", _required_one_of, MISSED_BY)
    if reader.problems:
        raise Invalid(reader.problems)
    return missed_by


def moment_of(day: date, at: time, zone: tzinfo) -> datetime:
    """The moment of a clock time, in UTC.

    A time that the clocks skip in spring is taken as so long after midnight, as calendars do. Of a time that comes twice
    in autumn, the first is meant.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


def next_start(
    rhythm: Rhythm | None, *, last_day: date | None, now: datetime, zone: tzinfo
) -> datetime | None:
    """Propose when to meet next, on the agreed days.

    A meeting that was moved shifts no other: the next agreed day counts that is at least half a turn later.

    Args:
        rhythm: the agreed one; None as long as there is none.
        last_day: day of the last meeting; None before the first.
        now: the present moment.
        zone: the time zone in which the rhythm is meant.

    Returns:
        A moment to come, in UTC; None where the agreement proposes nothing.
    """
    if rhythm is None:
        return None
    today = now.astimezone(zone).date()
    earliest = today
    if last_day is not None:
        half_a_turn = timedelta(days=math.ceil(rhythm.every_weeks * 7 / 2))
        earliest = max(today, last_day + half_a_turn)
    if moment_of(earliest, rhythm.at, zone) <= now:
        earliest += timedelta(days=1)
    day = rhythm.first_from(earliest)
    return None if day is None else moment_of(day, rhythm.at, zone)


class Moment(StrEnum):
    """Where in a meeting a pair is, for the help that fits."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


EARLY = timedelta(minutes=15)


def moment_in(starts_at: datetime, minutes: int, now: datetime) -> Moment:
    """Tell where in a meeting a pair is, from a quarter of an hour before its start.

    Args:
        starts_at: when it starts.
        minutes: its length.
        now: the present moment.
    """
    if now < starts_at - EARLY:
        return Moment.BEFORE
    return Moment.DURING if now < starts_at + timedelta(minutes=minutes) else Moment.AFTER


class _Problem(Exception):
    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class _Reader:
    """Reads field after field, and gathers what is wrong."""

    def __init__(self, typed: Mapping[str, Any]) -> None:
        self.typed = typed
        self.problems: list[FieldProblem] = []

    def read(self, name: str, rule: Any, *more: Any) -> Any:
        value = self.typed.get(name, "")
        try:
            return rule(_text(value), *more)
        except _Problem as problem:
            self.problems.append(FieldProblem(name, problem.code, problem.params))
            return None


def _text(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**_MOST_DIGITS:
        return str(value)
    if not isinstance(value, str):
        raise _Problem("not_readable")
    return value.strip()


def _day(text: str, today: date) -> date:
    if not text:
        raise _Problem("required")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _Problem("not_a_date") from None
    if day < today:
        raise _Problem("meeting_in_past")
    if (day - today).days > DAYS_AHEAD:
        raise _Problem("too_far_ahead")
    return day


def _time(text: str) -> time:
    if not text:
        raise _Problem("required")
    try:
        # ASCII only: other digits would be read as well.
        if not (text.isascii() and _CLOCK.fullmatch(text)):
            raise ValueError(text)
        return time.fromisoformat(text)
    except ValueError:
        raise _Problem("not_a_time") from None


def _coming_moment(_text: str, day: date, at: time, zone: tzinfo, now: datetime) -> datetime:
    starts_at = moment_of(day, at, zone)
    if starts_at.astimezone(zone).replace(tzinfo=None) != datetime.combine(day, at):
        raise _Problem("time_is_skipped")
    if starts_at <= now:
        raise _Problem("meeting_in_past")
    return starts_at


def _minutes(text: str) -> int:
    if not text:
        raise _Problem("required")
    if not (text.isascii() and text.isdigit()) or len(text) > _MOST_DIGITS:
        raise _Problem("not_a_number")
    if not LEAST_MINUTES <= int(text) <= MOST_MINUTES:
        raise _Problem("out_of_range", least=LEAST_MINUTES, most=MOST_MINUTES)
    return int(text)


def _place(text: str) -> str:
    try:
        return clean_line(text, LONGEST_PLACE)
    except TooLongError as error:
        raise _Problem("too_long", most=error.most, length=error.length) from None


def _one_of(text: str, options: Collection[str]) -> str:
    if text not in options:
        raise _Problem("not_an_option")
    return text


def _required_one_of(text: str, options: Collection[str]) -> str:
    if not text:
        raise _Problem("required")
    return _one_of(text, options)
