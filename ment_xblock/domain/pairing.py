"""The states of a pair and its agreement, and the one table of what may happen in each.

A pairing opens in ``DRAFT``. Its agreement becomes active when both partners signed the same version. A change makes a
new version; the signed one stays in force until both sign the new one or one of them withdraws it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import attrs

from ment_xblock.domain.errors import NotAllowed, WrongState


class State(StrEnum):
    """Where a pair stands."""

    DRAFT = "draft"
    HALF_SIGNED = "half_signed"
    ACTIVE = "active"
    CHANGE_PROPOSED = "change_proposed"
    CHANGE_HALF_SIGNED = "change_half_signed"
    PAUSED = "paused"
    ENDED = "ended"
    DECLINED = "declined"


OPEN_STATES = frozenset(State) - {State.ENDED, State.DECLINED}
IN_FORCE_STATES = frozenset({State.ACTIVE, State.CHANGE_PROPOSED, State.CHANGE_HALF_SIGNED})


class Act(StrEnum):
    """What somebody can do to a pair and its agreement."""

    EDIT = "edit"
    SIGN = "sign"
    DECLINE = "decline"
    WITHDRAW_CHANGE = "withdraw_change"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    ASK_REMATCH = "ask_rematch"


class Party(StrEnum):
    """In which position somebody acts on a pair."""

    PARTNER = "partner"
    UNSIGNED_PARTNER = "unsigned_partner"
    FACILITATOR = "facilitator"


@attrs.frozen
class Transition:
    """One row of the table.

    Attributes:
        by: who may do it.
        to: the state that follows; None means the state before the pause.
    """

    by: frozenset[Party]
    to: State | None


_PARTNERS = frozenset({Party.PARTNER, Party.UNSIGNED_PARTNER})
_UNSIGNED = frozenset({Party.UNSIGNED_PARTNER})
_FACILITATOR = frozenset({Party.FACILITATOR})
_ALL = _PARTNERS | _FACILITATOR

TRANSITIONS: Mapping[tuple[State, Act], Transition] = MappingProxyType(
    {
        (State.DRAFT, Act.EDIT): Transition(_PARTNERS, State.DRAFT),
        (State.DRAFT, Act.SIGN): Transition(_UNSIGNED, State.HALF_SIGNED),
        (State.DRAFT, Act.DECLINE): Transition(_PARTNERS, State.DECLINED),
        (State.DRAFT, Act.PAUSE): Transition(_ALL, State.PAUSED),
        (State.DRAFT, Act.END): Transition(_FACILITATOR, State.ENDED),
        (State.DRAFT, Act.ASK_REMATCH): Transition(_PARTNERS, State.DRAFT),
        (State.HALF_SIGNED, Act.EDIT): Transition(_PARTNERS, State.DRAFT),
        (State.HALF_SIGNED, Act.SIGN): Transition(_UNSIGNED, State.ACTIVE),
        (State.HALF_SIGNED, Act.DECLINE): Transition(_UNSIGNED, State.DECLINED),
        (State.HALF_SIGNED, Act.PAUSE): Transition(_ALL, State.PAUSED),
        (State.HALF_SIGNED, Act.END): Transition(_ALL, State.ENDED),
        (State.HALF_SIGNED, Act.ASK_REMATCH): Transition(_PARTNERS, State.HALF_SIGNED),
        (State.ACTIVE, Act.EDIT): Transition(_PARTNERS, State.CHANGE_PROPOSED),
        (State.ACTIVE, Act.PAUSE): Transition(_ALL, State.PAUSED),
        (State.ACTIVE, Act.END): Transition(_ALL, State.ENDED),
        (State.ACTIVE, Act.ASK_REMATCH): Transition(_PARTNERS, State.ACTIVE),
        (State.CHANGE_PROPOSED, Act.EDIT): Transition(_PARTNERS, State.CHANGE_PROPOSED),
        (State.CHANGE_PROPOSED, Act.SIGN): Transition(_UNSIGNED, State.CHANGE_HALF_SIGNED),
        (State.CHANGE_PROPOSED, Act.WITHDRAW_CHANGE): Transition(_PARTNERS, State.ACTIVE),
        (State.CHANGE_PROPOSED, Act.PAUSE): Transition(_ALL, State.PAUSED),
        (State.CHANGE_PROPOSED, Act.END): Transition(_ALL, State.ENDED),
        (State.CHANGE_PROPOSED, Act.ASK_REMATCH): Transition(_PARTNERS, State.CHANGE_PROPOSED),
        (State.CHANGE_HALF_SIGNED, Act.EDIT): Transition(_PARTNERS, State.CHANGE_PROPOSED),
        (State.CHANGE_HALF_SIGNED, Act.SIGN): Transition(_UNSIGNED, State.ACTIVE),
        (State.CHANGE_HALF_SIGNED, Act.WITHDRAW_CHANGE): Transition(_PARTNERS, State.ACTIVE),
        (State.CHANGE_HALF_SIGNED, Act.PAUSE): Transition(_ALL, State.PAUSED),
        (State.CHANGE_HALF_SIGNED, Act.END): Transition(_ALL, State.ENDED),
        (State.CHANGE_HALF_SIGNED, Act.ASK_REMATCH): Transition(
            _PARTNERS, State.CHANGE_HALF_SIGNED
        ),
        (State.PAUSED, Act.RESUME): Transition(_ALL, None),
        (State.PAUSED, Act.END): Transition(_ALL, State.ENDED),
        (State.PAUSED, Act.ASK_REMATCH): Transition(_PARTNERS, State.PAUSED),
    }
)


def next_state(state: State, act: Act, party: Party, before_pause: State | None = None) -> State:
    """Look up what an act leads to.

    Args:
        state: where the pair stands now.
        act: what is asked for.
        party: position of the acting person; ``UNSIGNED_PARTNER`` has not signed the version at hand.
        before_pause: the state that a pause interrupted; needed for ``RESUME``.

    Returns:
        The state that follows.

    Raises:
        WrongState: the act does not exist in this state.
        NotAllowed: it exists, but not for this party.
    """
    transition = TRANSITIONS.get((state, act))
    if transition is None:
        raise WrongState(f"cannot_{act}", state=state.value)
    if party not in transition.by:
        raise NotAllowed(f"not_yours_to_{act}", state=state.value)
    if transition.to is not None:
        return transition.to
    if before_pause is None:
        raise WrongState("no_pause", state=state.value)
    return before_pause


def possible_acts(state: State, party: Party) -> frozenset[Act]:
    """List what this party may do now, for showing the right buttons."""
    return frozenset(
        act
        for (at, act), transition in TRANSITIONS.items()
        if at is state and party in transition.by
    )
