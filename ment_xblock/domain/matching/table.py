"""A cohort with everything that decides about it, computed once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from ment_xblock.domain.matching.coding import Mask, Matrix
from ment_xblock.domain.matching.cohort import Cohort, PairOfIds
from ment_xblock.domain.matching.criteria import Levels, score
from ment_xblock.domain.matching.rules import Bar, allowed, bars


@attrs.frozen(eq=False, slots=False)
class Table:
    """A cohort with everything that decides, computed once.

    Attributes:
        cohort: the people.
        levels: how much each criterion counts.
    """

    cohort: Cohort
    levels: Levels

    @cached_property
    def scores(self) -> Matrix:
        """How well each pair fits, 0 to 1."""
        return score(self.cohort, self.levels)

    @cached_property
    def barred(self) -> Mapping[Bar, Mask]:
        """Which rule stands against which pair."""
        return bars(self.cohort)

    @cached_property
    def allowed(self) -> Mask:
        """Against which pairs nothing stands."""
        return allowed(self.barred)

    @cached_property
    def row(self) -> Mapping[int, int]:
        """Mentor's id to index."""
        return {one.participant_id: index for index, one in enumerate(self.cohort.mentors)}

    @cached_property
    def column(self) -> Mapping[int, int]:
        """Mentee's id to index."""
        return {one.participant_id: index for index, one in enumerate(self.cohort.mentees)}

    def indices(self, pairs: Iterable[PairOfIds]) -> list[tuple[int, int]]:
        """Ids of pairs as rows and columns; who is not in the cohort is left out."""
        return sorted(
            (self.row[mentor], self.column[mentee])
            for mentor, mentee in set(pairs)
            if mentor in self.row and mentee in self.column
        )

    def ids(self, pairs: Iterable[tuple[int, int]]) -> list[PairOfIds]:
        """Rows and columns as ids of pairs."""
        mentors, mentees = self.cohort.mentors, self.cohort.mentees
        return [(mentors[m].participant_id, mentees[s].participant_id) for m, s in pairs]
