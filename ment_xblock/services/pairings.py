"""Pairs open, pause, end; each act goes through the one transition table of the domain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import attrs

from ment_xblock.domain.errors import FieldProblem, Invalid, NotFound
from ment_xblock.domain.events import AgreementEnded
from ment_xblock.domain.pairing import Act, Party, State, next_state
from ment_xblock.domain.people import (
    Actor,
    Candidate,
    Role,
    check_pair,
    require_facilitator,
    require_writer,
)
from ment_xblock.domain.text import TooLongError, clean_text
from ment_xblock.models import HelpRequest, Pairing, Participant, Pause, Programme, Signature
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.help_requests import waiting_for
from ment_xblock.services.alerts import something_happened
from ment_xblock.services.announcing import announce
from ment_xblock.services.programmes import hold_programme
from ment_xblock.services.unit_of_work import lock, unit_of_work

LONGEST_REASON = 1000


@attrs.frozen
class PairingOutcome:
    """What became of a pair.

    Attributes:
        pairing_id: the pair.
        state: where it stands now.
    """

    pairing_id: int
    state: State


@attrs.frozen
class Acting:
    """A pair that somebody has taken hold of.

    Attributes:
        pairing: the locked row.
        party: position of the acting person.
        participant: the acting partner; None for the facilitator.
    """

    pairing: Pairing
    party: Party
    participant: Participant | None

    @property
    def state(self) -> State:
        """Where the pair stands."""
        return State(self.pairing.state)


@unit_of_work
def pair(*, host: Host, actor: Actor, mentor_id: int, mentee_id: int) -> PairingOutcome:
    """Pair two participants by hand; the pair opens at once.

    Args:
        host: the host.
        actor: the facilitator.
        mentor_id: participant who mentors, the junior.
        mentee_id: participant who is mentored, the senior.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such participant in this programme.
        Invalid: a rule stands against this pair.
    """
    require_facilitator(actor)
    programme = hold_programme(actor.course_key, host.now())
    (pairing,) = open_pairs(host, actor, programme, [(mentor_id, mentee_id)])
    return PairingOutcome(pairing.pk, State.DRAFT)


def open_pairs(
    host: Host, actor: Actor, programme: Programme, pairs: Sequence[tuple[int, int]]
) -> list[Pairing]:
    """Open pairs within the caller's transaction: all of them, or none.

    Args:
        host: the host.
        actor: the facilitator.
        programme: the programme, which the caller holds.
        pairs: participants, mentor and mentee of each pair.

    Returns:
        The pairs, in the same order.

    Raises:
        NotFound: no such participant in this programme.
        Invalid: a rule stands against a pair.
    """
    ids = {one for two in pairs for one in two}
    taking_part = programme.participants.in_bulk(ids)
    if not ids <= set(taking_part):
        raise NotFound("no_such_person")
    user_ids = [one.user_id for one in taking_part.values() if one.user_id is not None]
    enrolled = host.enrolled_ids(actor.course_key, user_ids)
    staff = host.staff_ids(actor.course_key, user_ids)
    already = set(programme.pairings.exclude(open_key=None).values_list("mentor_id", "mentee_id"))
    load = Counter(one for two in already for one in two)
    now = host.now()
    opening = []
    for mentor_id, mentee_id in pairs:
        mentor, mentee = taking_part[mentor_id], taking_part[mentee_id]
        _check_enrolled(enrolled, mentor=mentor, mentee=mentee)
        check_pair(
            _candidate(mentor, staff, load[mentor_id]),
            _candidate(mentee, staff, load[mentee_id]),
            (mentor_id, mentee_id) in already,
        )
        already.add((mentor_id, mentee_id))
        load.update((mentor_id, mentee_id))
        opening.append(
            Pairing(
                programme=programme,
                mentor=mentor,
                mentee=mentee,
                open_key=f"{mentor_id}-{mentee_id}",
                opened_at=now,
                opened_by_id=actor.user_id,
            )
        )
    Pairing.objects.bulk_create(opening, batch_size=200)
    # Not every database gives the keys of new rows back.
    made = {pair.open_key: pair for pair in programme.pairings.exclude(open_key=None)}
    return [made[pair.open_key] for pair in opening]


@unit_of_work
def decline(*, host: Host, actor: Actor, pairing_id: int, reason: str) -> PairingOutcome:
    """Say "no, thank you" before signing. The facilitator reads the reason, the partner does not.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Invalid: the reason is too long.
    """
    return _close(host, actor, pairing_id, Act.DECLINE, reason)


@unit_of_work
def end(*, host: Host, actor: Actor, pairing_id: int, reason: str) -> PairingOutcome:
    """End a pair without fault. The facilitator reads the reason, the partner does not.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Invalid: the reason is too long.
    """
    return _close(host, actor, pairing_id, Act.END, reason)


@unit_of_work
def pause(*, host: Host, actor: Actor, pairing_id: int, reason: str) -> PairingOutcome:
    """Let a pair rest; clocks stop. The facilitator reads the reason, the partner does not.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Invalid: the reason is too long.
    """
    acting = take_hold(actor, pairing_id)
    state_before = acting.state
    state = next_state(state_before, Act.PAUSE, acting.party)
    Pause.objects.create(
        pairing=acting.pairing,
        state_before=state_before.value,
        open_for=acting.pairing.pk,
        started_at=host.now(),
        started_by_id=actor.user_id,
        reason=_checked(reason),
    )
    return move(acting.pairing, state)


@unit_of_work
def resume(*, host: Host, actor: Actor, pairing_id: int) -> PairingOutcome:
    """Go on after a pause, where the pair stood before it.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
    """
    acting = take_hold(actor, pairing_id)
    resting = Pause.objects.filter(open_for=acting.pairing.pk).first()
    before = State(resting.state_before) if resting else None
    state = next_state(acting.state, Act.RESUME, acting.party, before)
    _finish_pause(acting.pairing, host.now())
    return move(acting.pairing, state)


@unit_of_work
def ask_rematch(*, host: Host, actor: Actor, pairing_id: int, reason: str) -> PairingOutcome:
    """Ask the facilitator for another partner. Nothing changes for the pair, and the partner never learns of it.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Invalid: the reason is too long.
    """
    acting = take_hold(actor, pairing_id)
    next_state(acting.state, Act.ASK_REMATCH, acting.party)
    asking = acting.participant
    if asking is None:
        raise NotFound("no_such_pair")
    kind = HelpRequest.Kind.REMATCH
    HelpRequest.objects.update_or_create(
        open_key=f"{kind.value}-{acting.pairing.pk}-{asking.pk}",
        defaults={
            "pairing": acting.pairing,
            "participant": asking,
            "kind": kind,
            "text": _checked(reason),
            "created_at": host.now(),
        },
    )
    return PairingOutcome(acting.pairing.pk, acting.state)


@unit_of_work
def close_request(*, host: Host, actor: Actor, request_id: int) -> None:
    """Note that the facilitator has dealt with a request.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such open request in this programme.
    """
    require_facilitator(actor)
    readable = waiting_for(actor, HelpRequest.Kind.REMATCH).filter(pk=request_id)
    request = readable.first()
    done = request and HelpRequest.objects.filter(pk=request.pk, open_key__isnull=False).update(
        open_key=None, state=HelpRequest.State.CLOSED, closed_at=host.now()
    )
    if request is None or not done:
        raise NotFound("no_such_request")
    # An update sends no signal.
    something_happened(request.pairing_id)


def take_hold(actor: Actor, pairing_id: int) -> Acting:
    """Lock a pair for somebody who may act on it.

    Raises:
        NotSignedIn, NotAllowed: a stranger, or staff who view as a learner.
        NotFound: no such pair here, or not theirs; which of the two is not told.
    """
    require_writer(actor)
    pairing = lock(Pairing, pk=pairing_id)
    if pairing.programme.course_key != actor.course_key:
        raise NotFound("no_such_pair")
    if actor.is_staff:
        return Acting(pairing, Party.FACILITATOR, None)
    for participant in (pairing.mentor, pairing.mentee):
        if participant.user_id == actor.user_id:
            return Acting(pairing, _party(pairing, participant), participant)
    raise NotFound("no_such_pair")


def move(pairing: Pairing, state: State) -> PairingOutcome:
    """Store the new state of a pair."""
    pairing.state = state.value
    pairing.save(update_fields=["state"])
    return PairingOutcome(pairing.pk, state)


def finish(
    host: Host, pairing: Pairing, state: State, *, by: int | None = None, reason: str = ""
) -> None:
    """Close a pair: its pause ends, and what was asked of the facilitator is settled with it.

    Args:
        host: the host.
        pairing: the locked row.
        state: the closed state.
        by: the user who closes it; None where nobody does, as in an erasure.
        reason: in the words of who closes it.
    """
    now = host.now()
    _finish_pause(pairing, now)
    # Who wishes to be rung wishes it all the more now.
    HelpRequest.objects.filter(
        pairing=pairing, kind=HelpRequest.Kind.REMATCH, open_key__isnull=False
    ).update(open_key=None, state=HelpRequest.State.CLOSED, closed_at=now)
    pairing.open_key = None
    pairing.closed_at = now
    pairing.closed_by_id = by
    pairing.closing_reason = reason
    pairing.state = state.value
    pairing.save()
    if state is State.ENDED:
        announce(host, AgreementEnded(pairing.programme.course_key, pairing.pk))


def _party(pairing: Pairing, participant: Participant) -> Party:
    signed = Signature.objects.filter(
        agreement__working_for=pairing.pk, participant=participant
    ).exists()
    return Party.PARTNER if signed else Party.UNSIGNED_PARTNER


def _close(host: Host, actor: Actor, pairing_id: int, act: Act, reason: str) -> PairingOutcome:
    acting = take_hold(actor, pairing_id)
    state = next_state(acting.state, act, acting.party)
    words = _checked(reason)
    finish(host, acting.pairing, state, by=actor.user_id, reason=words)
    return PairingOutcome(pairing_id, state)


def _finish_pause(pairing: Pairing, now: datetime) -> None:
    Pause.objects.filter(open_for=pairing.pk).update(open_for=None, ended_at=now)


def _checked(reason: str) -> str:
    try:
        return clean_text(reason, LONGEST_REASON)
    except TooLongError as error:
        params = {"most": error.most, "length": error.length}
        raise Invalid([FieldProblem("reason", "too_long", params)]) from None


def _check_enrolled(enrolled: frozenset[int], **participants: Participant) -> None:
    gone = [
        FieldProblem(field, "not_enrolled_any_more")
        for field, one in participants.items()
        if one.user_id not in enrolled
    ]
    if gone:
        raise Invalid(gone)


def _candidate(participant: Participant, staff: frozenset[int], load: int) -> Candidate:
    return Candidate(
        participant_id=participant.pk,
        role=Role(participant.role),
        capacity=participant.capacity,
        open_pairings=load,
        is_staff=participant.user_id in staff,
    )
