"""The matching itself: pairs first, then a trio rather than someone alone."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from ment_xblock.domain.matching.fairness import lift_lowest
from ment_xblock.domain.matching.placement import NOBODY, Openings, place
from ment_xblock.domain.matching.problem import Counts, Indices, Pair, Problem, read_problem


def assign(
    score: ArrayLike,
    allowed: ArrayLike,
    mentor_capacity: ArrayLike,
    mentee_capacity: ArrayLike,
    locked: Iterable[Pair] = (),
) -> list[Pair]:
    """Pair mentors with mentees, the best way there is.

    First each mentee gets at most one mentor, unless locks give more. Of all ways: the most
    mentees paired; then the most mentors used; then, among those with at least 99 % of the
    largest total score, the highest lowest score; then the largest total. Locked pairs count in
    all of these. Afterwards mentors who are still alone join a paired mentee who has capacity
    left, one place each: the most of them, then the largest total of these.

    Scores count in millionths and are summed as whole numbers. Locked pairs stay even where they
    are not allowed. A capacity of 0 is never placed. Same input, same output.

    Args:
        score: Mentors by mentees, how well they fit, 0 to 1.
        allowed: Mentors by mentees, booleans: who may be paired.
        mentor_capacity: How many mentees each mentor takes.
        mentee_capacity: How many mentors each mentee takes.
        locked: Pairs of mentor and mentee index that must stay.

    Returns:
        Sorted pairs of mentor and mentee index, locked ones included.

    Raises:
        MatchingRefused: The input is not as described, or a lock is beyond a capacity.
    """
    problem = read_problem(score, allowed, mentor_capacity, mentee_capacity, locked)
    pairs = np.vstack([problem.locked, _first_mentors(problem)])
    pairs = np.vstack([pairs, _second_mentors(problem, pairs)])
    return sorted((int(mentor), int(mentee)) for mentor, mentee in pairs)


def first_openings(problem: Problem) -> tuple[Openings, Indices]:
    """Say where mentees without a locked pair could go.

    Args:
        problem: The whole problem.

    Returns:
        The openings with mentors as hosts, and the index of the mentee behind each guest.
    """
    mentor_load, mentee_load = _loads(problem, problem.locked)
    free = np.flatnonzero((mentee_load == 0) & (problem.mentee_capacity > 0))
    openings = Openings(
        points=problem.points[:, free],
        allowed=problem.allowed[:, free],
        places=problem.mentor_capacity - mentor_load,
        unused=mentor_load == 0,
    )
    return openings, free


def _first_mentors(problem: Problem) -> Indices:
    openings, free = first_openings(problem)
    locked = problem.points[problem.locked[:, 0], problem.locked[:, 1]]
    host_of = lift_lowest(openings, place(openings), locked).host_of
    placed = host_of != NOBODY
    return np.column_stack([host_of[placed], free[placed]])


def _second_mentors(problem: Problem, pairs: Indices) -> Indices:
    mentor_load, mentee_load = _loads(problem, pairs)
    alone = np.flatnonzero((mentor_load == 0) & (problem.mentor_capacity > 0))
    openings = Openings(
        points=problem.points[alone].T,
        allowed=problem.allowed[alone].T,
        # A mentee with nobody may be paired with none of these: the first stage would have done it.
        places=problem.mentee_capacity - mentee_load,
        unused=np.zeros(mentee_load.size, dtype=np.bool_),
    )
    host_of = place(openings).host_of
    placed = host_of != NOBODY
    return np.column_stack([alone[placed], host_of[placed]])


def _loads(problem: Problem, pairs: Indices) -> tuple[Counts, Counts]:
    mentors, mentees = problem.points.shape
    return (
        np.bincount(pairs[:, 0], minlength=mentors),
        np.bincount(pairs[:, 1], minlength=mentees),
    )
