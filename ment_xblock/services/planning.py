"""Two partners find a date: one proposes, the other accepts or proposes another, either cancels; or nobody came."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, tzinfo
from typing import Any

import attrs

from ment_xblock.domain.errors import FieldProblem, Invalid, Stale, WrongState
from ment_xblock.domain.journal.planning import MOST_AHEAD, Plan, read_missed_by, read_plan
from ment_xblock.domain.journal.states import AHEAD_STATES, Act, State, next_state
from ment_xblock.domain.pairing import OPEN_STATES
from ment_xblock.domain.people import Actor
from ment_xblock.models import Pairing, Session, Task
from ment_xblock.platform.ports import Host
from ment_xblock.services.pairings import take_hold
from ment_xblock.services.sendings import arrived_before, note_arrival
from ment_xblock.services.sessions import (
    Meeting,
    move_on,
    partner,
    party_of,
    propose_row,
    take_meeting,
)
from ment_xblock.services.unit_of_work import unit_of_work


@attrs.frozen
class PlanSheet:
    """A form of a meeting as it arrived.

    Attributes:
        typed: field to what was typed.
        zone: the time zone of whoever typed it.
        sent: name that the page gave this sending; empty for a page without script.
    """

    typed: Mapping[str, Any]
    zone: tzinfo
    sent: str = ""


@attrs.frozen
class PlanOutcome:
    """What became of a meeting.

    Attributes:
        session_id: the meeting.
        state: where it stands now.
    """

    session_id: int
    state: State


@unit_of_work
def propose(
    *, host: Host, actor: Actor, pairing_id: int, sheet: PlanSheet, known: Collection[int]
) -> PlanOutcome:
    """Propose a meeting to the partner.

    Args:
        host: the host.
        actor: one of the partners.
        pairing_id: the pair.
        sheet: what was typed.
        known: meetings ahead that stood on the person's page.

    Raises:
        NotSignedIn, NotAllowed, NotFound: a stranger, the facilitator, or not their pair.
        WrongState: the pair has ended, or has planned enough.
        Stale: the partner has just proposed a date that was not on the page.
        Invalid: what was typed cannot be accepted, or the day is planned already.
    """
    acting = take_hold(actor, pairing_id)
    next_state(None, Act.PLAN, party_of(None, acting.participant))
    person = partner(acting.participant)
    before = arrived_before(person, sheet.sent)
    if before is not None and before.session is not None:
        return _outcome(before.session)
    now = host.now()
    _check_open(acting.pairing)
    ahead = _ahead(acting.pairing, now)
    if {row.pk for row in ahead} - set(known):
        raise Stale("partner_proposed")
    if len(ahead) >= MOST_AHEAD:
        raise WrongState("enough_planned")
    plan = _read(acting.pairing, sheet, now)
    _check_day_is_free(ahead, plan, sheet.zone)
    session = propose_row(
        acting.pairing,
        person,
        plan.starts_at,
        now,
        minutes=plan.minutes,
        way=plan.way,
        place=plan.place,
        task_id=plan.task_id,
        planned_at=now,
    )
    note_arrival(person, sheet.sent, session, now)
    return _outcome(session)


@unit_of_work
def accept(
    *, host: Host, actor: Actor, pairing_id: int, session_id: int, revision: int
) -> PlanOutcome:
    """Say yes to the date that the partner proposed.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it; also when the date has passed.
        Stale: the partner moved the meeting meanwhile.
    """
    meeting = take_meeting(actor, pairing_id, session_id)
    state = next_state(meeting.state, Act.ACCEPT, meeting.party)
    _check_still(meeting, revision)
    _check_open(meeting.pairing)
    now = host.now()
    if meeting.session.starts_at is None or meeting.session.starts_at <= now:
        raise WrongState("date_has_passed")
    move_on(meeting, Act.ACCEPT, accepted_at=now)
    return PlanOutcome(session_id, state)


@unit_of_work
def move(
    *,
    host: Host,
    actor: Actor,
    pairing_id: int,
    session_id: int,
    revision: int,
    sheet: PlanSheet,
) -> PlanOutcome:
    """Propose another date for a meeting, be it proposed or planned; the partner is asked again.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Stale: the partner changed the meeting meanwhile.
        Invalid: what was typed cannot be accepted, or the day is planned already.
    """
    meeting = take_meeting(actor, pairing_id, session_id)
    next_state(meeting.state, Act.MOVE, meeting.party)
    person = partner(meeting.participant)
    if arrived_before(person, sheet.sent) is not None:
        return _outcome(meeting.session)
    _check_still(meeting, revision)
    _check_open(meeting.pairing)
    now = host.now()
    plan = _read(meeting.pairing, sheet, now)
    others = [row for row in _ahead(meeting.pairing, now) if row.pk != session_id]
    _check_day_is_free(others, plan, sheet.zone)
    is_new_place = plan.place != meeting.session.place
    state = move_on(
        meeting,
        Act.MOVE,
        writer=person,
        starts_at=plan.starts_at,
        minutes=plan.minutes,
        way=plan.way,
        place=plan.place,
        place_author=person if is_new_place else meeting.session.place_author,
        task_id=plan.task_id,
        planned_at=now,
        accepted_at=None,
    )
    note_arrival(person, sheet.sent, meeting.session, now)
    return PlanOutcome(session_id, state)


@unit_of_work
def cancel(
    *, host: Host, actor: Actor, pairing_id: int, session_id: int, revision: int
) -> PlanOutcome:
    """Call a meeting off. Nobody has to say why.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Stale: the partner changed the meeting meanwhile.
    """
    meeting = take_meeting(actor, pairing_id, session_id)
    next_state(meeting.state, Act.CANCEL, meeting.party)
    _check_still(meeting, revision)
    state = move_on(meeting, Act.CANCEL, writer=meeting.participant, closed_at=host.now())
    return PlanOutcome(session_id, state)


@unit_of_work
def miss(
    *,
    host: Host,
    actor: Actor,
    pairing_id: int,
    session_id: int,
    revision: int,
    missed_by: str,
) -> PlanOutcome:
    """Note that a meeting did not take place, and who could not come.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it; also before it was to begin.
        Stale: the partner changed the meeting meanwhile.
        Invalid: nobody was named.
    """
    meeting = take_meeting(actor, pairing_id, session_id)
    next_state(meeting.state, Act.MISS, meeting.party)
    _check_still(meeting, revision)
    now = host.now()
    if meeting.session.starts_at is None or meeting.session.starts_at > now:
        raise WrongState("not_begun_yet")
    state = move_on(
        meeting,
        Act.MISS,
        writer=meeting.participant,
        missed_by=read_missed_by(missed_by),
        closed_at=now,
    )
    return PlanOutcome(session_id, state)


def _check_open(pairing: Pairing) -> None:
    if pairing.state not in OPEN_STATES:
        raise WrongState("pair_is_over")


def _check_still(meeting: Meeting, revision: int) -> None:
    if revision != meeting.session.revision:
        raise Stale("meeting_changed")


def _ahead(pairing: Pairing, now: datetime) -> list[Session]:
    return list(
        Session.objects.filter(pairing=pairing, state__in=AHEAD_STATES, starts_at__gt=now).order_by(
            "starts_at", "pk"
        )
    )


def _read(pairing: Pairing, sheet: PlanSheet, now: datetime) -> Plan:
    tasks = Task.objects.filter(pairing=pairing, dropped_at=None).values_list("pk", flat=True)
    return read_plan(sheet.typed, now=now, zone=sheet.zone, task_ids=list(tasks))


def _check_day_is_free(others: list[Session], plan: Plan, zone: tzinfo) -> None:
    day = plan.starts_at.astimezone(zone).date()
    if any(_day(row, zone) == day for row in others):
        raise Invalid([FieldProblem("day", "day_is_planned")])


def _day(row: Session, zone: tzinfo) -> date | None:
    return row.starts_at.astimezone(zone).date() if row.starts_at else None


def _outcome(session: Session) -> PlanOutcome:
    return PlanOutcome(session.pk, State(session.state))
