"""What a programme wants to reach decides what counts in its matching, until the facilitator decides otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from ment_xblock.domain.matching.criteria import DEFAULT_LEVELS, Criterion, Level, Levels

RAISES: Mapping[str, Criterion] = MappingProxyType(
    {
        # Digital skills grow where the mentor can show the very task.
        "digital_skills": Criterion.TASKS,
        # Two generations get on where both like to work in the same way.
        "generations": Criterion.STYLE,
        # Who leads hears most from a person who does not depend on them, and new ideas come from elsewhere.
        "inclusive_leadership": Criterion.VARIETY,
        "innovation": Criterion.VARIETY,
        # A young person stays who gets to know the trade they are curious about; its know-how comes with it.
        "young_talent": Criterion.WISHES,
        "tacit_knowledge": Criterion.WISHES,
        # Who meets often belongs.
        "engagement": Criterion.TIMES,
    }
)
"""The toolkit's goals, by their ids in the charter, and the criterion that each one raises."""

_NEXT = {
    Level.OFF: Level.LITTLE,
    Level.LITTLE: Level.NORMAL,
    Level.NORMAL: Level.LOT,
    Level.LOT: Level.LOT,
}


@attrs.frozen
class Raised:
    """A criterion that counts more than usual, or stays on top, because of goals.

    Attributes:
        criterion: what counts.
        level: how much it counts now.
        goals: ids of the goals that say so, in the order of the charter.
    """

    criterion: Criterion
    level: Level
    goals: tuple[str, ...]


def raised_by(goals: Iterable[str]) -> tuple[Raised, ...]:
    """Say what goals raise: by one step, however many of them name the same criterion.

    Args:
        goals: ids of the goals of a charter; unknown ones raise nothing.
    """
    asked: dict[Criterion, list[str]] = {}
    for goal in goals:
        if goal in RAISES:
            asked.setdefault(RAISES[goal], []).append(goal)
    return tuple(
        Raised(one, _NEXT[DEFAULT_LEVELS[one]], tuple(asked[one]))
        for one in Criterion
        if one in asked
    )


def levels_for(goals: Iterable[str]) -> Levels:
    """How much each criterion counts in a programme with these goals.

    Args:
        goals: ids of the goals of its charter.
    """
    return {**DEFAULT_LEVELS, **{one.criterion: one.level for one in raised_by(goals)}}
