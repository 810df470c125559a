"""What the alert rules need to know, for many pairs in a bounded number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import attrs
from django.db.models import Min

from ment_xblock.domain.alerts.facts import (
    ActionFact,
    Confirmation,
    PairFacts,
    Rest,
    RingFact,
    SessionFact,
)
from ment_xblock.domain.journal import states
from ment_xblock.domain.pairing import OPEN_STATES
from ment_xblock.models import (
    Action,
    Agreement,
    HelpRequest,
    Pairing,
    Pause,
    Session,
)
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.end_forms import end_forms_of
from ment_xblock.selectors.pair_wishes import pair_wishes_of
from ment_xblock.selectors.pulses import pulses_of, roles_asked

_CONFIRMATION = {
    states.State.LOGGED: Confirmation.WAITING,
    states.State.CONTESTED: Confirmation.CONTESTED,
}


def facts_of(
    pairing_ids: Collection[int], *, host: Host, now: datetime, cadence: timedelta
) -> list[PairFacts]:
    """Everything the rules read of some pairs.

    Args:
        pairing_ids: the pairs, of one programme.
        host: the host.
        now: the present moment, which decides what lies ahead.
        cadence: the programme's rhythm, for pairs that agreed on none.
    """
    pairs = list(Pairing.objects.filter(pk__in=pairing_ids).select_related("programme"))
    if not pairs:
        return []
    begun = _begun(pairing_ids)
    rhythms = _rhythms(pairing_ids)
    rests = _grouped(
        Pause.objects.filter(pairing_id__in=pairing_ids).order_by("started_at"),
        lambda row: Rest(row.started_at, row.ended_at),
    )
    sessions = _grouped(
        Session.objects.filter(
            pairing_id__in=pairing_ids, state__in=states.HELD_STATES, held_on__isnull=False
        ).order_by("held_on", "pk"),
        _session,
    )
    ahead = dict(
        Session.objects.filter(
            pairing_id__in=pairing_ids, state__in=states.AHEAD_STATES, starts_at__gte=now
        )
        .values_list("pairing_id")
        .annotate(Min("starts_at"))
    )
    actions = _grouped(
        Action.objects.filter(
            pairing_id__in=pairing_ids, state=Action.State.OPEN, due__isnull=False
        ).order_by("due"),
        lambda row: ActionFact(row.pk, row.due),
    )
    rings = _grouped(
        HelpRequest.objects.filter(
            pairing_id__in=pairing_ids,
            kind=HelpRequest.Kind.RING_ME,
            state=HelpRequest.State.OPEN,
        ).order_by("created_at"),
        lambda row: RingFact(row.participant_id, row.created_at),
    )
    pulses = pulses_of(pairing_ids)
    course_key = pairs[0].programme.course_key
    wishes = pair_wishes_of(course_key, pairs)
    end_forms = end_forms_of(host=host, course_key=course_key, pairs=pairs, now=now)
    asks_pulses = roles_asked(host, course_key)
    return [
        PairFacts(
            pairing_id=pair.pk,
            mentor_id=pair.mentor_id,
            mentee_id=pair.mentee_id,
            opened_at=pair.opened_at,
            cadence=rhythms.get(pair.pk, cadence),
            rests=rests[pair.pk],
            answered_at=begun.get(pair.pk, (None, None))[0],
            signed_at=begun.get(pair.pk, (None, None))[1],
            sessions=sessions[pair.pk],
            next_session_at=ahead.get(pair.pk),
            open_actions=actions[pair.pk],
            rings=_one_for_each(rings[pair.pk] + pulses[pair.pk].rings),
            wishes=wishes[pair.pk],
            pulses=pulses[pair.pk].pulses,
            asks_pulses=asks_pulses,
            end_forms=end_forms.get(pair.pk, ()),
            closed_at=None if pair.state in OPEN_STATES else pair.closed_at,
        )
        for pair in pairs
    ]


def _one_for_each(rings: tuple[RingFact, ...]) -> tuple[RingFact, ...]:
    """Somebody who asks twice is rung once, and has waited since the first time."""
    first: dict[int, RingFact] = {}
    for ring in sorted(rings, key=lambda ring: ring.asked_at):
        earlier = first.setdefault(ring.participant_id, ring)
        if earlier is not ring:
            first[ring.participant_id] = attrs.evolve(earlier, times=earlier.times + 1)
    return tuple(first.values())


def _begun(pairing_ids: Collection[int]) -> dict[int, tuple[datetime, datetime | None]]:
    """When a pair first wrote anything into its agreement, and when that first came into force."""
    rows = (
        Agreement.objects.filter(pairing_id__in=pairing_ids)
        .values_list("pairing_id")
        .annotate(Min("created_at"), Min("in_force_since"))
    )
    return {pairing_id: (created, signed) for pairing_id, created, signed in rows}


def _rhythms(pairing_ids: Collection[int]) -> dict[int, timedelta]:
    rows = Agreement.objects.filter(in_force_for__in=pairing_ids).values_list(
        "pairing_id", "values"
    )
    return {
        pairing_id: timedelta(weeks=int(values["every_weeks"]))
        for pairing_id, values in rows
        if values.get("every_weeks")
    }


def _session(row: Session) -> SessionFact:
    day: date = row.held_on  # type: ignore[assignment]
    held_at = datetime.combine(day, time(), UTC)
    return SessionFact(
        session_id=row.pk,
        held_at=held_at,
        logged_at=row.waits_since or row.logged_at or held_at,
        confirmation=_CONFIRMATION.get(states.State(row.state), Confirmation.SETTLED),
        device=row.device,
    )


def _grouped(rows: Iterable[Any], make: Callable[[Any], Any]) -> Mapping[int, tuple[Any, ...]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.pairing_id].append(make(row))
    return defaultdict(tuple, {pairing_id: tuple(made) for pairing_id, made in groups.items()})
