"""What pulses tell a facilitator (content.md of the design, "Alert rules"). Nothing of it crosses to the partner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum

import attrs

from ment_xblock.domain.survey.items import Definition, Kind

LOW = 2
LOW_MEAN = 3.5
APART = 2
# The two constructs of which one low answer is enough for a call.
SERIOUS = ("safety", "respect")


class Level(IntEnum):
    """How urgent something is."""

    CALM = 0
    AMBER = 1
    RED = 2


@attrs.frozen
class Pulse:
    """One pulse of one person, as far as others may act on it: the items from 1 to 5, high is good.

    Attributes:
        values: by id of the item.
        serious: the lowest answer about safety or respect; None where there is none.
    """

    values: Mapping[str, int]
    serious: int | None = None

    @property
    def is_low(self) -> bool:
        """Whether one answer is low, or all of them are on average."""
        values = self.values.values()
        return bool(values) and (min(values) <= LOW or sum(values) / len(values) < LOW_MEAN)

    @property
    def is_serious(self) -> bool:
        """Whether somebody did not feel safe or respected."""
        return self.serious is not None and self.serious <= LOW


def pulse_of(definition: Definition, numbers: Mapping[str, int]) -> Pulse:
    """Read a pulse from stored numbers.

    Args:
        definition: the survey as it was asked.
        numbers: by key of a slot.
    """
    values: dict[str, int] = {}
    serious: list[int] = []
    for item in definition.items:
        if item.kind is Kind.LIKERT and item.id in numbers:
            number = numbers[item.id]
            values[item.id] = 6 - number if item.reversed else number
            if item.construct in SERIOUS:
                serious.append(values[item.id])
    return Pulse(values, min(serious, default=None))


def level(pulses: Sequence[Pulse]) -> Level:
    """How urgent it is to call somebody.

    Args:
        pulses: of one person, the oldest first; the last one decides, with the one before.
    """
    if not pulses or not pulses[-1].is_low:
        return Level.CALM
    twice = len(pulses) > 1 and pulses[-2].is_low
    return Level.RED if twice or pulses[-1].is_serious else Level.AMBER


def are_apart(one: Pulse, other: Pulse) -> bool:
    """Whether the senior's safety and the junior's respect after the same session are far from each other."""
    if one.serious is None or other.serious is None:
        return False
    return abs(one.serious - other.serious) >= APART
