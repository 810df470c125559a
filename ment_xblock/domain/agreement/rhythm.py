"""The agreed rhythm as dates."""

from __future__ import annotations

from datetime import date, timedelta


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
