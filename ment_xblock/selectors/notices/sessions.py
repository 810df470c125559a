"""Sessions, logs and promises that are worth a mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from ment_xblock.domain.journal.clock import Rest
from ment_xblock.domain.journal.promises import MENTEE, MENTOR
from ment_xblock.domain.journal.states import State
from ment_xblock.domain.notices.facts import ActionFact, LogFact, MeetingFact, PairFact
from ment_xblock.models import Action, Pause, Programme, Session
from ment_xblock.selectors.notices.pairs import awake, pair_fact

# Longer than the day before, in whatever time zone.
AHEAD = timedelta(days=3)
BOTH_PARTNERS = ("pairing__mentor", "pairing__mentee")


def meeting_facts(programme: Programme, now: datetime) -> tuple[MeetingFact, ...]:
    """Sessions of the next days that both partners agreed on, in one query."""
    planned = Session.objects.filter(
        awake(programme.pk, "pairing__"),
        state=State.PLANNED,
        starts_at__gt=now,
        starts_at__lt=now + AHEAD,
    )
    return tuple(
        MeetingFact(pair_fact(row.pairing), row.pk, row.revision, row.starts_at)
        for row in planned.select_related(*BOTH_PARTNERS)
        if row.starts_at is not None
    )


def log_facts(programme: Programme) -> tuple[LogFact, ...]:
    """Logs that wait for the other partner, in two queries."""
    waiting = Session.objects.filter(
        awake(programme.pk, "pairing__"),
        state=State.LOGGED,
        waits_since__isnull=False,
        held_on__isnull=False,
        writer__isnull=False,
    ).select_related(*BOTH_PARTNERS)
    rows = list(waiting)
    rests = _rests_of({row.pairing_id for row in rows})
    return tuple(
        LogFact(
            pair=(pair := pair_fact(row.pairing)),
            session_id=row.pk,
            held_on=row.held_on,
            waits_since=row.waits_since,
            confirmer=pair.mentee if row.writer_id == row.pairing.mentor_id else pair.mentor,
            rests=tuple(rests[row.pairing_id]),
        )
        for row in rows
        if row.held_on is not None and row.waits_since is not None
    )


def action_facts(programme: Programme, now: datetime) -> tuple[ActionFact, ...]:
    """Promises of these days that are not kept yet, in one query."""
    today = now.date()
    due = Action.objects.filter(
        awake(programme.pk, "pairing__"),
        state=Action.State.OPEN,
        due__gte=today - timedelta(days=1),
        due__lte=today + timedelta(days=2),
    )
    return tuple(
        ActionFact(
            pair=(pair := pair_fact(row.pairing)),
            action_id=row.pk,
            promised_by=_owners(row.owner, pair),
            promised_at=row.created_at,
            due=row.due,
        )
        for row in due.select_related(*BOTH_PARTNERS)
        if row.due is not None
    )


def _owners(owner: str, pair: PairFact) -> tuple[int, ...]:
    return {MENTOR: (pair.mentor,), MENTEE: (pair.mentee,)}.get(owner, pair.readers)


def _rests_of(pairing_ids: Iterable[int]) -> defaultdict[int, list[Rest]]:
    rows = Pause.objects.filter(pairing_id__in=set(pairing_ids))
    rests: defaultdict[int, list[Rest]] = defaultdict(list)
    for pairing_id, start, end in rows.values_list("pairing_id", "started_at", "ended_at"):
        rests[pairing_id].append(Rest(start, end))
    return rests
