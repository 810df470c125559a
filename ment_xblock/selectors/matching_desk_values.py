"""What the matching desk shows, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from ment_xblock.domain.matching import Fact
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile_answers import Part
from ment_xblock.selectors.matching_levels import LevelsNow


@attrs.frozen
class Named:
    """A participant by name; ``cohort`` is theirs in the host's course, and empty for none."""

    participant_id: int
    name: str
    role: Role
    capacity: int = 1
    cohort: str = ""


@attrs.frozen
class ProposalRow:
    """One proposed pair, with why.

    Attributes:
        proposal_id: the proposal.
        mentor: the junior.
        mentee: the senior.
        locked: stays when a new matching is proposed.
        origin: whose idea it was.
        reasons: what speaks for it.
        missing: what it lacks; None for nothing.
        next_best: who came next for the mentee, and why not; None where it is not known.
        shared: what the two themselves will be told.
        fit: 0 to 1.
    """

    proposal_id: int
    mentor: Named
    mentee: Named
    locked: bool
    origin: str
    reasons: tuple[Fact, ...]
    missing: Fact | None
    next_best: Fact | None
    shared: tuple[Fact, ...]
    fit: float


@attrs.frozen
class LeftRow:
    """Somebody without a partner: the reason first, then what would help."""

    person: Named
    facts: tuple[Fact, ...]


@attrs.frozen
class OpenRun:
    """The matching that is on the desk.

    Attributes:
        run_id: the run.
        version: of what is shown.
        progress: how far the computer is.
        levels: criterion to level.
        within_cohorts: only people of the same cohort were paired.
        proposals: one page of the pairs.
        total: how many pairs there are.
        offset: index of the first one shown.
        left: one page of those without a partner.
        left_total: how many they are.
        balance: counts of what the toolkit asks of balanced pairs.
        locked: how many pairs are locked.
        choices: all pairs to choose from when partners are swapped.
    """

    run_id: int
    version: int
    progress: str
    levels: Mapping[str, str]
    within_cohorts: bool
    proposals: tuple[ProposalRow, ...]
    total: int
    offset: int
    left: tuple[LeftRow, ...]
    left_total: int
    balance: Mapping[str, int]
    locked: int
    choices: tuple[tuple[int, str, str], ...]


@attrs.frozen
class ForbiddenRow:
    """Two people who are not proposed to each other, and why."""

    forbidden_id: int
    first: str
    second: str
    reason: str
    is_wish: bool


@attrs.frozen
class WishRow:
    """Names that somebody would rather not be paired with, in their words."""

    person: Named
    words: str


@attrs.frozen
class ProfileRow:
    """How far somebody is with their profile.

    Attributes:
        participant_id: None without a role.
        name: full name.
        role: None as long as they have none.
        missing: parts that still need an answer.
        has_begun: whether anything was answered.
        asked_to_change_at: when they asked for the profile to be opened again.
        reminded_at: when they were reminded last.
    """

    participant_id: int | None
    name: str
    role: Role | None
    missing: tuple[Part, ...]
    has_begun: bool
    asked_to_change_at: datetime | None
    reminded_at: datetime | None

    @property
    def is_complete(self) -> bool:
        """Whether the person can be matched."""
        return self.role is not None and not self.missing


@attrs.frozen
class DecisionLine:
    """One decision: who, when, what, about whom, and why.

    Attributes:
        kind: what was decided.
        by: name; empty for somebody who left.
        at: when.
        mentor: name; empty where it is about none, or they have left.
        mentee: the same.
        reason: in the facilitator's words.
        details: numbers that belong to it.
        source: name of the course run from which people were taken over; its key where the host knows no name.
    """

    kind: str
    by: str
    at: datetime
    mentor: str
    mentee: str
    reason: str
    details: Mapping[str, Any]
    source: str = ""


@attrs.frozen
class RunLine:
    """One earlier run."""

    run_id: int
    state: str
    created_at: datetime
    created_by: str
    closed_at: datetime | None
    pairs: int


@attrs.frozen
class MatchingDesk:
    """The page of the facilitator.

    Attributes:
        complete: how many people have a complete profile.
        waiting: how many of these have no partner.
        taking_part: how many people have a role.
        unfinished: one page of the learners, those without a complete profile first within it.
        learners: how many learners the course has.
        asking: people who asked for their profile to be opened again.
        run: the open run.
        forbidden: pairs that are ruled out.
        wishes: who named somebody in their profile.
        mentors: juniors, to choose from.
        mentees: seniors, to choose from.
        decisions: the newest first.
        history: runs, the newest first.
        names: participant id to name, for what the facts name.
        counts: what counts in the next matching.
        has_cohorts: whether the host's course is divided into cohorts.
        had_partners: the reader is or was in a pair: of themselves and their partners they do not read who is not to be
            paired with whom.
    """

    complete: int
    waiting: int
    taking_part: int
    unfinished: tuple[ProfileRow, ...]
    learners: int
    asking: tuple[Named, ...]
    run: OpenRun | None
    forbidden: tuple[ForbiddenRow, ...]
    wishes: tuple[WishRow, ...]
    mentors: tuple[Named, ...]
    mentees: tuple[Named, ...]
    decisions: tuple[DecisionLine, ...]
    history: tuple[RunLine, ...]
    names: Mapping[int, str]
    counts: LevelsNow
    has_cohorts: bool = False
    had_partners: bool = False

    @property
    def without_role(self) -> int:
        """How many learners have no role yet, as far as the two counts tell."""
        return max(0, self.learners - self.taking_part)
