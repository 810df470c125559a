"""Every page that is measured in ``benchmarks`` asks the database as often for thirty pairs as for a few.

By HTTP and through the blocks' real runtime, so that what the site itself asks is counted, too. The rows are those of the
benchmark, so that all that it writes in bulk is shown here once.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.bench_programme import MOST_QUERIES, NAMED, Course, pages, queries
from ment_xblock.models import FigureCount
from ment_xblock.services import alerts
from ment_xblock.services.periodic import settle_everything
from workbench_site import course_run, people, runtime
from workbench_site.views import pages as views

pytestmark = pytest.mark.django_db

# These have more to do, and are not opened every day.
MOST_OF_OTHERS = {"matching desk": 45}


@pytest.fixture
def courses(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Course, Course]]:
    """Two programmes in one database, served by turns."""
    for module in (course_run, runtime, views):
        monkeypatch.setattr(module, "published_course", module.published_course)
    monkeypatch.setattr(people, "COURSE_KEY", people.COURSE_KEY)
    both = Course("few", 9), Course("many", 30)
    for course in both:
        course.enter()
        course.seed()
        settle_everything(host=alerts.current_host())
    return both


def test_no_page_asks_more_often_of_a_larger_programme(courses: tuple[Course, Course]) -> None:
    few, many = courses
    found: dict[str, tuple[int, int]] = {}
    for here, there in zip(pages(few), pages(many), strict=True):
        found[here.name] = queries(few, here), queries(many, there)
    grown = {name: asked for name, asked in found.items() if asked[1] > asked[0]}
    assert grown == {}
    limit = {name: MOST_OF_OTHERS.get(name, MOST_QUERIES) for name in found}
    assert {name: asked for name, asked in found.items() if asked[1] >= limit[name]} == {}
    assert {
        name: asked for name, asked in found.items() if name in NAMED and len(set(asked)) > 1
    } == {}


def test_not_even_where_the_figures_have_to_be_counted(courses: tuple[Course, Course]) -> None:
    course = courses[1]
    evidence = next(page for page in pages(course) if page.name == "evidence")
    FigureCount.objects.all().delete()
    assert queries(course, evidence, warm=False) < MOST_QUERIES
