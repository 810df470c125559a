"""Who would come from an earlier run, a page at a time."""

from __future__ import annotations

import pytest

from ment_xblock.models import Participant, Programme
from tests.blocks.visitor import Visitor, text_of, tree_of
from tests.survey_world import more_people
from tests.world import CHIARA, World
from workbench_site.models import CourseStaff

pytestmark = pytest.mark.django_db

PROFILE = "profile"


@pytest.fixture
def earlier(world: World) -> str:
    """An earlier run with eleven people, who are in the course of today as well and have no role there."""
    more_people(world, 8, 3)
    now = world.host.now()
    old = Programme.objects.create(course_key="course-v1:MENT+RM100+earlier", created_at=now)
    Participant.objects.update(programme=old)
    staff = {"user_id": world.user_id(CHIARA), "course_key": old.course_key}
    CourseStaff.objects.create(**staff)
    return old.course_key


def names(visitor: Visitor, **asked: object) -> list[str]:
    page = tree_of(visitor.post("take_over", **asked))
    return [row.findtext("td").strip() for row in page.iterfind(".//tbody/tr")]


def test_a_page_at_a_time(earlier: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ment_xblock.blocks.matching_take_over.PAGE_SIZE", 6)
    visitor = Visitor(CHIARA, slug=PROFILE)
    first, second = names(visitor, run=earlier), names(visitor, run=earlier, offset="6")
    assert (len(first), len(second)) == (6, 5)
    assert first + second == sorted(first + second)
    assert names(visitor, run=earlier, offset="600") == first
    page = text_of(visitor.post("take_over", run=earlier))
    assert "11 people would come." in page
    assert "from 1 of 11" in page
    assert not Participant.objects.exclude(programme__course_key=earlier).exists()
