"""How well two people fit: six criteria from 0 to 1, and how much each one counts.

Coverage counts, not overlap: what a mentor can show beyond the mentee's tasks earns nothing, and neither do hours or
ways of meeting beyond those that a pair needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from ment_xblock.domain.matching.coding import Mask, Matrix, People, common, has, same, weighed
from ment_xblock.domain.matching.cohort import Cohort
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile import Profile, Step, Way

ROWS_AT_ONCE = 256
"""So many mentors are scored at once: it keeps what is held in memory beside the result small."""

TASK_WEIGHTS = (3.0, 2.0, 1.0)
"""The first task counts most."""

SKILL: Mapping[Step, float] = MappingProxyType(
    {
        Step.NEVER: 0.0,
        Step.BY_OTHERS: 0.0,
        Step.WITH_HELP: 0.25,
        Step.WITH_NOTES: 0.75,
        Step.COULD_SHOW: 1.0,
    }
)
"""How far somebody at this step can show a task to another."""

ENOUGH_TIMES = 3
"""More common hours than this are no better: the pair meets every week or two."""

UNKNOWN = 0.5
"""What nobody said is neither for nor against a pair."""


class Criterion(StrEnum):
    """What makes two people fit."""

    TASKS = "tasks"
    TIMES = "times"
    WAY = "way"
    STYLE = "style"
    WISHES = "wishes"
    VARIETY = "variety"


class Level(StrEnum):
    """How much a criterion counts; the facilitator chooses words, not numbers."""

    OFF = "off"
    LITTLE = "little"
    NORMAL = "normal"
    LOT = "lot"

    @property
    def weight(self) -> float:
        """What the level multiplies a criterion by."""
        return {Level.OFF: 0.0, Level.LITTLE: 1.0, Level.NORMAL: 2.0, Level.LOT: 4.0}[self]


Levels = Mapping[Criterion, Level]

DEFAULT_LEVELS: Levels = MappingProxyType(
    {
        Criterion.TASKS: Level.LOT,
        Criterion.TIMES: Level.NORMAL,
        Criterion.WAY: Level.NORMAL,
        Criterion.STYLE: Level.LITTLE,
        Criterion.WISHES: Level.LITTLE,
        Criterion.VARIETY: Level.LITTLE,
    }
)


def levels_of(stored: Mapping[str, str]) -> Levels:
    """Read levels as they are stored; what is unknown by now is left out."""
    known = set(Level)
    return {one: Level(stored[one]) for one in Criterion if stored.get(one) in known}


def fit(mentors: People, mentees: People) -> Mapping[Criterion, Matrix]:
    """Measure every criterion for every pair.

    Args:
        mentors: the rows.
        mentees: the columns.

    Returns:
        Criterion to mentors by mentees, 0 to 1.
    """
    return {criterion: measure(mentors, mentees) for criterion, measure in _MEASURES.items()}


def score(cohort: Cohort, levels: Levels = DEFAULT_LEVELS) -> Matrix:
    """Score every pair: the mean of the criteria, each as heavy as its level.

    Args:
        cohort: the people.
        levels: how much each criterion counts; one that is left out is off.

    Returns:
        Mentors by mentees, 0 to 1; 0 everywhere when every criterion is off.
    """
    result = np.zeros((len(cohort.mentors), len(cohort.mentees)))
    shares = weights(levels)
    for start in range(0, len(cohort.mentors), ROWS_AT_ONCE):
        rows = cohort.mentors[start : start + ROWS_AT_ONCE]
        for criterion, share in shares.items():
            if share:
                measured = _MEASURES[criterion](rows, cohort.mentees)
                result[start : start + len(rows)] += share * measured
    return np.clip(result, 0.0, 1.0)


def weights(levels: Levels) -> Mapping[Criterion, float]:
    """Turn levels into shares of the score that add up to 1; all 0 when every criterion is off."""
    heavy = {one: levels.get(one, Level.OFF).weight for one in Criterion}
    total = sum(heavy.values())
    return {one: weight / total if total else 0.0 for one, weight in heavy.items()}


def task_weights(mentee: Profile) -> Mapping[str, float]:
    """What each wanted task is worth of the coverage; together 1."""
    heavy = dict(zip(mentee.wanted, TASK_WEIGHTS, strict=False))
    total = sum(heavy.values())
    return {task: weight / total for task, weight in heavy.items()}


def _tasks(mentors: People, mentees: People) -> Matrix:
    wanted = dict.fromkeys(task for one in mentees for task in one.wanted)
    keys = {task: number for number, task in enumerate(wanted)}
    skill = weighed(
        mentors, keys, lambda one: {task: SKILL[step] for task, step in one.skills.items()}
    )
    covered: Matrix = skill @ weighed(mentees, keys, task_weights).T
    return covered


def _times(mentors: People, mentees: People) -> Matrix:
    shared = common(mentors, mentees, lambda one: one.times)
    enough: Matrix = np.minimum(shared, ENOUGH_TIMES) / ENOUGH_TIMES
    return enough


def _way(mentors: People, mentees: People) -> Matrix:
    remote = common(mentors, mentees, lambda one: one.ways - {Way.IN_PERSON}) > 0
    meet = common(mentors, mentees, lambda one: one.ways & {Way.IN_PERSON}) > 0
    somewhere = common(mentors, mentees, lambda one: one.places) > 0
    anywhere = has(mentors, _names_no_place)[:, np.newaxis] | has(mentees, _names_no_place)
    works = remote | (meet & (somewhere | anywhere))
    return np.where(works, 1.0, np.where(meet, UNKNOWN, 0.0))


def _style(mentors: People, mentees: People) -> Matrix:
    answered = common(mentors, mentees, lambda one: one.style.keys())
    agreed = common(mentors, mentees, lambda one: [f"{k}={v}" for k, v in one.style.items()])
    return np.where(answered > 0, agreed / np.maximum(answered, 1.0), UNKNOWN)


def _wishes(mentors: People, mentees: People) -> Matrix:
    granted = common(mentors, mentees, _asked_or_offered) > 0
    has_none = ~has(mentors, lambda one: bool(one.wishes))
    return np.where(has_none[:, np.newaxis], UNKNOWN, granted.astype(np.float64))


def _variety(mentors: People, mentees: People) -> Matrix:
    return _other(mentors, mentees, _trade) / 2 + _other(mentors, mentees, _firm) / 2


def _other(mentors: People, mentees: People, of: Callable[[Profile], str]) -> Matrix:
    known: Mask = np.outer(
        has(mentors, lambda one: bool(of(one))), has(mentees, lambda one: bool(of(one)))
    )
    return np.where(known, 1.0 - same(mentors, mentees, of), UNKNOWN)


def _asked_or_offered(one: Profile) -> frozenset[str]:
    return one.wishes if one.role is Role.MENTOR else frozenset(filter(None, [one.trade]))


def _trade(one: Profile) -> str:
    return one.trade


def _firm(one: Profile) -> str:
    return one.firm


def _names_no_place(one: Profile) -> bool:
    return not one.places


_MEASURES: Mapping[Criterion, Callable[[People, People], Matrix]] = MappingProxyType(
    {
        Criterion.TASKS: _tasks,
        Criterion.TIMES: _times,
        Criterion.WAY: _way,
        Criterion.STYLE: _style,
        Criterion.WISHES: _wishes,
        Criterion.VARIETY: _variety,
    }
)
