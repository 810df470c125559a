"""The calendar file, read again by a calendar's parser."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from ment_xblock.domain.calendar import Meeting, Status, calendar_file

CHANGED = datetime(2026, 10, 1, 7, tzinfo=UTC)


def meeting(starts_at, **more):
    values = {"uid": "a@b", "minutes": 60, "title": "Mentoring with Mario", "changed_at": CHANGED}
    return Meeting(starts_at=starts_at, **(values | more))


def events(*meetings, name=""):
    calendar = Calendar.from_ical(calendar_file(meetings, name))
    assert not any(component.errors for component in calendar.walk())
    return calendar.walk("VEVENT")


@pytest.mark.parametrize("zone", ["Europe/Rome", "Europe/Warsaw"])
def test_over_the_october_change(zone):
    at = [datetime(2026, 10, day, 17, 30, tzinfo=ZoneInfo(zone)) for day in (20, 27)]
    found = events(*(meeting(one) for one in at))
    assert [event.decoded("dtstart").astimezone(UTC).hour for event in found] == [15, 16]
    assert [event["dtstart"].params["TZID"] for event in found] == [zone] * 2
    assert all(
        event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1) for event in found
    )


def test_a_file_with_zones_brings_their_rules():
    raw = calendar_file([meeting(datetime(2026, 10, 20, 17, 30, tzinfo=ZoneInfo("Europe/Rome")))])
    zone = Calendar.from_ical(raw).walk("VTIMEZONE")[0].to_tz()
    winter = datetime(2026, 10, 27, 17, 30, tzinfo=zone)
    assert winter.utcoffset() == timedelta(hours=1)
    assert datetime(2026, 10, 20, 17, 30, tzinfo=zone).utcoffset() == timedelta(hours=2)


def test_a_meeting_during_the_change_keeps_its_length():
    night = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Rome"))
    (event,) = events(meeting(night, minutes=90))
    begins, ends = (event.decoded(name).astimezone(UTC) for name in ("dtstart", "dtend"))
    assert ends - begins == timedelta(minutes=90)


def test_moments_in_utc_need_no_zone():
    raw = calendar_file([meeting(datetime(2026, 10, 20, 15, 30, tzinfo=UTC))])
    assert b"DTSTART:20261020T153000Z" in raw
    assert b"VTIMEZONE" not in raw


def test_status_and_sequence():
    starts_at = datetime(2026, 10, 20, 15, 30, tzinfo=UTC)
    (event,) = events(meeting(starts_at, sequence=3, status=Status.CANCELLED))
    assert (event["sequence"], str(event["status"])) == (3, "CANCELLED")
    (event,) = events(meeting(starts_at))
    assert "status" not in event
    assert "location" not in event


def test_no_meetings_are_a_calendar_too():
    assert events(name="Mentoring") == []
    assert b"X-WR-CALNAME:Mentoring" in calendar_file([], "Mentoring")


def test_the_same_meetings_are_the_same_bytes():
    meetings = [meeting(datetime(2026, 10, 20, 15, 30, tzinfo=UTC))]
    assert calendar_file(meetings, "x") == calendar_file(meetings, "x")
