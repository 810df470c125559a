"""Days, mornings and quiet hours in a person's own time zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, tzinfo

import attrs


@attrs.frozen
class Quiet:
    """Hours of each day in which nobody wants mail; over midnight where ``end`` is earlier than ``start``.

    Attributes:
        start: the first moment that is quiet.
        end: the first moment that is not quiet any more.
    """

    start: time
    end: time

    def covers(self, moment: time) -> bool:
        """Tell whether a moment of the day is quiet."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


MORNING = time(8)
NIGHT = Quiet(time(20), MORNING)


def is_quiet(now: datetime, zone: tzinfo, agreed: Iterable[Quiet] = ()) -> bool:
    """Tell whether a person is to be left alone now.

    Args:
        now: the present moment, with any time zone.
        zone: where the person lives.
        agreed: quiet hours of the pair's agreement, which count on top of the night; where no hour of the day would
            be left, the night alone counts.
    """
    hours = (NIGHT, *agreed)
    if not any(_is_free(one.end, hours) for one in hours):
        hours = (NIGHT,)
    return not _is_free(now.astimezone(zone).time(), hours)


def _is_free(moment: time, hours: Iterable[Quiet]) -> bool:
    return not any(one.covers(moment) for one in hours)


def quiet_between(start: str, end: str) -> Quiet | None:
    """Read the quiet hours of an agreement.

    Args:
        start: such as ``"20:00"``.
        end: such as ``"07:00"``.

    Returns:
        None where one of them is missing or cannot be read, or no time lies between them.
    """
    try:
        quiet = Quiet(time.fromisoformat(start), time.fromisoformat(end))
    except ValueError:
        return None
    return quiet if quiet.start != quiet.end else None


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The day that a moment falls on where the person lives."""
    return moment.astimezone(zone).date()


def moment_of(day: date, hour: time, zone: tzinfo) -> datetime:
    """A moment of a day where the person lives, in UTC.

    Two moments with the same zone would be compared by their wall clocks, which lie when the clocks change.
    """
    return datetime.combine(day, hour, zone).astimezone(UTC)
