"""What the services of the matching desk share: the open run, the pairs in it, and the book of decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ment_xblock.domain.errors import FieldProblem, Invalid, NotFound, WrongState
from ment_xblock.domain.matching import (
    Fact,
    Table,
    account,
    balance,
    left_over,
    levels_of,
    shared_account,
    why_not,
)
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.domain.text import TooLongError, clean_text
from ment_xblock.models import Decision, MatchRun, Programme, Proposal
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.confidences import reader_in
from ment_xblock.selectors.matching_cohort import cohort_of
from ment_xblock.services.programmes import hold_programme

LONGEST_REASON = 500


@attrs.frozen
class Desk:
    """The desk, held by somebody who may decide there.

    Attributes:
        host: the host.
        actor: the facilitator.
        programme: the locked row.
    """

    host: Host
    actor: Actor
    programme: Programme

    @classmethod
    def hold(cls, host: Host, actor: Actor) -> Desk:
        """Take hold of the programme; the first thing that every act at the desk does.

        Raises:
            NotSignedIn, NotAllowed: the actor is not the facilitator.
        """
        require_facilitator(actor)
        return cls(host, actor, hold_programme(actor.course_key, host.now()))

    def find_run(self) -> MatchRun | None:
        """The open run, if there is one."""
        return MatchRun.objects.filter(open_for=self.programme.pk).first()

    def run(self) -> MatchRun:
        """The open run, ready to be changed.

        Raises:
            WrongState: there is none, or the computer is still at it.
        """
        run = self.find_run()
        if run is None:
            raise WrongState("no_open_matching")
        if run.progress != MatchRun.Progress.DONE:
            raise WrongState("matching_busy")
        return run

    def proposal(self, proposal_id: int) -> Proposal:
        """A proposed pair of the open run.

        Raises:
            WrongState: there is no open run, or the computer is still at it.
            NotFound: no such pair in it.
        """
        found = Proposal.objects.filter(run=self.run(), pk=proposal_id).first()
        if found is None:
            raise NotFound("no_such_proposal")
        return found

    def refuse_close(self, field: str, *participant_ids: int) -> None:
        """Refuse to say with whom the actor or a partner of theirs is paired, or not, at the desk.

        Whatever the answer is, so that it tells nothing of what that partner asked for (``domain.confidences``).

        Raises:
            Invalid: one of the people is the actor, or is or was their partner.
        """
        reader = reader_in(self.actor.course_key, self.actor.user_id)
        if reader.is_close_to(*participant_ids):
            raise Invalid([FieldProblem(field, "own_partner_by_hand")])

    def note(self, kind: Decision.Kind, run: MatchRun | None = None, **what: Any) -> None:
        """Write down what was decided; an open run that it changes gets its next version."""
        if run is not None:
            run.version += 1
            run.save(update_fields=["version"])
        Decision.objects.create(
            programme=self.programme,
            run=run,
            version=run.version if run else 0,
            kind=kind,
            by_id=self.actor.user_id,
            at=self.host.now(),
            **what,
        )

    def table(self, run: MatchRun) -> Table:
        """The cohort as it is now, with the run's levels."""
        return Table(
            cohort_of(self.host, self.programme, within_cohorts=run.within_cohorts),
            levels_of(run.levels),
        )


def as_stored(facts: Fact | Iterable[Fact] | None) -> Any:
    """Facts as JSON: [code, params]."""
    if facts is None:
        return None
    if isinstance(facts, Fact):
        return [facts.code, dict(facts.params)]
    return [as_stored(fact) for fact in facts]


def explain(run: MatchRun, table: Table) -> None:
    """Write down anew why each pair of a run was proposed, who is left, and how balanced it all is.

    What decides about one pair can change what is true of another, so all of it is written whenever anything changes.
    """
    proposals = list(run.proposals.all())
    pairs = [(one.mentor_id, one.mentee_id) for one in proposals]
    others = why_not(table, pairs)
    for one in proposals:
        one.facts = facts_of(table, one.mentor_id, one.mentee_id, others)
    Proposal.objects.bulk_update(proposals, ["facts"], batch_size=200)
    run.left_over = {str(pk): as_stored(facts) for pk, facts in left_over(table, pairs).items()}
    run.balance = attrs.asdict(balance(table, pairs))
    run.save(update_fields=["left_over", "balance"])


def facts_of(
    table: Table, mentor_id: int, mentee_id: int, others: Mapping[tuple[int, int], Fact]
) -> dict[str, Any]:
    """Why one pair is proposed, as it is stored; nothing where one of them cannot be matched any more."""
    if mentor_id not in table.row or mentee_id not in table.column:
        return {"reasons": [], "missing": None, "next": None, "shared": [], "fit": 0}
    row, column = table.row[mentor_id], table.column[mentee_id]
    mentor, mentee = table.cohort.mentors[row], table.cohort.mentees[column]
    told = account(mentor, mentee, table.levels)
    return {
        "reasons": as_stored(told.reasons),
        "missing": as_stored(told.missing),
        "next": as_stored(others.get((mentor_id, mentee_id))),
        "shared": as_stored(shared_account(mentor, mentee).reasons),
        "fit": round(float(table.scores[row, column]), 6),
    }


def checked_reason(reason: str) -> str:
    """A reason as it is stored.

    Raises:
        Invalid: it is too long.
    """
    try:
        return clean_text(reason, LONGEST_REASON)
    except TooLongError as error:
        params = {"most": error.most, "length": error.length}
        raise Invalid([FieldProblem("reason", "too_long", params)]) from None
