"""A matching is proposed, discarded or published as a whole."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from ment_xblock.domain.errors import Stale, WrongState
from ment_xblock.domain.events import MatchPublished
from ment_xblock.domain.matching import Levels, Table, bars_between, levels_of, propose
from ment_xblock.domain.people import Actor
from ment_xblock.models import Decision, MatchRun, Participant, Proposal
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.matching_cohort import cohort_of
from ment_xblock.selectors.matching_levels import levels_now
from ment_xblock.services.announcing import announce
from ment_xblock.services.matching_rows import Desk, explain
from ment_xblock.services.pairings import open_pairs
from ment_xblock.services.unit_of_work import lock, unit_of_work

log = logging.getLogger(__name__)

AT_ONCE = 60
"""So many participants are matched within the request; more are a job."""


class PairsBroken(WrongState):
    """Some proposed pairs cannot be opened any more.

    Attributes:
        broken: id of the proposal to the codes of what stands against it.
    """

    def __init__(self, broken: Mapping[int, tuple[str, ...]]) -> None:
        super().__init__("pairs_broken", count=len(broken))
        self.broken = broken


@attrs.frozen
class Published:
    """What became of a published matching.

    Attributes:
        run_id: the run.
        pairings: ids of the pairs that opened.
    """

    run_id: int
    pairings: tuple[int, ...]


@unit_of_work
def propose_matching(
    *,
    host: Host,
    actor: Actor,
    levels: Levels | None = None,
    by_goals: bool = False,
    within_cohorts: bool | None = None,
) -> int:
    """Propose a matching for everybody, around locked proposals, open pairs and capacities.

    An open run is discarded and its locked pairs are taken over. A large cohort is matched in a job.

    Args:
        host: the host.
        actor: the facilitator.
        levels: how much a criterion counts; for those that are missing, what the facilitator chose last, or else what
            the goals of the charter ask for.
        by_goals: leave it to the goals again, whatever was chosen before.
        within_cohorts: pair only people of the same cohort of the course; None for as in the last run.

    Returns:
        Id of the run.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    desk = Desk.hold(host, actor)
    before = desk.find_run()
    if before is not None:
        _close(desk, before, MatchRun.State.DISCARDED)
    last = before or MatchRun.objects.filter(programme=desk.programme).order_by("-pk").first()
    within_before = last is not None and last.within_cohorts
    within = within_before if within_cohorts is None else within_cohorts
    known = levels_now(desk.programme)
    chosen = known.by_goals() if by_goals else known.changed_to(levels)
    run = MatchRun.objects.create(
        programme=desk.programme,
        open_for=desk.programme.pk,
        levels=chosen.stored,
        within_cohorts=within,
        created_at=host.now(),
        created_by_id=actor.user_id,
    )
    if before is not None:
        _take_over_locks(before, run)
    if chosen != known or within != within_before:
        details = {
            "levels": run.levels,
            "by_goals": not chosen.is_own,
            "within_cohorts": within,
        }
        desk.note(Decision.Kind.LEVELS, run, details=details)
    desk.note(Decision.Kind.PROPOSE, run)
    if Participant.objects.filter(programme=desk.programme).count() > AT_ONCE:
        host.start_job("match", run_id=run.pk)
    else:
        table = desk.table(run)
        _fill(run, table, propose(table, _locked(run)))
    return run.pk


def compute(*, host: Host, run_id: int) -> None:
    """Match a large cohort: the job. Nobody can change the run meanwhile.

    Args:
        host: the host.
        run_id: the run; one that was discarded meanwhile is left alone.
    """
    try:
        run = MatchRun.objects.select_related("programme").get(pk=run_id)
        _show_progress(run_id, MatchRun.Progress.SCORING)
        cohort = cohort_of(host, run.programme, within_cohorts=run.within_cohorts)
        table = Table(cohort, levels_of(run.levels))
        pairs = propose(table, _locked(run))
        _show_progress(run_id, MatchRun.Progress.EXPLAINING)
        _keep_computed(run_id, table, pairs)
    except Exception:
        log.exception("Matching %s failed", run_id)
        _show_progress(run_id, MatchRun.Progress.FAILED)


@unit_of_work
def discard(*, host: Host, actor: Actor) -> None:
    """Throw the open run away; locked pairs go with it.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        WrongState: there is no open run.
    """
    desk = Desk.hold(host, actor)
    run = desk.find_run()
    if run is None:
        raise WrongState("no_open_matching")
    desk.note(Decision.Kind.DISCARD, run)
    _close(desk, run, MatchRun.State.DISCARDED)


