"""How long something has been waiting, when pauses do not count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from ment_xblock.domain.alerts.facts import Rest

DAY = timedelta(days=1)


def waited(since: datetime, until: datetime, rests: Iterable[Rest]) -> timedelta:
    """The time from one moment to another, without the pauses in between.

    Args:
        since: beginning.
        until: end; before ``since`` nothing has been waited.
        rests: pauses, which may overlap each other.
    """
    total = max(until - since, timedelta())
    covered = since
    for started_at, ended_at in sorted((one.started_at, one.ended_at or until) for one in rests):
        start, end = max(started_at, covered), min(ended_at, until)
        if end > start:
            total -= end - start
            covered = end
    return total


def days_waited(since: datetime, until: datetime, rests: Iterable[Rest]) -> float:
    """The same as ``waited``, in days."""
    return waited(since, until, rests) / DAY
