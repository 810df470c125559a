"""The meetings that a pair has ahead or has not written about yet, and what the agreement proposes next."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import attrs
from django.db.models import Max

from ment_xblock.domain.agreement.rhythm import rhythm_of
from ment_xblock.domain.agreement.terms import Values
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.journal.planning import WAYS, Moment, moment_in, next_start
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import (
    AHEAD_STATES,
    HELD_STATES,
    Act,
    Party,
    State,
    possible_acts,
)
from ment_xblock.domain.pairing import OPEN_STATES
from ment_xblock.domain.people import Actor
from ment_xblock.models import Agreement, Pairing, Session
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.calendar_feed import USUAL_MINUTES, calendar_token_of
from ment_xblock.selectors.meetings import party_at

MOST_SHOWN = 20


@attrs.frozen
class PlannedMeeting:
    """A meeting that is proposed or planned.

    Attributes:
        session_id: the meeting.
        revision: to act on it.
        state: proposed or planned.
        starts_at: the moment.
        ends_at: the moment.
        minutes: its length.
        way: id of how they meet.
        place: where; empty for staff who view as a learner.
        task_id: what it is about; None for nothing yet.
        is_mine: the reader wrote it last.
        has_begun: its hour has come.
        moment: whether it is to come, going on, or over.
        acts: what the reader may do with it.
    """

    session_id: int
    revision: int
    state: State
    starts_at: datetime
    ends_at: datetime
    minutes: int
    way: str
    place: str
    task_id: int | None
    is_mine: bool
    has_begun: bool
    moment: Moment
    acts: frozenset[Act]


@attrs.frozen
class Usual:
    """What a new meeting starts with, from the agreement.

    Attributes:
        starts_at: the next date of the agreed rhythm; None where there is none.
        minutes: length.
        way: id of how they meet.
        place: where; empty for staff who view as a learner.
        every_weeks: the agreed rhythm; None where there is none.
    """

    starts_at: datetime | None
    minutes: int
    way: str
    place: str
    every_weeks: int | None


@attrs.frozen
class PlanPage:
    """What one partner sees of the pair's plans.

    Attributes:
        pairing_id: the pair.
        meetings: what is over first, then by start.
        usual: what a new one starts with.
        may_plan: whether the reader can propose a meeting now.
        calendar_token: secret part of the reader's own calendar address; empty when it is off.
    """

    pairing_id: int
    meetings: tuple[PlannedMeeting, ...]
    usual: Usual
    may_plan: bool
    calendar_token: str

    @property
    def known(self) -> tuple[int, ...]:
        """Meetings that the reader has seen."""
        return tuple(meeting.session_id for meeting in self.meetings)


def plan_page(
    *, host: Host, actor: Actor, settings: JournalSettings, pairing_id: int, me: int
) -> PlanPage:
    """Read a pair's plans for one of its partners.

    Args:
        host: the host.
        actor: the reader.
        settings: what the course author decided.
        pairing_id: a pair of the reader.
        me: participant id of the reader.

    Raises:
        NotFound: a pair that is not the reader's.
    """
    pairing = _own_pairing(actor, pairing_id, me)
    now = host.now()
    rows = _waiting(pairing)
    values = _agreed(pairing)
    usual = _usual(values, _last_day(pairing, rows, settings), now, settings)
    hides_words = actor.is_masquerading
    may_act = pairing.state in OPEN_STATES and not actor.is_masquerading
    return PlanPage(
        pairing_id=pairing.pk,
        meetings=tuple(_meeting(row, me, now, may_act, hides_words) for row in rows),
        usual=attrs.evolve(usual, place="") if hides_words else usual,
        may_plan=may_act,
        calendar_token=calendar_token_of(actor),
    )


def _own_pairing(actor: Actor, pairing_id: int, me: int) -> Pairing:
    pairing = Pairing.objects.filter(pk=pairing_id, programme__course_key=actor.course_key).first()
    if pairing is None or me not in (pairing.mentor_id, pairing.mentee_id):
        raise NotFound("no_such_pair")
    return pairing


def _waiting(pairing: Pairing) -> list[Session]:
    rows = Session.objects.filter(
        pairing=pairing, state__in=AHEAD_STATES, starts_at__isnull=False
    ).order_by("-starts_at", "-pk")[:MOST_SHOWN]
    return list(reversed(rows))


def _agreed(pairing: Pairing) -> Values:
    rows = {
        row.status: row
        for row in Agreement.objects.filter(
            pairing=pairing, status__in=(Agreement.Status.IN_FORCE, Agreement.Status.WORKING)
        )
    }
    row = rows.get(Agreement.Status.IN_FORCE) or rows.get(Agreement.Status.WORKING)
    if row is None:
        return {}
    clauses = row.revisions.get("clauses")
    is_switched_off = bool(clauses) and "meetings" not in clauses
    return {} if is_switched_off else row.values


def _last_day(pairing: Pairing, rows: list[Session], settings: JournalSettings) -> date | None:
    held = Session.objects.filter(pairing=pairing, state__in=HELD_STATES)
    days = [settings.day_of(row.starts_at) for row in rows if row.starts_at is not None]
    last_held: date | None = held.aggregate(day=Max("held_on"))["day"]
    return max([*days, last_held] if last_held else days, default=None)


def _usual(
    values: Values, last_day: date | None, now: datetime, settings: JournalSettings
) -> Usual:
    rhythm = rhythm_of(values)
    ways = [way for way in WAYS if way in _as_list(values.get("ways"))]
    return Usual(
        starts_at=next_start(rhythm, last_day=last_day, now=now, zone=settings.zone),
        minutes=int(str(values.get("minutes") or USUAL_MINUTES)),
        way=ways[0] if ways else WAYS[0],
        place=str(values.get("place", "")),
        every_weeks=rhythm.every_weeks if rhythm else None,
    )


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _meeting(
    row: Session, me: int, now: datetime, may_act: bool, hides_words: bool
) -> PlannedMeeting:
    if row.starts_at is None:
        raise ValueError("a meeting without a date is not planned")
    minutes = row.minutes or USUAL_MINUTES
    state = State(row.state)
    return PlannedMeeting(
        session_id=row.pk,
        revision=row.revision,
        state=state,
        starts_at=row.starts_at,
        ends_at=row.starts_at + timedelta(minutes=minutes),
        minutes=minutes,
        way=row.way,
        place="" if hides_words else row.place,
        task_id=row.task_id,
        is_mine=row.writer_id == me,
        has_begun=row.starts_at <= now,
        moment=moment_in(row.starts_at, minutes, now),
        acts=_acts(state, party_at(row, me), row.starts_at > now) if may_act else frozenset(),
    )


def _acts(state: State, party: Party, is_to_come: bool) -> frozenset[Act]:
    acts = possible_acts(state, party)
    if is_to_come:
        return acts - {Act.MISS, Act.LOG}
    # What was agreed is missed rather than called off; nobody misses what was never agreed.
    return acts - {Act.ACCEPT, Act.CANCEL if state is State.PLANNED else Act.MISS}
