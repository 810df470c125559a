"""Hours and days of tests in which it matters what time it is."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.world import World

ROME = ZoneInfo("Europe/Rome")
MONDAY, THURSDAY = 1, 4


def go_to(world: World, *, hour: int, days: int = 0) -> None:
    """Let time pass until an hour of this or a later day in Rome."""
    now = world.host.now().astimezone(ROME)
    wanted = datetime.combine(now.date() + timedelta(days=days), time(hour), ROME)
    world.host.ahead += wanted - now


def go_to_weekday(world: World, weekday: int, *, hour: int) -> None:
    """Let time pass until an hour of the next such day, not of today."""
    today = world.host.now().astimezone(ROME).isoweekday()
    go_to(world, hour=hour, days=(weekday - today - 1) % 7 + 1)


def go_to_thursday(world: World, *, hour: int) -> None:
    """Let time pass until an hour of the next Thursday, on which no facilitator's week is told."""
    go_to_weekday(world, THURSDAY, hour=hour)
