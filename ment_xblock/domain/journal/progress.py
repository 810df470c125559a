"""How a pair gets on: the step of skill per task over time, whose hands were on the device, which way knowledge went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import attrs

from ment_xblock.domain.journal.log import (
    BOTH_HELD,
    DEVICES,
    DIRECTIONS,
    MENTEE_HELD,
    NO_DEVICE,
    STEPS,
)


@attrs.frozen
class Held:
    """One meeting that was held, as far as progress is concerned.

    Attributes:
        held_on: the day.
        task_id: the agreed task; None for something else.
        step: step of skill at its end; empty where it was not noted.
        direction: which way knowledge went; empty where it was not noted.
        device: who held the device; empty where it was not noted.
    """

    held_on: date
    task_id: int | None = None
    step: str = ""
    direction: str = ""
    device: str = ""


@attrs.frozen
class Point:
    """The step of skill on one day.

    Attributes:
        day: of the meeting.
        step: its id.
        height: 0 for never tried to 4 for alone.
    """

    day: date
    step: str
    height: int


@attrs.frozen
class Progress:
    """How a pair gets on.

    Attributes:
        tasks: task id to its points, oldest first.
        held: meetings held.
        devices: who held the device to how often, where it was noted.
        directions: which way knowledge went to how often, where it was noted.
    """

    tasks: dict[int, tuple[Point, ...]]
    held: int
    devices: dict[str, int]
    directions: dict[str, int]

    @property
    def hands_on(self) -> tuple[int, int]:
        """In how many meetings with a device the mentee had it in hand, and in how many there was one."""
        with_device = sum(times for who, times in self.devices.items() if who != NO_DEVICE)
        return self.devices.get(MENTEE_HELD, 0) + self.devices.get(BOTH_HELD, 0), with_device


def progress(meetings: Iterable[Held]) -> Progress:
    """Look at all meetings of a pair that were held."""
    in_order = sorted(meetings, key=lambda one: one.held_on)
    tasks: dict[int, tuple[Point, ...]] = {}
    for one in in_order:
        if one.task_id is not None and one.step in STEPS:
            point = Point(one.held_on, one.step, STEPS.index(one.step))
            tasks[one.task_id] = (*tasks.get(one.task_id, ()), point)
    return Progress(
        tasks=tasks,
        held=len(in_order),
        devices=_counted(in_order, "device", DEVICES),
        directions=_counted(in_order, "direction", DIRECTIONS),
    )


def _counted(meetings: Sequence[Held], name: str, options: Iterable[str]) -> dict[str, int]:
    noted = [getattr(one, name) for one in meetings]
    return {option: noted.count(option) for option in options}
