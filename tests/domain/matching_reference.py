"""The matching objective by brute force: look at every way there is and keep the best.

Written from the words of the contract, with nothing of the solver in it.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

NOBODY = -1
MILLION = 10**6


@dataclass
class Case:
    score: np.ndarray
    allowed: np.ndarray
    mentor_capacity: np.ndarray
    mentee_capacity: np.ndarray
    locked: list[tuple[int, int]]

    @property
    def arguments(self):
        return (
            self.score,
            self.allowed,
            self.mentor_capacity,
            self.mentee_capacity,
            self.locked,
        )

    @cached_property
    def points(self):
        rounded = [[round(float(value) * MILLION) for value in row] for row in self.score]
        return np.array(rounded, dtype=np.int64).reshape(self.score.shape)

    @property
    def free_mentees(self):
        taken = {mentee for _, mentee in self.locked}
        return [
            mentee
            for mentee, capacity in enumerate(self.mentee_capacity)
            if mentee not in taken and capacity
        ]


def assert_best(case, pairs):
    """The pairs keep every rule, and no other pairs are better by the contract's order."""
    assert_keeps_rules(case, pairs)
    best = best_first_stage(case)
    assert any(
        _first_value(case, first) == best and _second_is_best(case, first, second)
        for first, second in _readings(case, pairs)
    ), f"not the best: {pairs}, best first stage {best}"


def assert_keeps_rules(case, pairs):
    locked = set(case.locked)
    assert pairs == sorted(set(pairs))
    assert locked <= set(pairs)
    assert all(case.allowed[pair] for pair in set(pairs) - locked)
    for side, capacity in enumerate((case.mentor_capacity, case.mentee_capacity)):
        people = [pair[side] for pair in pairs]
        assert all(people.count(person) <= capacity[person] for person in people)


def best_first_stage(case):
    """(mentees paired, mentors used, lowest, total) of the best first stage."""
    left = case.mentor_capacity - _counts([m for m, _ in case.locked], case.mentor_capacity)
    ways = _every_way(case.allowed[:, case.free_mentees], left)
    paired, used, lowest, total = _measure(case, ways)
    keep = paired == paired.max()
    keep &= used == used[keep].max()
    keep &= 100 * total >= 99 * total[keep].max()
    keep &= lowest == lowest[keep].max()
    keep &= total == total[keep].max()
    return tuple(int(column[keep][0]) for column in (paired, used, lowest, total))


def _every_way(allowed, places):
    """All rows of hosts, one per guest or nobody, that keep to the hosts' places."""
    options = [[NOBODY, *np.flatnonzero(column)] for column in allowed.T]
    ways = np.array(np.meshgrid(*options, indexing="ij"), dtype=np.int8)
    ways = ways.reshape(len(options), -1).T if options else np.empty((1, 0), dtype=np.int8)
    for host, room in enumerate(places):
        ways = ways[(ways == host).sum(axis=1) <= room]
    return ways


def _measure(case, ways):
    points, free = case.points, case.free_mentees
    locked = [int(points[pair]) for pair in case.locked]
    locked_mentors = {mentor for mentor, _ in case.locked}
    paired = len({mentee for _, mentee in case.locked}) + (ways != NOBODY).sum(axis=1)
    used = len(locked_mentors) + sum(
        (ways == mentor).any(axis=1).astype(int)
        for mentor in range(len(points))
        if mentor not in locked_mentors
    )
    lowest = np.full(len(ways), min(locked, default=MILLION))
    total = np.full(len(ways), sum(locked))
    for guest, mentee in enumerate(free):
        # A last row for nobody: the index -1 finds it.
        worth = np.append(points[:, mentee], 0)[ways[:, guest]]
        total += worth
        lowest = np.minimum(lowest, np.where(ways[:, guest] == NOBODY, MILLION, worth))
    return paired, np.broadcast_to(used, len(ways)), lowest, total


def _first_value(case, first):
    row = [first.get(mentee, NOBODY) for mentee in case.free_mentees]
    measured = _measure(case, np.array([row], dtype=np.int8).reshape(1, -1))
    return tuple(int(column[0]) for column in measured)


def _readings(case, pairs):
    """Each way to say which mentor came first: ({mentee: first mentor}, second pairs)."""
    placed = [pair for pair in pairs if pair not in set(case.locked)]
    mentees = sorted({mentee for _, mentee in placed} & set(case.free_mentees))
    choices = [[mentor for mentor, other in placed if other == mentee] for mentee in mentees]
    for choice in product(*choices):
        first = dict(zip(mentees, choice, strict=True))
        yield first, [(mentor, mentee) for mentor, mentee in placed if first.get(mentee) != mentor]


def _second_is_best(case, first, second):
    settled = [*case.locked, *((mentor, mentee) for mentee, mentor in first.items())]
    busy = {mentor for mentor, _ in settled}
    alone = [m for m, room in enumerate(case.mentor_capacity) if room and m not in busy]
    mentors = [mentor for mentor, _ in second]
    if len(set(mentors)) < len(mentors) or not set(mentors) <= set(alone):
        return False
    load = _counts([mentee for _, mentee in settled], case.mentee_capacity)
    places = np.where(load > 0, case.mentee_capacity - load, 0)
    points = case.points[alone].T
    ways = _every_way(case.allowed[alone].T, places)
    guests = np.arange(len(alone))
    totals = np.where(ways == NOBODY, 0, points[ways, guests] if points.size else 0).sum(axis=1)
    best = max(zip((ways != NOBODY).sum(axis=1), totals, strict=True))
    return best == (len(second), sum(int(case.points[pair]) for pair in second))


def _counts(people, capacity):
    return np.bincount(np.array(people, dtype=np.int64), minlength=len(capacity))
