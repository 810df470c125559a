"""Logs that have waited four days for a partner: what a reminder is sent for."""

from __future__ import annotations

from datetime import datetime

import attrs

from ment_xblock.domain.journal.clock import REMINDS, Rest, is_reminder_due
from ment_xblock.domain.journal.states import State
from ment_xblock.models import Pause, Session


@attrs.frozen
class WaitingLog:
    """A log for which a partner is to be reminded.

    Attributes:
        session_id: the meeting.
        pairing_id: its pair.
        participant_id: the partner who is asked.
        waits_since: when the log was written as it stands; with ``session_id``, it names the reminder, so that each is
            sent once.
    """

    session_id: int
    pairing_id: int
    participant_id: int
    waits_since: datetime


def logs_to_remind(now: datetime) -> tuple[WaitingLog, ...]:
    """Find all logs of the site that are in their fourth to seventh day, without the pauses of their pairs.

    Args:
        now: the present moment.
    """
    rows = list(
        Session.objects.filter(state=State.LOGGED, waits_since__lte=now - REMINDS)
        .select_related("pairing")
        .order_by("pk")
    )
    rests: dict[int, list[Rest]] = {}
    pauses = Pause.objects.filter(pairing_id__in={row.pairing_id for row in rows})
    for pairing_id, start, end in pauses.values_list("pairing_id", "started_at", "ended_at"):
        rests.setdefault(pairing_id, []).append(Rest(start, end))
    return tuple(
        _waiting(row, row.waits_since)
        for row in rows
        if row.waits_since and is_reminder_due(row.waits_since, now, rests.get(row.pairing_id, []))
    )


def _waiting(row: Session, waits_since: datetime) -> WaitingLog:
    pair = row.pairing
    asked = pair.mentee_id if row.writer_id == pair.mentor_id else pair.mentor_id
    return WaitingLog(row.pk, row.pairing_id, asked, waits_since)
