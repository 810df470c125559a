"""What a test of all states needs to know of one."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from playwright.sync_api import Page

from tests.browser.seeding import Cohort

UNIT = "/unit/agreement/"


def nothing(_: object) -> None:
    """Leave all as it is."""


@attrs.frozen
class State:
    """A page in a state.

    Attributes:
        name: for the report.
        person: who looks at it.
        seed: brings the course into the state.
        act: brings the open page into the state.
        path: of the page.
    """

    name: str
    person: str
    seed: Callable[[Cohort], object] = nothing
    act: Callable[[Page], object] = nothing
    path: str = UNIT
