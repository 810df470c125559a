"""Meetings as an iCalendar file (RFC 5545). The words come from the caller."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import attrs
from icalendar import Calendar, Event


class Status(StrEnum):
    """What a calendar shall make of a meeting."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@attrs.frozen
class Meeting:
    """One meeting as a calendar shows it.

    Attributes:
        uid: its name, the same for ever: a calendar that knows it moves the meeting instead of doubling it.
        starts_at: when, in the time zone in which it is meant.
        minutes: its length.
        title: what stands in the calendar.
        changed_at: when the meeting was last changed.
        place: where; empty to say nothing.
        sequence: how often it was changed; a calendar believes the highest.
        status: what a calendar shall make of it; None to say nothing.
    """

    uid: str
    starts_at: datetime
    minutes: int
    title: str
    changed_at: datetime
    place: str = ""
    sequence: int = 0
    status: Status | None = None


def calendar_file(meetings: Iterable[Meeting], name: str = "") -> bytes:
    """Write meetings as a calendar file.

    Args:
        meetings: in any order. Their time zones are described in the file, so that a clock time stays what it is when
            summer time begins or ends.
        name: what a calendar that subscribes to the file calls it.

    Returns:
        The file.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//MENT//ment-xblock//EN")
    calendar.add("version", "2.0")
    if name:
        calendar.add("x-wr-calname", name)
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(meeting: Meeting) -> Event:
    zone = meeting.starts_at.tzinfo
    ends_at = meeting.starts_at.astimezone(UTC) + timedelta(minutes=meeting.minutes)
    event = Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", meeting.changed_at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", ends_at.astimezone(zone))
    event.add("summary", meeting.title)
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.sequence:
        event.add("sequence", meeting.sequence)
    if meeting.status is not None:
        event.add("status", meeting.status.value)
    return event
