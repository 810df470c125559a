"""The states of a meeting, and the one table of what may happen in each.

A meeting is proposed, planned and held, and then logged by one partner. It counts once the other has confirmed the log,
or seven days have passed without a contest. Whoever wrote last (proposed, moved, logged, changed) is its writer; it is
for the other one to accept, confirm, contest or settle.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import attrs

from ment_xblock.domain.errors import NotAllowed, WrongState


class State(StrEnum):
    """Where a meeting stands."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    MISSED = "missed"
    LOGGED = "logged"
    CONTESTED = "contested"
    CONFIRMED = "confirmed"
    UNCONTESTED = "uncontested"
    SETTLED = "settled"
    ENTERED = "entered"
    WITHDRAWN = "withdrawn"


AHEAD_STATES = frozenset({State.PROPOSED, State.PLANNED})
# Of these a partner can still write down how it went.
UNLOGGED_STATES = AHEAD_STATES | {State.MISSED}
COUNTING_STATES = frozenset({State.CONFIRMED, State.UNCONTESTED, State.SETTLED, State.ENTERED})
HELD_STATES = COUNTING_STATES | {State.LOGGED, State.CONTESTED}


class Act(StrEnum):
    """What somebody can do to a meeting."""

    PLAN = "plan"
    ACCEPT = "accept"
    MOVE = "move"
    CANCEL = "cancel"
    MISS = "miss"
    LOG = "log"
    CONFIRM = "confirm"
    CONTEST = "contest"
    LAPSE = "lapse"
    SETTLE = "settle"
    DISMISS = "dismiss"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    RETIME = "retime"
    ENTER = "enter"


class Party(StrEnum):
    """In which position somebody acts on a meeting."""

    WRITER = "writer"
    OTHER = "other"
    FACILITATOR = "facilitator"
    CLOCK = "clock"


@attrs.frozen
class Transition:
    """One row of the table.

    Attributes:
        by: who may do it.
        to: the state that follows.
    """

    by: frozenset[Party]
    to: State


_PARTNERS = frozenset({Party.WRITER, Party.OTHER})
_WRITER = frozenset({Party.WRITER})
_OTHER = frozenset({Party.OTHER})
_FACILITATOR = frozenset({Party.FACILITATOR})
_CLOCK = frozenset({Party.CLOCK})

# None is a meeting of which nothing is stored yet.
TRANSITIONS: Mapping[tuple[State | None, Act], Transition] = MappingProxyType(
    {
        (None, Act.PLAN): Transition(_PARTNERS, State.PROPOSED),
        (None, Act.LOG): Transition(_PARTNERS, State.LOGGED),
        (None, Act.ENTER): Transition(_FACILITATOR, State.ENTERED),
        (State.PROPOSED, Act.ACCEPT): Transition(_OTHER, State.PLANNED),
        (State.PROPOSED, Act.MOVE): Transition(_PARTNERS, State.PROPOSED),
        (State.PROPOSED, Act.CANCEL): Transition(_PARTNERS, State.CANCELLED),
        (State.PROPOSED, Act.MISS): Transition(_PARTNERS, State.MISSED),
        (State.PROPOSED, Act.LOG): Transition(_PARTNERS, State.LOGGED),
        (State.PROPOSED, Act.ENTER): Transition(_FACILITATOR, State.ENTERED),
        (State.PLANNED, Act.MOVE): Transition(_PARTNERS, State.PROPOSED),
        (State.PLANNED, Act.CANCEL): Transition(_PARTNERS, State.CANCELLED),
        (State.PLANNED, Act.MISS): Transition(_PARTNERS, State.MISSED),
        (State.PLANNED, Act.LOG): Transition(_PARTNERS, State.LOGGED),
        (State.PLANNED, Act.ENTER): Transition(_FACILITATOR, State.ENTERED),
        (State.MISSED, Act.LOG): Transition(_PARTNERS, State.LOGGED),
        (State.MISSED, Act.ENTER): Transition(_FACILITATOR, State.ENTERED),
        (State.LOGGED, Act.LOG): Transition(_PARTNERS, State.LOGGED),
        (State.LOGGED, Act.CONFIRM): Transition(_OTHER, State.CONFIRMED),
        (State.LOGGED, Act.CONTEST): Transition(_OTHER, State.CONTESTED),
        (State.LOGGED, Act.LAPSE): Transition(_CLOCK, State.UNCONTESTED),
        (State.LOGGED, Act.WITHDRAW): Transition(_WRITER, State.WITHDRAWN),
        (State.CONTESTED, Act.LOG): Transition(_PARTNERS, State.CONTESTED),
        (State.CONTESTED, Act.SETTLE): Transition(_OTHER | _FACILITATOR, State.SETTLED),
        (State.CONTESTED, Act.WITHDRAW): Transition(_WRITER, State.WITHDRAWN),
        (State.CONTESTED, Act.DISMISS): Transition(_FACILITATOR, State.WITHDRAWN),
        (State.CONFIRMED, Act.CORRECT): Transition(_PARTNERS, State.CONFIRMED),
        (State.CONFIRMED, Act.RETIME): Transition(_PARTNERS, State.LOGGED),
        (State.UNCONTESTED, Act.CONFIRM): Transition(_OTHER, State.CONFIRMED),
        (State.UNCONTESTED, Act.CORRECT): Transition(_PARTNERS, State.UNCONTESTED),
        (State.UNCONTESTED, Act.RETIME): Transition(_PARTNERS, State.LOGGED),
        (State.SETTLED, Act.CORRECT): Transition(_PARTNERS, State.SETTLED),
        (State.SETTLED, Act.RETIME): Transition(_PARTNERS, State.LOGGED),
        (State.ENTERED, Act.CONTEST): Transition(_OTHER, State.CONTESTED),
        (State.ENTERED, Act.CORRECT): Transition(_PARTNERS, State.ENTERED),
        (State.ENTERED, Act.RETIME): Transition(_PARTNERS, State.LOGGED),
    }
)


def next_state(state: State | None, act: Act, party: Party) -> State:
    """Look up what an act leads to.

    Args:
        state: where the meeting stands now; None for one that is not stored yet.
        act: what is asked for.
        party: position of the acting person.

    Returns:
        The state that follows.

    Raises:
        WrongState: the act does not exist in this state.
        NotAllowed: it exists, but not for this party.
    """
    transition = TRANSITIONS.get((state, act))
    if transition is None:
        raise WrongState(f"meeting_cannot_{act}")
    if party not in transition.by:
        raise NotAllowed(f"meeting_not_yours_to_{act}")
    return transition.to


def possible_acts(state: State | None, party: Party) -> frozenset[Act]:
    """List what this party may do now, for showing the right buttons."""
    return frozenset(
        act
        for (at, act), transition in TRANSITIONS.items()
        if at is state and party in transition.by
    )
