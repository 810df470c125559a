"""Logs that nobody contested for seven days count, whether somebody looks or not."""

from __future__ import annotations

import logging
from datetime import datetime

from ment_xblock.domain.journal.clock import WAITS, has_lapsed
from ment_xblock.domain.journal.states import Act, Party, State, next_state
from ment_xblock.models import Pairing, Session
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.meetings import rests_of
from ment_xblock.services.announcing import announce_counting
from ment_xblock.services.credit import credit_meetings_later
from ment_xblock.services.unit_of_work import lock, unit_of_work

log = logging.getLogger(__name__)


def settle_due(
    *,
    host: Host,
    course_key: str | None = None,
    pairing_id: int | None = None,
    here: BlockRef | None = None,
) -> int:
    """Let all logs count whose seven days are over, and credit both partners. Doing it again changes nothing.

    Called whenever a pair is read, and by the management command ``ment_settle``.

    Args:
        host: the host.
        course_key: only in this course run.
        pairing_id: only of this pair.
        here: the block that is open; it is credited even where the course is not published yet.

    Returns:
        How many logs count now that did not before.
    """
    waiting = Session.objects.filter(state=State.LOGGED, waits_since__lte=host.now() - WAITS)
    if course_key is not None:
        waiting = waiting.filter(pairing__programme__course_key=course_key)
    if pairing_id is not None:
        waiting = waiting.filter(pairing_id=pairing_id)
    pairs = waiting.order_by("pairing_id").values_list("pairing_id", flat=True).distinct()
    return sum(_settle_pair(host=host, pairing_id=pair, here=here) for pair in list(pairs))


@unit_of_work
def _settle_pair(*, host: Host, pairing_id: int, here: BlockRef | None) -> int:
    pairing = lock(Pairing, pk=pairing_id)
    now = host.now()
    due = _lapsed(pairing, now)
    for session in due:
        session.state = next_state(State(session.state), Act.LAPSE, Party.CLOCK).value
        session.counted_at = now
        session.revision += 1
        session.save(update_fields=["state", "counted_at", "revision"])
        announce_counting(host, session, State.LOGGED)
    if due:
        credit_meetings_later(host, pairing_id, here)
    return len(due)


def _lapsed(pairing: Pairing, now: datetime) -> list[Session]:
    rests = rests_of(pairing.pk)
    waiting = Session.objects.filter(pairing=pairing, state=State.LOGGED)
    return [
        session
        for session in waiting
        if session.waits_since is not None and has_lapsed(session.waits_since, now, rests)
    ]
