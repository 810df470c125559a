"""The rows that keep a mail from being sent twice.

A mail has a row with a unique key. Who raises ``held_until`` of that row has it; everybody else passes on. Only a run
that is killed between handing a mail over and noting so can send one twice, since another run takes over after a while.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q

from ment_xblock.domain.notices.kinds import LONGEST_LASTING
from ment_xblock.domain.notices.rules import Occasion
from ment_xblock.models import Notice, Programme
from ment_xblock.services.unit_of_work import unit_of_work

# How long a mail belongs to the run that sends it.
HOLD = timedelta(minutes=15)
# How long a mail waits after a first, second and third try that failed; a fourth is the last.
WAITS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6))
MOST_TRIES = len(WAITS) + 1
KEPT = timedelta(days=180)

_UNSETTLED = (Notice.State.DUE, Notice.State.FAILED)


def told(programme: Programme, now: datetime) -> set[str]:
    """Keys of the mails that are not to be sent now, in one query: settled, given up, or in somebody's hands."""
    rows = Notice.objects.filter(programme=programme, created_at__gt=now - LONGEST_LASTING)
    free = Q(state__in=_UNSETTLED, held_until__lte=now, attempts__lt=MOST_TRIES)
    return set(rows.exclude(free).values_list("key", flat=True))


@unit_of_work
def put(programme: Programme, occasions: Iterable[Occasion], now: datetime) -> None:
    """Make the rows that are not there yet, in one statement."""
    Notice.objects.bulk_create(
        [
            Notice(
                programme=programme,
                user_id=occasion.user_id,
                kind=occasion.kind.value,
                key=occasion.key,
                created_at=now,
                held_until=now,
            )
            for occasion in occasions
        ],
        ignore_conflicts=True,
    )


@unit_of_work
def claim(key: str, now: datetime) -> bool:
    """Take a mail to be sent, in one statement: of two who try at once, the second finds it held.

    Returns:
        Whether it is ours.
    """
    free = Notice.objects.filter(
        key=key, state__in=_UNSETTLED, held_until__lte=now, attempts__lt=MOST_TRIES
    )
    return bool(
        free.update(state=Notice.State.DUE, attempts=F("attempts") + 1, held_until=now + HOLD)
    )


@unit_of_work
def note_sent(key: str, now: datetime) -> None:
    """Note that the host has the mail."""
    Notice.objects.filter(key=key).update(state=Notice.State.SENT, sent_at=now)


@unit_of_work
def note_failure(key: str, now: datetime) -> None:
    """Note that a mail could not be sent, and when it is tried again."""
    row = Notice.objects.get(key=key)
    row.state = Notice.State.FAILED
    row.held_until = now + WAITS[min(row.attempts, len(WAITS)) - 1]
    row.save(update_fields=["state", "held_until"])


@unit_of_work
def skip(key: str) -> None:
    """Note that a mail is not wanted."""
    Notice.objects.filter(key=key).update(state=Notice.State.SKIPPED)


@unit_of_work
def forget_old(programme: Programme, now: datetime) -> None:
    """Delete rows that keep nothing from being sent twice any more."""
    Notice.objects.filter(programme=programme, created_at__lt=now - KEPT).delete()
