"""The time zones that this machine knows."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones


@cache
def time_zones() -> frozenset[str]:
    """Their names, such as ``"Europe/Rome"``; looked up once, since hundreds of files are read for it."""
    return frozenset(available_timezones())
