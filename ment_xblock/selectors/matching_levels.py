"""How much each criterion counts in the next matching, and who says so: the facilitator, or the goals of the charter."""

from __future__ import annotations

import attrs

from ment_xblock.domain.matching import Levels, Raised, levels_for, levels_of, raised_by
from ment_xblock.models import Decision, Programme
from ment_xblock.selectors.charter import charter_for


@attrs.frozen
class LevelsNow:
    """What counts in the next matching.

    Attributes:
        levels: how much each criterion counts.
        is_own: whether a facilitator chose it; their choice stays, whatever the charter says later.
        goals: ids of the goals of the charter.
    """

    levels: Levels
    is_own: bool
    goals: tuple[str, ...]

    @property
    def raised(self) -> tuple[Raised, ...]:
        """What the goals raise."""
        return raised_by(self.goals)

    @property
    def stored(self) -> dict[str, str]:
        """The levels as a run keeps them."""
        return {one.value: level.value for one, level in self.levels.items()}

    def changed_to(self, levels: Levels | None) -> LevelsNow:
        """What a facilitator changed, all or part of it; to change it to what counts anyway is no choice."""
        wanted = {**self.levels, **(levels or {})}
        if wanted == dict(self.levels):
            return self
        return attrs.evolve(self, levels=wanted, is_own=True)

    def by_goals(self) -> LevelsNow:
        """What counts where the facilitator leaves it to the goals."""
        return attrs.evolve(self, levels=levels_for(self.goals), is_own=False)


def usual_levels() -> LevelsNow:
    """What counts where there is neither a choice nor a charter."""
    return LevelsNow(levels_for(()), is_own=False, goals=())


def levels_now(programme: Programme) -> LevelsNow:
    """Read what counts in the next matching of a programme.

    Args:
        programme: the programme.
    """
    rows = programme.decisions.filter(kind=Decision.Kind.LEVELS).order_by("-pk")
    last = rows.values_list("details", flat=True).first() or {}
    goals = charter_for(programme.course_key).goals
    if last.get("levels") and not last.get("by_goals"):
        return LevelsNow(levels_of(last["levels"]), is_own=True, goals=goals)
    return LevelsNow(levels_for(goals), is_own=False, goals=goals)
