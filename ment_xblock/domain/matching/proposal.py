"""Who is proposed to whom, and why not another."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ment_xblock.domain.matching.coding import Mask
from ment_xblock.domain.matching.cohort import PairOfIds
from ment_xblock.domain.matching.criteria import Criterion, fit, weights
from ment_xblock.domain.matching.facts import Fact
from ment_xblock.domain.matching.solver import assign
from ment_xblock.domain.matching.table import Table


def propose(table: Table, locked: Iterable[PairOfIds] = ()) -> list[PairOfIds]:
    """Propose pairs around those that are locked and those that are open already.

    An open pair holds its people's places and counts as a full fit: what was agreed long ago shall not hold the new
    pairs down to its own score.

    Args:
        table: the cohort.
        locked: proposed pairs that must stay.

    Returns:
        Ids of the pairs to propose, locked ones included, open ones not.
    """
    cohort = table.cohort
    if not cohort.mentors or not cohort.mentees:
        return []
    standing = table.indices(cohort.open_pairs)
    fixed = sorted({*standing, *table.indices(locked)})
    scores = table.scores.copy()
    for pair in standing:
        scores[pair] = 1.0
    found = assign(scores, table.allowed, _room(table, fixed, 0), _room(table, fixed, 1), fixed)
    return table.ids(pair for pair in found if pair not in set(standing))


def why_not(table: Table, pairs: Iterable[PairOfIds]) -> dict[PairOfIds, Fact]:
    """Say for each pair which other mentor came next for the mentee, and why that one was not proposed.

    Args:
        table: the cohort.
        pairs: all proposed pairs.

    Returns:
        Pair to the fact.
    """
    chosen = table.indices(pairs)
    ranked = np.where(table.allowed, table.scores, -1.0)
    ranked[_full_already(table)] = -1.0
    mentees_of: dict[int, list[int]] = {}
    for mentor, mentee in chosen:
        mentees_of.setdefault(mentor, []).append(mentee)
        ranked[mentor, mentee] = -1.0
    told = {}
    for mentor, mentee in chosen:
        (ids,) = table.ids([(mentor, mentee)])
        other = int(ranked[:, mentee].argmax())
        if ranked[other, mentee] < 0:
            told[ids] = Fact("nobody_else")
        else:
            told[ids] = _beaten(table, mentor, mentee, other, mentees_of.get(other, []))
    return told


def _room(table: Table, fixed: list[tuple[int, int]], side: int) -> NDArray[np.int64]:
    people = table.cohort.mentees if side else table.cohort.mentors
    load = np.bincount(
        np.array([pair[side] for pair in fixed], dtype=np.int64), minlength=len(people)
    )
    # A lock made before somebody asked for fewer partners is theirs to keep.
    return np.maximum(np.array([one.capacity for one in people], dtype=np.int64), load)


def _beaten(table: Table, mentor: int, mentee: int, other: int, others_mentees: list[int]) -> Fact:
    people = table.cohort.mentors
    mine, theirs = table.scores[mentor, mentee], table.scores[other, mentee]
    params = {"other": people[other].participant_id}
    if theirs < mine:
        return Fact("fits_less", {**params, "criterion": _widest(table, mentor, mentee, other)})
    if others_mentees:
        needed = max(others_mentees, key=lambda one: table.scores[other, one])
        return Fact(
            "needed_there", {**params, "mentee": table.cohort.mentees[needed].participant_id}
        )
    return Fact("fits_as_well", params)


def _widest(table: Table, mentor: int, mentee: int, other: int) -> str:
    people = table.cohort.mentors
    shares = weights(table.levels)
    reached = fit([people[mentor], people[other]], [table.cohort.mentees[mentee]])
    ahead = {one: shares[one] * float(reached[one][0, 0] - reached[one][1, 0]) for one in Criterion}
    return max(ahead, key=lambda one: ahead[one]).value


def _full_already(table: Table) -> Mask:
    """Mentors whose places are all taken by open pairs."""
    mentors = table.cohort.mentors
    standing = [mentor for mentor, _ in table.indices(table.cohort.open_pairs)]
    load = np.bincount(np.array(standing, dtype=np.int64), minlength=len(mentors))
    full: Mask = load >= np.array([one.capacity for one in mentors], dtype=np.int64)
    return full
