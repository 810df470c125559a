"""What the facilitator changes in an open run, pair by pair."""

from __future__ import annotations

from collections import Counter

import attrs

from ment_xblock.domain.errors import FieldProblem, Invalid, NotFound
from ment_xblock.domain.matching import Table, bars_between
from ment_xblock.domain.people import Actor, Role, check_capacity
from ment_xblock.models import Decision, ForbiddenPair, MatchRun, Participant, Proposal
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.confidences import reader_in
from ment_xblock.services.matching_rows import Desk, checked_reason, explain, facts_of
from ment_xblock.services.participants import open_pairings_of
from ment_xblock.services.unit_of_work import unit_of_work

Kind = Decision.Kind


@unit_of_work
def set_lock(*, host: Host, actor: Actor, proposal_id: int, locked: bool) -> None:
    """Keep a pair when a new matching is proposed, or let it go again.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as ``Desk.proposal`` has it.
    """
    desk = Desk.hold(host, actor)
    proposal = desk.proposal(proposal_id)
    if proposal.locked != locked:
        proposal.locked = locked
        proposal.save(update_fields=["locked"])
        _note_pair(desk, Kind.LOCK if locked else Kind.UNLOCK, proposal)


@unit_of_work
def unpair(*, host: Host, actor: Actor, proposal_id: int) -> None:
    """Take a proposed pair apart; both are without a partner then.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as ``Desk.proposal`` has it.
    """
    desk = Desk.hold(host, actor)
    proposal = desk.proposal(proposal_id)
    run = proposal.run
    _note_pair(desk, Kind.UNPAIR, proposal)
    proposal.delete()
    explain(run, desk.table(run))


@unit_of_work
def pair_by_hand(*, host: Host, actor: Actor, mentor_id: int, mentee_id: int) -> None:
    """Put two people together in the open run, and keep them together.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        WrongState: there is no open run, or the computer is still at it.
        Invalid: names the rule that stands against the pair.
    """
    desk = Desk.hold(host, actor)
    run = desk.run()
    desk.refuse_close("mentee", mentor_id, mentee_id)
    table = desk.table(run)
    _check_new_pair(table, run, mentor_id, mentee_id)
    proposal = Proposal.objects.create(
        run=run,
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        locked=True,
        origin=Proposal.Origin.HAND,
    )
    _note_pair(desk, Kind.HAND, proposal)
    explain(run, table)


@attrs.frozen
class Swap:
    """Two pairs that change partners, and the two pairs that come of it."""

    before: tuple[Proposal, Proposal]
    after: tuple[tuple[int, int], tuple[int, int]]
    table: Table


@unit_of_work
def swap(*, host: Host, actor: Actor, first_id: int, second_id: int) -> None:
    """Let two proposed pairs change partners, and keep what comes of it.

    Args:
        host: the host.
        actor: the facilitator.
        first_id: one proposal.
        second_id: the other one.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as ``Desk.proposal`` has it.
        Invalid: names the rule that stands against one of the new pairs.
    """
    desk = Desk.hold(host, actor)
    run = desk.run()
    planned = _planned_swap(desk, run, first_id, second_id)
    for proposal, (mentor_id, _) in zip(planned.before, planned.after, strict=True):
        proposal.mentor_id = mentor_id
        proposal.locked = True
        proposal.origin = Proposal.Origin.SWAP
    # Both at once would collide half way: a pair that exists twice for a moment.
    Proposal.objects.filter(pk__in=[one.pk for one in planned.before]).delete()
    for proposal in planned.before:
        proposal.pk = None
        proposal.save(force_insert=True)
        _note_pair(desk, Kind.SWAP, proposal)
    explain(run, planned.table)


def _planned_swap(desk: Desk, run: MatchRun, first_id: int, second_id: int) -> Swap:
    first, second = desk.proposal(first_id), desk.proposal(second_id)
    if first.mentor_id == second.mentor_id or first.mentee_id == second.mentee_id:
        raise Invalid([FieldProblem("second", "swap_shares_person")])
    people = (first.mentor_id, first.mentee_id, second.mentor_id, second.mentee_id)
    desk.refuse_close("second", *people)
    table = desk.table(run)
    after = ((second.mentor_id, first.mentee_id), (first.mentor_id, second.mentee_id))
    others = set(run.proposals.values_list("mentor_id", "mentee_id"))
    problems = [
        # Beside the pair whose mentee would get somebody else.
        FieldProblem(field, code)
        for field, pair in zip(("first", "second"), after, strict=True)
        for code in _against(table, *pair) or (("already_paired",) if pair in others else ())
    ]
    if problems:
        raise Invalid(problems[:1])
    return Swap((first, second), after, table)


@attrs.frozen
class SwapCost:
    """What a swap would do.

    Attributes:
        before: facts of the two pairs as they are: mentor, mentee, facts as stored.
        after: the same of the two pairs that would come of it.
        change: how much the sum of both fits would change, in hundredths.
    """

    before: tuple[tuple[int, int, dict[str, object]], ...]
    after: tuple[tuple[int, int, dict[str, object]], ...]
    change: int


@unit_of_work
def swap_cost(*, host: Host, actor: Actor, first_id: int, second_id: int) -> SwapCost:
    """Look at what a swap would cost, before doing it. Changes nothing.

    Args:
        host: the host.
        actor: the facilitator.
        first_id: one proposal.
        second_id: the other one.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState, Invalid: as ``swap`` has it.
    """
    desk = Desk.hold(host, actor)
    planned = _planned_swap(desk, desk.run(), first_id, second_id)
    before = tuple(
        (one.mentor_id, one.mentee_id, facts_of(planned.table, one.mentor_id, one.mentee_id, {}))
        for one in planned.before
    )
    after = tuple((m, s, facts_of(planned.table, m, s, {})) for m, s in planned.after)
    change = sum(facts["fit"] for *_, facts in after) - sum(facts["fit"] for *_, facts in before)
    return SwapCost(before, after, round(100 * change))


