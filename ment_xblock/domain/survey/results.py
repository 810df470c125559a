"""What the answers say: distributions, means, changes, constructs. Made of what may be shown, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from ment_xblock.domain.survey.disclosure import Group, Shown, Value, may_show, total_of
from ment_xblock.domain.survey.items import Definition, Item, Kind, Signal, Slot

# Below this many people who answered twice, nothing is said about chance.
FEWEST_PAIRS = 20
# Who is asked "how likely are you to tell a colleague": 9 and 10 are for it, 0 to 6 are not (Reichheld 2003).
PROMOTER_FROM = 9
DETRACTOR_TO = 6

Tallies = Mapping[str, Mapping[str, Group]]


@attrs.frozen
class Distribution:
    """How a group answered in one place.

    Attributes:
        answered: how many people.
        counts: each possible answer with how often it was given, also where that is never.
        mean: None where answers are not numbers, or nobody answered.
    """

    answered: int
    counts: tuple[tuple[Value, int], ...] = ()
    mean: float | None = None


@attrs.frozen
class SlotResult:
    """One place of the form.

    Attributes:
        slot: the place.
        shown: how much of it may be shown.
        total: None where nothing may be shown.
        by_role: empty where roles may not, or need not, be told apart.
    """

    slot: Slot
    shown: Shown
    total: Distribution | None = None
    by_role: Mapping[str, Distribution] = attrs.field(factory=dict)


@attrs.frozen
class Change:
    """How the answers for now differ from those looking back; the same people gave both.

    Attributes:
        answered: how many people.
        mean: mean of now minus mean of then, in steps of the item's scale; above zero means higher numbers now.
    """

    answered: int
    mean: float

    @property
    def is_few(self) -> bool:
        """Whether these are too few people to say anything about chance."""
        return self.answered < FEWEST_PAIRS


@attrs.frozen
class ItemResult:
    """One item in one wording.

    Attributes:
        item: the item as it was asked.
        version: number of the first version of the survey with this wording.
        is_current: whether it is asked so now.
        slots: its places.
        change: for an item that was asked twice, where both may be shown.
        change_by_role: the same by role.
    """

    item: Item
    version: int
    is_current: bool
    slots: tuple[SlotResult, ...]
    change: Change | None = None
    change_by_role: Mapping[str, Change] = attrs.field(factory=dict)

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it may be shown."""
        return all(slot.total is None for slot in self.slots)


@attrs.frozen
class ConstructResult:
    """All items with numbers that measure the same on the same scale, reversed ones turned round.

    Attributes:
        construct: what they measure.
        kind: their scale.
        items: ids of the items.
        mean: over all answers; high is good.
        by_role: the same by role, from the items of which roles may be told apart, or that one role alone is asked.
    """

    construct: str
    kind: Kind
    items: tuple[str, ...]
    mean: float
    by_role: Mapping[str, float] = attrs.field(factory=dict)


@attrs.frozen
class Recommendation:
    """The recommendation score: share of promoters minus share of detractors.

    Attributes:
        promoters: people who answered 9 or 10.
        neutral: 7 or 8.
        detractors: 0 to 6.
    """

    promoters: int
    neutral: int
    detractors: int

    @property
    def score(self) -> int:
        """From -100, all are detractors, to 100, all are promoters."""
        answered = self.promoters + self.neutral + self.detractors
        return round(100 * (self.promoters - self.detractors) / answered)


def item_result(
    definition: Definition, item: Item, tallies: Tallies, *, version: int, is_current: bool
) -> ItemResult:
    """What may be shown of one item.

    Args:
        definition: the survey that asked it.
        item: the item.
        tallies: by key of a slot, and then by role, how people answered.
        version: number of the first version with this wording.
        is_current: whether it is asked so now.
    """
    slots = tuple(
        _slot_result(definition, item, slot, tallies.get(slot.key, {})) for slot in item.slots
    )
    result = ItemResult(item, version, is_current, slots)
    if not item.then:
        return result
    now, then = slots
    return attrs.evolve(
        result,
        change=_change(now.total, then.total),
        change_by_role={
            role: change
            for role, distribution in now.by_role.items()
            if (change := _change(distribution, then.by_role.get(role))) is not None
        },
    )


def distribution(item: Item, group: Group) -> Distribution:
    """How a group answered, with every possible answer in its order."""
    numbers = item.kind.numbers
    values: Sequence[Value] = numbers or item.options
    counts = tuple((value, group.counts.get(value, 0)) for value in values)
    given = sum(group.counts.get(value, 0) for value in numbers)
    mean = sum(value * group.counts.get(value, 0) for value in numbers) / given if given else None
    return Distribution(group.answered, counts, mean)


