"""What several files here share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.meetings import Meetings
from tests.services.survey_cases import mid, pulse
from tests.world import World
from workbench_site import course
from workbench_site.course_run import published_course

__all__ = ["mid", "pulse", "without_surveys"]


@pytest.fixture
def without_surveys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Publish the course of the demo without its questions."""
    units = tuple(unit for unit in course.UNITS if "<ment_survey" not in unit.olx)
    monkeypatch.setattr(course, "UNITS", units)
    published_course.cache_clear()
    yield
    published_course.cache_clear()


@pytest.fixture
def meetings(world: World) -> Meetings:
    return Meetings(world)


@pytest.fixture
def pair(world: World) -> int:
    """A pair that has been one for sixty days."""
    pair = world.pair()
    world.wait(days=60)
    return pair
