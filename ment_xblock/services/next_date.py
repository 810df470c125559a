"""The next date, proposed at the end of a log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

import attrs

from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.journal.log import read_day
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import AHEAD_STATES
from ment_xblock.models import Participant, Session
from ment_xblock.services.sessions import propose_row

MOST_AHEAD = timedelta(days=366)


@attrs.frozen
class NextDate:
    """When to meet next, with time zone."""

    starts_at: datetime


def read_next(
    typed: Mapping[str, Any], now: datetime, zone: tzinfo
) -> tuple[NextDate | None, list[FieldProblem]]:
    """Read ``next_on`` and ``next_at``; None where no day was chosen.

    Args:
        typed: what was typed.
        now: the present moment.
        zone: the writer's time zone.
    """
    try:
        day = read_day("next_on", typed.get("next_on", ""))
    except Invalid as invalid:
        return None, invalid.problems
    if day is None:
        return None, []
    clock = typed.get("next_at", "")
    try:
        starts_at = datetime.combine(day, time.fromisoformat(clock), zone)
    except (TypeError, ValueError):
        return None, [FieldProblem("next_at", "not_a_time" if clock else "required")]
    if starts_at <= now:
        return None, [FieldProblem("next_on", "next_in_past")]
    if starts_at > now + MOST_AHEAD:
        return None, [FieldProblem("next_on", "next_too_far")]
    return NextDate(starts_at.astimezone(UTC)), []


def propose_next(
    session: Session,
    proposer: Participant,
    wanted: NextDate,
    settings: JournalSettings,
    now: datetime,
) -> None:
    """Propose the next meeting, in the way of this one, unless one is planned for that day already."""
    day = settings.day_of(wanted.starts_at)
    ahead = Session.objects.filter(pairing_id=session.pairing_id, state__in=AHEAD_STATES)
    if any(one.starts_at and settings.day_of(one.starts_at) == day for one in ahead):
        return
    propose_row(
        session.pairing,
        proposer,
        wanted.starts_at,
        now,
        minutes=session.minutes,
        way=session.way,
        place=session.place,
    )
