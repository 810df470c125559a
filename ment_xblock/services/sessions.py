"""Meetings as rows: taking hold of one, who acts on it, and moving it on. The caller holds the pair."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from ment_xblock.domain.errors import NotAllowed, NotFound, Stale
from ment_xblock.domain.journal.states import Act, Party, State, next_state
from ment_xblock.domain.people import Actor
from ment_xblock.models import Pairing, Participant, Session
from ment_xblock.services.pairings import take_hold


@attrs.frozen
class Meeting:
    """A meeting that somebody has taken hold of, by way of its pair.

    Attributes:
        session: the row.
        pairing: its pair, locked.
        participant: the acting partner; None for the facilitator.
        party: position of the acting person.
    """

    session: Session
    pairing: Pairing
    participant: Participant | None
    party: Party

    @property
    def state(self) -> State:
        """Where the meeting stands."""
        return State(self.session.state)


def take_meeting(
    actor: Actor, pairing_id: int, session_id: int, revision: int | None = None
) -> Meeting:
    """Lock a pair and read one of its meetings, for somebody who may act on it.

    It must be the first statement of the transaction.

    Args:
        actor: a partner or the facilitator.
        pairing_id: the pair.
        session_id: one of its meetings.
        revision: revision of the page that the person acts on; None where it does not matter.

    Raises:
        NotSignedIn, NotAllowed: a stranger, or staff who view as a learner.
        NotFound: no such pair or meeting, or not theirs; which of them is not told.
        Stale: somebody changed the meeting after that page.
    """
    acting = take_hold(actor, pairing_id)
    session = Session.objects.filter(pk=session_id, pairing=acting.pairing).first()
    if session is None:
        raise NotFound("no_such_meeting")
    if revision is not None and revision != session.revision:
        raise Stale("meeting_changed")
    return Meeting(
        session, acting.pairing, acting.participant, party_of(session, acting.participant)
    )


def party_of(session: Session | None, participant: Participant | None) -> Party:
    """In which position somebody acts on a meeting.

    Args:
        session: None for a meeting that is not stored yet.
        participant: None for the facilitator.
    """
    if participant is None:
        return Party.FACILITATOR
    is_writer = session is not None and session.writer_id == participant.pk
    return Party.WRITER if is_writer else Party.OTHER


def partner(participant: Participant | None) -> Participant:
    """The acting partner.

    Raises:
        NotAllowed: it is the facilitator who acts.
    """
    if participant is None:
        raise NotAllowed("partners_only")
    return participant


def move_on(meeting: Meeting, act: Act, **changes: Any) -> State:
    """Bring a meeting into the state that an act leads to, and store it with some changes.

    Raises:
        WrongState, NotAllowed: as the table has it.
    """
    session = meeting.session
    before = meeting.state if session.pk is not None else None
    state = next_state(before, act, meeting.party)
    session.state = state.value
    session.revision += 1
    for column, value in changes.items():
        setattr(session, column, value)
    session.save()
    return state


def propose_row(
    pairing: Pairing, proposer: Participant, starts_at: datetime, now: datetime, **plan: Any
) -> Session:
    """Store a proposed meeting.

    Args:
        pairing: the pair, locked.
        proposer: the partner who proposes it.
        starts_at: when, with time zone.
        now: the present moment.
        plan: further columns, such as ``minutes``, ``way``, ``place`` and ``task``.
    """
    state = next_state(None, Act.PLAN, Party.WRITER)
    return Session.objects.create(
        pairing=pairing,
        state=state.value,
        writer=proposer,
        place_author=proposer if plan.get("place") else None,
        starts_at=starts_at,
        created_at=now,
        **plan,
    )
