"""How long people's own words are kept (clause 17 of the agreement)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

MONTHS_KEPT = 12


def end_of_programme(ends: Iterable[date | None]) -> date | None:
    """The last day of a programme: the latest of the ends that are known; None as long as none is.

    Args:
        ends: the end of the course run, those that pairs agreed on, and the last signs of life.
    """
    return max((end for end in ends if end is not None), default=None)


def months_later(day: date, months: int) -> date:
    """The same day some months later; the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_kept_long_enough(end: date | None, months: int, today: date) -> bool:
    """Whether words of a programme are to be erased.

    Args:
        end: last day of the programme; None where nobody knows it.
        months: how long words are kept after it.
        today: the present day.
    """
    return end is not None and today > months_later(end, months)
