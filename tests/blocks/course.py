"""The clock stands still, the cast is in the course, and each test gets the course as its authors left it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ment_xblock.platform.local import LocalHost
from tests.blocks import cast
from workbench_site import course
from workbench_site.course import Unit
from workbench_site.course_run import published_course


@pytest.fixture(autouse=True)
def people_in_course(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LocalHost, "now", lambda self: cast.NOW)
    cast.seed()


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Publish other units than the demo's own: ``publish(slug=olx, …)``."""

    def publish_units(**olx: str) -> None:
        units = tuple(Unit(slug, slug, text) for slug, text in olx.items())
        monkeypatch.setattr(course, "UNITS", units)
        published_course.cache_clear()

    yield publish_units
    published_course.cache_clear()
