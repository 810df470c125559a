"""What the solver is given, checked once at the door and turned into whole numbers."""

import operator
from collections.abc import Iterable
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike, NDArray

from ment_xblock.domain.matching.errors import MatchingRefused

FULL_POINTS = 1_000_000
"""Points of a perfect score: one point is a millionth, so that sums are exact."""

Pair = tuple[int, int]
Points = NDArray[np.int64]
Indices = NDArray[np.int64]
Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


@frozen(eq=False)
class Problem:
    """A checked matching problem.

    Attributes:
        points: Mentors by mentees, 0 to ``FULL_POINTS``.
        allowed: Mentors by mentees, who may be paired.
        mentor_capacity: How many mentees each mentor takes; never more than there are.
        mentee_capacity: How many mentors each mentee takes; never more than there are.
        locked: One row per pair that must stay, mentor and mentee; sorted, no doubles.
    """

    points: Points
    allowed: Mask
    mentor_capacity: Counts
    mentee_capacity: Counts
    locked: Indices


def read_problem(
    score: ArrayLike,
    allowed: ArrayLike,
    mentor_capacity: ArrayLike,
    mentee_capacity: ArrayLike,
    locked: Iterable[Pair] = (),
) -> Problem:
    """Check the input of a matching.

    Args:
        score: Mentors by mentees, how well they fit, 0 to 1 once rounded to a millionth.
        allowed: Mentors by mentees, booleans.
        mentor_capacity: One whole number of 0 or more per mentor.
        mentee_capacity: One whole number of 0 or more per mentee.
        locked: Pairs of mentor and mentee index; a pair named twice counts once.

    Returns:
        The same problem in whole numbers.

    Raises:
        MatchingRefused: Something is not as described here, or a lock is beyond a capacity.
    """
    points = _points(_array("score", score, "fiu"))
    mentors, mentees = points.shape
    mask = _of_shape("allowed", _array("allowed", allowed, "b"), points.shape)
    mentor_room = _capacity("mentor_capacity", mentor_capacity, mentors, at_most=mentees)
    mentee_room = _capacity("mentee_capacity", mentee_capacity, mentees, at_most=mentors)
    locks = _locked(locked, points.shape)
    _refuse_overfull("locked.beyond_mentor_capacity", locks[:, 0], mentor_room)
    _refuse_overfull("locked.beyond_mentee_capacity", locks[:, 1], mentee_room)
    return Problem(points, mask.astype(np.bool_), mentor_room, mentee_room, locks)


def _array(name: str, values: ArrayLike, kinds: str) -> NDArray[Any]:
    try:
        array = np.asarray(values)
    except ValueError:
        raise MatchingRefused(f"{name}.shape") from None
    # An empty list has no type of its own: numpy calls it float.
    if array.size and array.dtype.kind not in kinds:
        raise MatchingRefused(f"{name}.type", type=str(array.dtype))
    return array


def _of_shape(name: str, array: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    if array.shape != shape:
        raise MatchingRefused(f"{name}.shape", shape=array.shape, expected=shape)
    return array


def _points(score: NDArray[Any]) -> Points:
    if score.ndim != 2:  # noqa: PLR2004 (a matrix)
        raise MatchingRefused("score.shape", shape=score.shape)
    with np.errstate(over="ignore"):  # what overflows is out of range
        exact = np.rint(score.astype(np.float64) * FULL_POINTS)
    if np.isnan(exact).any():
        raise MatchingRefused("score.not_a_number")
    if exact.size and not 0 <= exact.min() <= exact.max() <= FULL_POINTS:
        raise MatchingRefused("score.range")
    return exact.astype(np.int64)


def _capacity(name: str, capacity: ArrayLike, people: int, at_most: int) -> Counts:
    counts = _of_shape(name, _array(name, capacity, "iu"), (people,))
    negative = np.flatnonzero(counts < 0)
    if negative.size:
        raise MatchingRefused(f"{name}.negative", person=int(negative[0]))
    return np.asarray(np.minimum(counts, at_most), dtype=np.int64)


def _locked(locked: Iterable[Pair], shape: tuple[int, ...]) -> Indices:
    pairs = sorted({_lock(lock, shape) for lock in locked})
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _lock(lock: Pair, shape: tuple[int, ...]) -> Pair:
    try:
        mentor, mentee = map(operator.index, lock)
    except (TypeError, ValueError):
        raise MatchingRefused("locked.type") from None
    if not (0 <= mentor < shape[0] and 0 <= mentee < shape[1]):
        raise MatchingRefused("locked.unknown_person", mentor=mentor, mentee=mentee)
    return mentor, mentee


def _refuse_overfull(code: str, people: Indices, capacity: Counts) -> None:
    overfull = np.flatnonzero(np.bincount(people, minlength=capacity.size) > capacity)
    if overfull.size:
        raise MatchingRefused(code, person=int(overfull[0]))
