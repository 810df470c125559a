"""The agreed rhythm as dates."""

from __future__ import annotations

from datetime import date, time, timedelta

import attrs

from ment_xblock.domain.agreement.terms import Values


@attrs.frozen
class Rhythm:
    """When a pair agreed to meet.

    Attributes:
        start: day of the first meeting.
        end: last possible day; None for no limit.
        every_weeks: weeks from one meeting to the next, at least 1.
        at: clock time of a meeting, in the programme's time zone.
    """

    start: date
    end: date | None
    every_weeks: int
    at: time

    def first_from(self, day: date) -> date | None:
        """The first agreed day that is not before ``day``; None when the agreed time is over by then."""
        step = timedelta(weeks=self.every_weeks)
        turns = max(0, -((self.start - day) // step))
        found = self.start + turns * step
        return found if self.end is None or found <= self.end else None


def rhythm_of(values: Values) -> Rhythm | None:
    """Read the rhythm out of an agreement; None as long as its first day or its time is not filled in."""
    if not values.get("start") or not values.get("time"):
        return None
    end = values.get("end")
    return Rhythm(
        start=date.fromisoformat(str(values["start"])),
        end=date.fromisoformat(str(end)) if end else None,
        every_weeks=int(str(values.get("every_weeks") or 2)),
        at=time.fromisoformat(str(values["time"])),
    )


def meeting_dates(start: date, end: date | None, every_weeks: int, number: int) -> list[date]:
    """Dates of the agreed meetings.

    Args:
        start: day of the first meeting.
        end: last possible day; None for no limit.
        every_weeks: weeks from one meeting to the next, at least 1.
        number: how many meetings were agreed.

    Returns:
        At most ``number`` dates, none after ``end``.
    """
    step = timedelta(weeks=every_weeks)
    dates = [start + turn * step for turn in range(number)]
    return [day for day in dates if end is None or day <= end]
