"""What the alert rules need to know of one pair, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

import attrs

from ment_xblock.domain.people import Role


class Rule(StrEnum):
    """One kind of trouble (content.md of the design, "Alert rules"), the most urgent kind first."""

    RING_ME = "ring_me"
    LOW_PULSE = "low_pulse"
    ANOTHER_PARTNER = "another_partner"
    LOG_CONTESTED = "log_contested"
    RATINGS_APART = "ratings_apart"
    CHANGE_WANTED = "change_wanted"
    MATCH_UNANSWERED = "match_unanswered"
    FIRST_SESSION_MISSING = "first_session_missing"
    AGREEMENT_UNSIGNED = "agreement_unsigned"
    NO_SESSION = "no_session"
    DEVICE_WITH_MENTOR = "device_with_mentor"
    ACTION_OVERDUE = "action_overdue"
    PULSES_MISSING = "pulses_missing"
    LOG_UNCONFIRMED = "log_unconfirmed"
    END_FORMS_MISSING = "end_forms_missing"


# How it shall go on, as somebody told the facilitators alone.
WISHES = frozenset({Rule.ANOTHER_PARTNER, Rule.CHANGE_WANTED})


class Level(IntEnum):
    """How bad it is."""

    AMBER = 1
    RED = 2


class Confirmation(StrEnum):
    """Whether a session's log is agreed on."""

    WAITING = "waiting"
    CONTESTED = "contested"
    SETTLED = "settled"


@attrs.frozen
class Rest:
    """A pause of a pair; ``ended_at`` is None while it lasts."""

    started_at: datetime
    ended_at: datetime | None


@attrs.frozen
class SessionFact:
    """One session that was held.

    Attributes:
        session_id: key of the session.
        held_at: when it began.
        logged_at: when its log was sent.
        confirmation: whether the log is agreed on.
        device: who held the device: ``"mentee"``, ``"both"``, ``"mentor"``, or empty.
    """

    session_id: int
    held_at: datetime
    logged_at: datetime
    confirmation: Confirmation
    device: str = ""


@attrs.frozen
class PulseFact:
    """One confidential pulse.

    Attributes:
        participant_id: who answered.
        session_id: the session it belongs to.
        answered_at: when.
        scores: construct to answer, of the items on the scale 1 to 5 alone, 5 being best.
    """

    participant_id: int
    session_id: int
    answered_at: datetime
    scores: Mapping[str, int]


@attrs.frozen
class ActionFact:
    """One promise that is still open."""

    action_id: int
    due: date


@attrs.frozen
class RingFact:
    """Somebody asked to be rung.

    Attributes:
        participant_id: who.
        asked_at: when, for the first time.
        times: in how many ways they ask at the moment.
    """

    participant_id: int
    asked_at: datetime
    times: int = 1


@attrs.frozen
class EndFormFact:
    """Somebody whose pair has ended can answer the form at the end, and has not.

    Attributes:
        participant_id: who.
        due_since: since when they can, and the pair has ended.
    """

    participant_id: int
    due_since: datetime


class Wish(StrEnum):
    """How it shall go on, as somebody told the facilitator alone."""

    CHANGE = "change"
    ANOTHER_PARTNER = "another-partner"


@attrs.frozen
class WishFact:
    """What somebody wishes.

    Attributes:
        participant_id: who.
        wish: what.
        said_at: when.
        pairs: how many of their pairs may be meant; a form asks once for all of them.
    """

    participant_id: int
    wish: Wish
    said_at: datetime
    pairs: int = 1


@attrs.frozen
class PairFacts:
    """One pair, as far as the rules read it.

    Attributes:
        pairing_id: key of the pairing.
        mentor_id: participant.
        mentee_id: participant.
        opened_at: when the match was published, or the pair made by hand.
        cadence: time from one session to the next, as agreed.
        rests: all pauses so far.
        answered_at: when either of them first did anything about the match; None for not yet.
        signed_at: when the agreement came into force; None for not yet.
        sessions: those held, oldest first.
        next_session_at: the next one that is booked; None for none.
        pulses: confidential ones, oldest first.
        open_actions: promises that are not done.
        rings: open requests to be rung.
        wishes: what each of them wishes of this pair, where that is not "as we are".
        closed_at: when the pair ended; None while it is open.
        end_forms: forms at the end that are missing.
        asks_pulses: the roles that a confidential pulse of the course asks, as long as it takes answers.
    """

    pairing_id: int
    mentor_id: int
    mentee_id: int
    opened_at: datetime
    cadence: timedelta
    rests: tuple[Rest, ...] = ()
    answered_at: datetime | None = None
    signed_at: datetime | None = None
    sessions: tuple[SessionFact, ...] = ()
    next_session_at: datetime | None = None
    pulses: tuple[PulseFact, ...] = ()
    open_actions: tuple[ActionFact, ...] = ()
    rings: tuple[RingFact, ...] = ()
    wishes: tuple[WishFact, ...] = ()
    closed_at: datetime | None = None
    end_forms: tuple[EndFormFact, ...] = ()
    asks_pulses: frozenset[Role] = frozenset()


@attrs.frozen
class Alert:
    """One trouble of one pair, or of one person in it.

    Attributes:
        rule: what kind.
        level: how bad.
        pairing_id: whose.
        since: from when on.
        participant_id: the one person it is about; None for both.
        params: numbers for the sentence that gives the reason.
    """

    rule: Rule
    level: Level
    pairing_id: int
    since: datetime
    participant_id: int | None = None
    params: Mapping[str, Any] = attrs.field(factory=dict)
