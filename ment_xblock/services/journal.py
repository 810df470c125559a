"""The partners settle between them that a log is right; what is contested may be settled by the facilitator."""

from __future__ import annotations

from ment_xblock.domain.errors import FieldProblem, Invalid, WrongState
from ment_xblock.domain.journal.log import clean_words
from ment_xblock.domain.journal.states import HELD_STATES, Act, Party, State
from ment_xblock.domain.people import Actor
from ment_xblock.models import Session, SessionText
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.services.announcing import announce_counting
from ment_xblock.services.credit import credit_meetings_later
from ment_xblock.services.log_rows import keep_words
from ment_xblock.services.sessions import move_on, partner, take_meeting
from ment_xblock.services.unit_of_work import unit_of_work

LONGEST_REASON = 1000


@unit_of_work
def confirm(
    *,
    host: Host,
    actor: Actor,
    pairing_id: int,
    session_id: int,
    revision: int,
    here: BlockRef,
) -> State:
    """Say that the partner's log is right, with one tap.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Stale: the log is no longer what the person read.
    """
    meeting = take_meeting(actor, pairing_id, session_id, revision)
    before = meeting.state
    state = move_on(meeting, Act.CONFIRM, counted_at=meeting.session.counted_at or host.now())
    announce_counting(host, meeting.session, before)
    credit_meetings_later(host, pairing_id, here)
    return state


@unit_of_work
def contest(
    *,
    host: Host,
    actor: Actor,
    pairing_id: int,
    session_id: int,
    revision: int,
    reason: str,
    here: BlockRef,
) -> State:
    """Say that a log is not right, and why. The partner reads the reason; the facilitator sees that it is contested.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Stale: the log is no longer what the person read.
        Invalid: no reason, or one that is too long.
    """
    meeting = take_meeting(actor, pairing_id, session_id, revision)
    person = partner(meeting.participant)
    words = clean_words("reason", reason, LONGEST_REASON)
    if not words:
        raise Invalid([FieldProblem("reason", "required")])
    state = move_on(meeting, Act.CONTEST, contested_by=person, counted_at=None)
    keep_words(meeting.session, person, {SessionText.Field.CONTEST.value: words}, host.now())
    credit_meetings_later(host, pairing_id, here)
    return state


@unit_of_work
def settle(
    *,
    host: Host,
    actor: Actor,
    pairing_id: int,
    session_id: int,
    revision: int,
    here: BlockRef,
) -> State:
    """End a contest: the log is right as it stands now. For the partner who did not write it last, or the facilitator.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Stale: the log is no longer what the person read.
    """
    meeting = take_meeting(actor, pairing_id, session_id, revision)
    before = meeting.state
    state = move_on(meeting, Act.SETTLE, counted_at=host.now())
    announce_counting(host, meeting.session, before)
    credit_meetings_later(host, pairing_id, here)
    return state


@unit_of_work
def take_back(
    *,
    host: Host,
    actor: Actor,
    pairing_id: int,
    session_id: int,
    revision: int,
    here: BlockRef,
) -> State:
    """Take back a log that nobody has confirmed; the facilitator may end a contest this way.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Stale: the log is no longer what the person read.
    """
    meeting = take_meeting(actor, pairing_id, session_id, revision)
    act = Act.DISMISS if meeting.party is Party.FACILITATOR else Act.WITHDRAW
    state = move_on(meeting, act, held_key=None, closed_at=host.now())
    credit_meetings_later(host, pairing_id, here)
    return state


@unit_of_work
def share(*, actor: Actor, pairing_id: int, session_id: int, wanted: bool) -> bool:
    """Say whether the facilitator may read the words on a meeting; it needs both partners.

    Returns:
        Whether both agree now.

    Raises:
        NotSignedIn, NotAllowed, NotFound: a stranger, or not a partner.
        WrongState: the meeting was not held.
    """
    meeting = take_meeting(actor, pairing_id, session_id)
    person = partner(meeting.participant)
    if meeting.state not in HELD_STATES:
        raise WrongState("meeting_not_held")
    mine, theirs = "mentor_shares", "mentee_shares"
    if meeting.pairing.mentee_id == person.pk:
        mine, theirs = theirs, mine
    Session.objects.filter(pk=session_id).update(**{mine: wanted})
    return wanted and bool(getattr(meeting.session, theirs))