def constructs(results: Iterable[ItemResult]) -> tuple[ConstructResult, ...]:
    """Bring items together by what they measure; only from distributions that may be shown."""
    together: dict[tuple[str, Kind], list[ItemResult]] = {}
    for result in results:
        item = result.item
        if item.construct and item.kind.numbers and result.slots[0].total is not None:
            together.setdefault((item.construct, item.kind), []).append(result)
    return tuple(
        _construct(construct, kind, found) for (construct, kind), found in together.items()
    )


def without_people(
    results: Iterable[ItemResult], people: Mapping[tuple[int, str], Group]
) -> tuple[ItemResult, ...]:
    """What may be said of items to those who do not read the survey itself, whatever its mode: totals of enough people.

    Args:
        results: the items, as the survey itself shows them.
        people: by number of a version and key of a slot, the people who answered there, each once.
    """
    return tuple(
        attrs.evolve(
            result,
            slots=tuple(
                _total_alone(result.item, one, people.get((result.version, one.slot.key), Group()))
                for one in result.slots
            ),
            change=None,
            change_by_role={},
        )
        for result in results
    )


def recommendation(result: ItemResult, role: str = "") -> Recommendation | None:
    """The recommendation score of an item that asks for it, of all or of one role.

    Returns:
        None for other items, and where it may not be shown.
    """
    if result.item.signal is not Signal.RECOMMENDATION or result.item.kind is not Kind.SCORE:
        return None
    slot = result.slots[0]
    found = slot.by_role.get(role) if role else slot.total
    if found is None or not found.answered:
        return None
    counts = {int(value): count for value, count in found.counts}
    promoters = sum(count for value, count in counts.items() if value >= PROMOTER_FROM)
    detractors = sum(count for value, count in counts.items() if value <= DETRACTOR_TO)
    return Recommendation(promoters, found.answered - promoters - detractors, detractors)


def roles_asked(definition: Definition, item: Item) -> tuple[str, ...]:
    """The roles that are asked an item."""
    return tuple(role.value for role in definition.roles if role in item.roles)


def _slot_result(
    definition: Definition, item: Item, slot: Slot, groups: Mapping[str, Group]
) -> SlotResult:
    asked = roles_asked(definition, item)
    if definition.is_anonymous:
        shown = may_show(groups, asked=asked, best=item.best_value)
    else:
        shown = Shown.BY_ROLE if len(asked) > 1 else Shown.TOTAL
    if shown is Shown.NOTHING:
        return SlotResult(slot, shown)
    by_role = {role: distribution(item, groups[role]) for role in asked if role in groups}
    return SlotResult(
        slot,
        shown,
        distribution(item, total_of(groups)),
        by_role if shown is Shown.BY_ROLE else {},
    )


def _total_alone(item: Item, result: SlotResult, people: Group) -> SlotResult:
    shown = may_show({"": people}, asked=(), best=item.best_value)
    if shown is Shown.NOTHING or result.total is None:
        return SlotResult(result.slot, Shown.NOTHING)
    return SlotResult(result.slot, Shown.TOTAL, result.total)


def _change(now: Distribution | None, then: Distribution | None) -> Change | None:
    if now is None or then is None or now.mean is None or then.mean is None:
        return None
    return Change(now.answered, now.mean - then.mean)


def _construct(construct: str, kind: Kind, results: Sequence[ItemResult]) -> ConstructResult:
    def pooled(found: Iterable[tuple[Item, Distribution]]) -> float | None:
        pairs = [
            (_directed(item, int(value)), count)
            for item, one in found
            for value, count in one.counts
        ]
        answers = sum(count for _value, count in pairs)
        return sum(value * count for value, count in pairs) / answers if answers else None

    totals = [(one.item, one.slots[0].total) for one in results]
    told_apart = [(one.item, _told_apart(one)) for one in results]
    roles = {role for _item, groups in told_apart for role in groups}
    by_role = {
        role: pooled((item, groups[role]) for item, groups in told_apart if role in groups)
        for role in sorted(roles)
    }
    return ConstructResult(
        construct,
        kind,
        tuple(one.item.id for one in results),
        pooled((item, total) for item, total in totals if total is not None) or 0.0,
        {role: mean for role, mean in by_role.items() if mean is not None},
    )


def _told_apart(result: ItemResult) -> Mapping[str, Distribution]:
    """The answers by role; of an item that one role alone is asked, all of them."""
    slot = result.slots[0]
    if len(result.item.roles) == 1 and slot.total is not None:
        return {result.item.roles[0].value: slot.total}
    return slot.by_role


def _directed(item: Item, value: int) -> int:
    numbers = item.kind.numbers
    return numbers[0] + numbers[-1] - value if item.reversed else value
