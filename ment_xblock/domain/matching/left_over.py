"""Who is left without a partner, why, and what would help: found by lifting one rule at a time."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
import numpy as np
from numpy.typing import NDArray

from ment_xblock.domain.matching.coding import Mask, Matrix
from ment_xblock.domain.matching.cohort import PairOfIds
from ment_xblock.domain.matching.facts import Fact
from ment_xblock.domain.matching.rules import Bar
from ment_xblock.domain.matching.table import Table
from ment_xblock.domain.profile import Profile

MOST_HELPERS = 3


def left_over(table: Table, pairs: Iterable[PairOfIds]) -> dict[int, tuple[Fact, ...]]:
    """Say of everybody without a partner why that is, and what would help.

    Args:
        table: the cohort.
        pairs: all proposed pairs; open ones count anyway.

    Returns:
        Participant id to facts, the reason first.
    """
    taken = table.indices([*pairs, *table.cohort.open_pairs])
    mentors = _People.of(table, taken, mentors=True)
    mentees = _People.of(table, taken, mentors=False)
    return {**_left(mentors, mentees), **_left(mentees, mentors)}


def without_forbidden(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The same without that somebody ruled out a pair, for a reader who may not know it.

    Args:
        facts: the reason first.
    """
    hidden = (f"barred_{Bar.FORBIDDEN.value}", f"if_{Bar.FORBIDDEN.value}")
    reason, *helps = facts
    left = Fact("nobody_fits") if reason.code in hidden else reason
    return (left, *(fact for fact in helps if fact.code not in hidden))


@attrs.frozen(eq=False)
class _People:
    """One side of the table, with the other side as columns."""

    table: Table
    is_mentor: bool
    load: NDArray[np.int64]

    @classmethod
    def of(cls, table: Table, taken: list[tuple[int, int]], *, mentors: bool) -> _People:
        size = len(table.cohort.mentors if mentors else table.cohort.mentees)
        people = np.array([pair[0 if mentors else 1] for pair in taken], dtype=np.int64)
        load = np.bincount(people, minlength=size)
        return cls(table, mentors, load)

    @property
    def profiles(self) -> tuple[Profile, ...]:
        return self.table.cohort.mentors if self.is_mentor else self.table.cohort.mentees

    @property
    def free(self) -> Mask:
        room = np.array([one.capacity for one in self.profiles], dtype=np.int64)
        still: Mask = room > self.load
        return still

    def against(self, index: int) -> dict[Bar, Mask]:
        """Rule to the people of the other side that it stands against."""
        return {
            bar: mask[index] if self.is_mentor else mask[:, index]
            for bar, mask in self.table.barred.items()
        }

    def fits(self, index: int) -> Matrix:
        """Scores with the people of the other side."""
        scores = self.table.scores
        return scores[index] if self.is_mentor else scores[:, index]


def _left(side: _People, others: _People) -> dict[int, tuple[Fact, ...]]:
    return {
        one.participant_id: _why_left(side, others, index)
        for index, one in enumerate(side.profiles)
        if not side.load[index] and one.capacity
    }


def _why_left(side: _People, others: _People, index: int) -> tuple[Fact, ...]:
    if not len(others.profiles):
        return (Fact("nobody_there"),)
    against = side.against(index)
    count = np.sum(list(against.values()), axis=0)
    lifted = [
        fact
        for bar, mask in against.items()
        for fact in _helps(side, others, index, bar, mask & (count == 1))
    ]
    if (count == 0).any():
        return (*_why_full(side, others, index, count == 0), *lifted)
    return (_why_barred(side, others, index, against), *lifted)


def _why_barred(side: _People, others: _People, index: int, against: dict[Bar, Mask]) -> Fact:
    """The rule that stands against most people."""
    widest = max(against, key=lambda bar: int(against[bar].sum()))
    params = {"barred": int(against[widest].sum()), "people": len(others.profiles)}
    return Fact(f"barred_{widest.value}", {**params, **_languages_of(side, index, widest)})


def _why_full(side: _People, others: _People, index: int, may: Mask) -> tuple[Fact, ...]:
    """Everybody who would fit has partners enough."""
    if (may & others.free).any():
        return (Fact("run_again"),)
    best = sorted(np.flatnonzero(may), key=lambda one: -side.fits(index)[one])[:MOST_HELPERS]
    helpers = [others.profiles[one].participant_id for one in best]
    return (
        Fact("all_taken", {"fitting": int(may.sum())}),
        Fact("one_more_place", {"people": helpers}),
    )


def _helps(side: _People, others: _People, index: int, bar: Bar, mask: Mask) -> list[Fact]:
    """What lifting this one rule would do: counted are people with room left whom nothing else stands against."""
    could = np.flatnonzero(mask & others.free)
    if not could.size or bar in (Bar.ALREADY, Bar.BOSS):
        return []
    if bar is not Bar.LANGUAGE:
        return [Fact(f"if_{bar.value}", {"count": int(could.size)})]
    speakers: dict[str, list[int]] = {}
    for one in could:
        for language in others.profiles[one].languages:
            speakers.setdefault(language, []).append(int(one))
    if not speakers:
        return []
    language = max(sorted(speakers), key=lambda one: len(speakers[one]))
    mine = side.profiles[index].times
    meet = sum(bool(mine & others.profiles[one].times) for one in speakers[language])
    return [
        Fact("if_language", {"language": language, "count": len(speakers[language]), "meet": meet})
    ]


def _languages_of(side: _People, index: int, bar: Bar) -> dict[str, list[str]]:
    if bar is not Bar.LANGUAGE:
        return {}
    return {"languages": sorted(side.profiles[index].languages)}