@unit_of_work
def publish(
    *, host: Host, actor: Actor, run_id: int, version: int, own_tasks: Sequence[Any] = ()
) -> Published:
    """Open all pairs of the open run, and let everybody be told. All of them, or none.

    Args:
        host: the host.
        actor: the facilitator.
        run_id: the run that they saw.
        version: its version that they saw.
        own_tasks: the author's own tasks, so that the mails can name them.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        Stale: another facilitator changed something meanwhile.
        WrongState: there is no open run, nothing in it, or the computer is still at it.
        PairsBroken: a rule stands against a pair by now.
    """
    desk = Desk.hold(host, actor)
    open_run = desk.find_run()
    if open_run is None or open_run.pk != run_id or open_run.version != version:
        raise Stale("matching_changed")
    run = desk.run()
    proposals = list(run.proposals.order_by("pk"))
    if not proposals:
        raise WrongState("nothing_to_publish")
    _refuse_broken(desk, run, proposals)
    pairings = open_pairs(
        host, actor, desk.programme, [(one.mentor_id, one.mentee_id) for one in proposals]
    )
    desk.note(Decision.Kind.PUBLISH, run, details={"pairs": len(pairings)})
    _close(desk, run, MatchRun.State.PUBLISHED)
    ids = tuple(pair.pk for pair in pairings)
    announce(host, MatchPublished(actor.course_key, run.pk, len(ids)))
    host.start_job(
        "tell_matched",
        course_key=actor.course_key,
        pairing_ids=list(ids),
        own_tasks=list(own_tasks),
    )
    return Published(run.pk, ids)


def broken_pairs(desk: Desk, run: MatchRun) -> dict[int, tuple[str, ...]]:
    """Find the proposals that could not be opened now: id to codes of what stands against them."""
    return _broken(desk.table(run), list(run.proposals.all()))


def _refuse_broken(desk: Desk, run: MatchRun, proposals: list[Proposal]) -> None:
    broken = _broken(desk.table(run), proposals)
    if broken:
        raise PairsBroken(broken)


def _broken(table: Table, proposals: list[Proposal]) -> dict[int, tuple[str, ...]]:
    load: dict[int, int] = {}
    for pair in [*table.cohort.open_pairs, *((one.mentor_id, one.mentee_id) for one in proposals)]:
        for person in pair:
            load[person] = load.get(person, 0) + 1
    capacity = {one.participant_id: one.capacity for one in table.cohort.people}
    found = {}
    for one in proposals:
        codes = _against(table, one)
        if any(load[pk] > capacity.get(pk, load[pk]) for pk in (one.mentor_id, one.mentee_id)):
            codes = (*codes, "barred_capacity")
        if codes:
            found[one.pk] = codes
    return found


def _against(table: Table, one: Proposal) -> tuple[str, ...]:
    if one.mentor_id not in table.row or one.mentee_id not in table.column:
        return ("barred_gone",)
    row, column = table.row[one.mentor_id], table.column[one.mentee_id]
    return tuple(f"barred_{bar.value}" for bar in bars_between(table.cohort, row, column))


def _take_over_locks(before: MatchRun, run: MatchRun) -> None:
    run.version = before.version
    Proposal.objects.bulk_create(
        Proposal(
            run=run,
            mentor_id=one.mentor_id,
            mentee_id=one.mentee_id,
            locked=True,
            origin=one.origin,
        )
        for one in before.proposals.filter(locked=True)
    )


def _locked(run: MatchRun) -> list[tuple[int, int]]:
    return list(run.proposals.filter(locked=True).values_list("mentor_id", "mentee_id"))


def _close(desk: Desk, run: MatchRun, state: MatchRun.State) -> None:
    run.state = state
    run.open_for = None
    run.closed_at = desk.host.now()
    run.closed_by_id = desk.actor.user_id
    run.save()


def _fill(run: MatchRun, table: Table, pairs: list[tuple[int, int]]) -> None:
    kept = set(_locked(run))
    Proposal.objects.bulk_create(
        (
            Proposal(run=run, mentor_id=mentor_id, mentee_id=mentee_id)
            for mentor_id, mentee_id in pairs
            if (mentor_id, mentee_id) not in kept
        ),
        batch_size=200,
    )
    explain(run, table)
    run.progress = MatchRun.Progress.DONE
    run.save(update_fields=["progress"])


@unit_of_work
def _keep_computed(run_id: int, table: Table, pairs: list[tuple[int, int]]) -> None:
    run = lock(MatchRun, pk=run_id)
    if run.open_for is not None and run.progress != MatchRun.Progress.DONE:
        _fill(run, table, pairs)


def _show_progress(run_id: int, progress: MatchRun.Progress) -> None:
    MatchRun.objects.filter(pk=run_id).exclude(progress=MatchRun.Progress.DONE).update(
        progress=progress
    )