@unit_of_work
def forbid(
    *, host: Host, actor: Actor, first_id: int, second_id: int, reason: str, wished: bool = False
) -> None:
    """Rule out that two people are proposed to each other; a proposal that does so is taken apart.

    Only facilitators ever learn of it.

    Args:
        host: the host.
        actor: the facilitator.
        first_id: one participant.
        second_id: the other one.
        reason: why, for the facilitators.
        wished: whether one of the two asked for it in their profile.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such participants here.
        Invalid: the same person twice, or a reason that is too long.
        WrongState: the computer is at work.
    """
    desk = Desk.hold(host, actor)
    low, high = sorted((first_id, second_id))
    people = desk.programme.participants.in_bulk([low, high])
    if {low, high} != set(people):
        raise NotFound("no_such_person")
    if low == high:
        raise Invalid([FieldProblem("second", "forbid_oneself")])
    desk.refuse_close("second", low, high)
    origin = ForbiddenPair.Origin.WISH if wished else ForbiddenPair.Origin.FACILITATOR
    words = checked_reason(reason)
    ForbiddenPair.objects.update_or_create(
        first_id=low,
        second_id=high,
        defaults={
            "programme": desk.programme,
            "origin": origin,
            "reason": words,
            "created_at": host.now(),
            "created_by_id": actor.user_id,
        },
    )
    run = desk.run() if desk.find_run() else None
    mentor, mentee = sorted(people.values(), key=lambda one: one.role != Role.MENTOR)
    desk.note(Kind.FORBID, run, mentor=mentor, mentee=mentee, reason=words)
    if run is not None:
        run.proposals.filter(mentor_id=mentor.pk, mentee_id=mentee.pk).delete()
        explain(run, desk.table(run))


@unit_of_work
def allow(*, host: Host, actor: Actor, forbidden_id: int) -> None:
    """Take back that two people must not be proposed to each other.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such pair in this programme, or none that the actor may know of.
        WrongState: the computer is at work.
    """
    desk = Desk.hold(host, actor)
    row = (
        ForbiddenPair.objects.filter(programme=desk.programme, pk=forbidden_id)
        .select_related("first", "second")
        .first()
    )
    reader = reader_in(actor.course_key, actor.user_id)
    if row is None or (
        row.created_by_id != actor.user_id and reader.is_close_to(row.first_id, row.second_id)
    ):
        raise NotFound("no_such_rule")
    run = desk.run() if desk.find_run() else None
    mentor, mentee = sorted((row.first, row.second), key=lambda one: one.role != Role.MENTOR)
    row.delete()
    desk.note(Kind.ALLOW, run, mentor=mentor, mentee=mentee)
    if run is not None:
        explain(run, desk.table(run))


@unit_of_work
def set_capacity(*, host: Host, actor: Actor, participant_id: int, capacity: int) -> None:
    """Say how many partners somebody takes at the same time.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such participant here.
        Invalid: out of range, or fewer than they have or are proposed.
        WrongState: the computer is at work.
    """
    desk = Desk.hold(host, actor)
    person = Participant.objects.filter(programme=desk.programme, pk=participant_id).first()
    if person is None:
        raise NotFound("no_such_person")
    run = desk.run() if desk.find_run() else None
    proposed = _load(run)[person.pk] if run is not None else 0
    check_capacity(capacity, open_pairings_of(person) + proposed)
    person.capacity = capacity
    person.save(update_fields=["capacity"])
    side = {"mentor" if person.role == Role.MENTOR else "mentee": person}
    desk.note(Kind.CAPACITY, run, details={"capacity": capacity}, **side)
    if run is not None:
        explain(run, desk.table(run))


def _note_pair(desk: Desk, kind: Decision.Kind, proposal: Proposal) -> None:
    desk.note(kind, proposal.run, mentor_id=proposal.mentor_id, mentee_id=proposal.mentee_id)


def _load(run: MatchRun) -> Counter[int]:
    return Counter(
        one for pair in run.proposals.values_list("mentor_id", "mentee_id") for one in pair
    )


def _against(table: Table, mentor_id: int, mentee_id: int) -> tuple[str, ...]:
    if mentor_id not in table.row or mentee_id not in table.column:
        return ("barred_gone",)
    found = bars_between(table.cohort, table.row[mentor_id], table.column[mentee_id])
    return tuple(f"barred_{bar.value}" for bar in found)


def _check_new_pair(table: Table, run: MatchRun, mentor_id: int, mentee_id: int) -> None:
    known = {one.participant_id: one for one in table.cohort.people}
    gone = [
        FieldProblem(field, "barred_gone")
        for field, pk, side in (
            ("mentor", mentor_id, table.row),
            ("mentee", mentee_id, table.column),
        )
        if pk not in side
    ]
    if gone:
        raise Invalid(gone)
    proposed = set(run.proposals.values_list("mentor_id", "mentee_id"))
    if (mentor_id, mentee_id) in proposed:
        raise Invalid([FieldProblem("mentee", "already_proposed")])
    load = Counter(one for pair in proposed | table.cohort.open_pairs for one in pair)
    full = [
        FieldProblem(field, "no_place_left", {"capacity": known[pk].capacity})
        for field, pk in (("mentor", mentor_id), ("mentee", mentee_id))
        if load[pk] >= known[pk].capacity
    ]
    against = [FieldProblem("mentee", code) for code in _against(table, mentor_id, mentee_id)]
    if full or against:
        raise Invalid([*full, *against[:1]])
