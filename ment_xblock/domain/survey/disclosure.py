"""What may be shown of answers without their people: of an anonymous survey, and of every survey among key figures.

The rules hold against a reader who sees everything that the product shows and who took part themselves
(docs/decisions/0012-anonymous-surveys.md, 0047-one-rule-for-groups.md):

- nothing of fewer than ``FEWEST`` people, counted for each place of the form by those who answered there;
- by role only where both roles have that many, since one role is the total minus the other;
- an item that a whole group answered alike is hidden altogether, unless it is the best answer. All but one count as a
  whole group: that one can subtract themselves. It is hidden from all, since a total without its parts would tell
  which answer it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

import attrs

FEWEST = 5
# How many may differ in a group that counts as one that answered alike.
BUT_FOR = 1

Value = int | str


class Shown(StrEnum):
    """How much of one place of the form may be shown."""

    NOTHING = "nothing"
    TOTAL = "total"
    BY_ROLE = "by_role"


@attrs.frozen
class Group:
    """How a group of people answered in one place.

    Attributes:
        answered: how many people answered there.
        counts: how often each answer was given; several for one person where several options can be chosen. Texts are
            not counted.
    """

    answered: int = 0
    counts: Mapping[Value, int] = attrs.field(factory=dict)

    def __add__(self, other: Group) -> Group:
        values = [*self.counts, *(value for value in other.counts if value not in self.counts)]
        return Group(
            self.answered + other.answered,
            {value: self.counts.get(value, 0) + other.counts.get(value, 0) for value in values},
        )

    @property
    def is_enough(self) -> bool:
        """Whether these are enough people for anything to be shown."""
        return self.answered >= FEWEST

    def is_alike(self, best: Value | None) -> bool:
        """Whether (nearly) everybody gave the same answer, and it is not the best one."""
        return any(
            count >= self.answered - BUT_FOR
            for value, count in self.counts.items()
            if value != best
        )


def each_once(answers: Iterable[tuple[Value, Value]]) -> Group:
    """A group in which everybody is one person, however often they answered.

    Who gave different answers is one who answered, and stands beside none of them: nobody can tell what they said.

    Args:
        answers: of each person, the smallest and the largest of their answers.
    """
    answered, always = 0, Counter[Value]()
    for smallest, largest in answers:
        answered += 1
        if smallest == largest:
            always[smallest] += 1
    return Group(answered, always)


def may_tell_how_many(chose: int, *, of: int) -> bool:
    """Whether it may be said how many people chose something that is good news.

    Args:
        chose: how many did.
        of: how many were asked and answered. Of nobody there is nothing to hide.
    """
    answers = Group(of, {"yes": chose, "no": of - chose})
    return not of or may_show({"": answers}, asked=(), best="yes") is not Shown.NOTHING


def total_of(groups: Mapping[str, Group]) -> Group:
    """All groups together."""
    return sum(groups.values(), Group())


def may_show(
    groups: Mapping[str, Group], *, asked: Collection[str], best: Value | None = None
) -> Shown:
    """Decide how much of one place of the form may be shown.

    Args:
        groups: the answers by role; under ``""`` those of which the role is not known.
        asked: the roles that were asked there.
        best: the answer that is good news whoever gave it.
    """
    total = total_of(groups)
    if not total.is_enough or total.is_alike(best):
        return Shown.NOTHING
    by_role = [group for role, group in groups.items() if role]
    splits = len(asked) > 1 and len(by_role) == len(groups) == len(asked)
    if not splits or not all(group.is_enough for group in by_role):
        # Here the parts must not decide: that a total is shown would tell something about them.
        return Shown.TOTAL
    return Shown.NOTHING if any(group.is_alike(best) for group in by_role) else Shown.BY_ROLE


def may_show_texts(answered: int) -> bool:
    """Whether the texts of a place may be shown, without any hint at who wrote them."""
    return answered >= FEWEST


def too_small_roles(people: Mapping[str, int]) -> tuple[str, ...]:
    """Roles with too few people to be asked their own items in an anonymous survey.

    Args:
        people: how many people each role has.
    """
    return tuple(role for role, count in people.items() if count < FEWEST)
