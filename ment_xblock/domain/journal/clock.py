"""The seven days in which a log waits for the partner. Pauses stop the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import attrs

WAITS = timedelta(days=7)
REMINDS = timedelta(days=4)


@attrs.frozen
class Rest:
    """A pause of a pair.

    Attributes:
        start: when it began.
        end: when it ended; None while it lasts.
    """

    start: datetime
    end: datetime | None = None


def time_waited(since: datetime, now: datetime, rests: Iterable[Rest]) -> timedelta:
    """How long a log has waited, without the pauses.

    Args:
        since: when the log was written as it stands.
        now: the present moment.
        rests: the pauses of the pair, which do not overlap.
    """
    rested = sum(
        (max(min(rest.end or now, now) - max(rest.start, since), timedelta()) for rest in rests),
        timedelta(),
    )
    return max(now - since - rested, timedelta())


def has_lapsed(since: datetime, now: datetime, rests: Iterable[Rest]) -> bool:
    """Whether the seven days are over, so that the log counts as not contested."""
    return time_waited(since, now, rests) >= WAITS


def is_reminder_due(since: datetime, now: datetime, rests: Iterable[Rest]) -> bool:
    """Whether the partner is to be reminded: from the fourth day on, while the log still waits."""
    return REMINDS <= time_waited(since, now, rests) < WAITS


def time_left(since: datetime, now: datetime, rests: Iterable[Rest]) -> timedelta:
    """How long the partner still has, if no pause comes."""
    return max(WAITS - time_waited(since, now, rests), timedelta())
