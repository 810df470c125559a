"""Profiles as arrays: one row a person, so that a whole cohort is compared at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ment_xblock.domain.profile import Profile

People = Sequence[Profile]
Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]


def common(mentors: People, mentees: People, of: Callable[[Profile], Collection[str]]) -> Matrix:
    """Count what two people have in common.

    Args:
        mentors: the rows.
        mentees: the columns.
        of: what each person has.

    Returns:
        Mentors by mentees, how many things both have.
    """
    keys = _numbered(key for one in (*mentors, *mentees) for key in of(one))
    counts: Matrix = _ticks(mentors, keys, of) @ _ticks(mentees, keys, of).T
    return counts


def same(mentors: People, mentees: People, of: Callable[[Profile], str]) -> Mask:
    """Tell who shares a word such as the trade; nobody shares what is unknown."""
    keys = _numbered(of(one) for one in (*mentors, *mentees))
    mine = np.array([keys[of(one)] if of(one) else -1 for one in mentors], dtype=np.int64)
    theirs = np.array([keys[of(one)] if of(one) else -2 for one in mentees], dtype=np.int64)
    equal: Mask = mine[:, np.newaxis] == theirs
    return equal


def has(people: People, test: Callable[[Profile], bool]) -> Mask:
    """Tell of each person whether something holds."""
    return np.array([test(one) for one in people], dtype=np.bool_)


def weighed(
    people: People, keys: Mapping[str, int], of: Callable[[Profile], Mapping[str, float]]
) -> Matrix:
    """People by keys: the weight that each person gives to each key."""
    matrix = np.zeros((len(people), len(keys)))
    for row, one in enumerate(people):
        for key, weight in of(one).items():
            if key in keys:
                matrix[row, keys[key]] = weight
    return matrix


def _ticks(
    people: People, keys: Mapping[str, int], of: Callable[[Profile], Collection[str]]
) -> Matrix:
    return weighed(people, keys, lambda one: dict.fromkeys(of(one), 1.0))


def _numbered(keys: Iterable[str]) -> dict[str, int]:
    return {key: number for number, key in enumerate(dict.fromkeys(keys))}
