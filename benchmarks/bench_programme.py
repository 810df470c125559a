"""A programme of thousands of pairs: how often its pages ask the database, and how much longer they take than for fifty.

    python benchmarks/bench_programme.py                                       # 10 and 100 pairs, in seconds
    tools/with-mariadb .venv/bin/python benchmarks/bench_programme.py --pairs 5000

Two programmes are made in one database (``DATABASE_URL``; a temporary SQLite file where there is none), a small and a
large one, each in a course run of its own, and every page is opened in both, by HTTP and through the blocks' real
runtime. Programmes that are there already, from a run before, are used again.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import attrs

ROOT = Path(__file__).resolve().parent.parent
SMALL, LARGE = 10, 100
RUNS = 5
MOST_QUERIES, MOST_TIMES_LONGER = 25, 4
# What the aims of the project name, with the limits above.
NAMED = ("learner's home", "ring today", "all pairs", "evidence")
SURVEYS = {
    "start": '<ment_survey instrument="baseline" mode="confidential"/>',
    "end": '<ment_survey instrument="end" mode="confidential"/>',
}


@attrs.frozen
class Page:
    """What somebody opens.

    Attributes:
        name: for the table.
        unit: slug of the unit.
        handler: of its block; empty for the unit itself.
        data: the query of a GET, or the JSON of a POST.
        posts: whether it is a POST.
        learner: a learner opens it, and not the facilitator.
    """

    name: str
    unit: str = "home"
    handler: str = ""
    data: Mapping[str, Any] = attrs.field(factory=dict)
    posts: bool = False
    learner: bool = False


def pages(course: Course) -> Iterator[Page]:
    """All pages that are measured."""
    middle = course.pairs // 2 // 50 * 50
    pair = course.a_pair()
    yield Page(NAMED[0], learner=True)
    yield Page(NAMED[1])
    yield _part(NAMED[2], "pairs")
    for sort in ("name", "state", "last"):
        yield _table(f"all pairs, by {sort}", sort=sort)
    yield _table("all pairs, in the middle", offset=str(middle))
    yield _table("all pairs, of one state", state="paused")
    yield _table("all pairs, that need a call", needs_call="true")
    yield _table("all pairs, whose name has “la”", search="la")
    yield _part("key figures", "figures")
    yield _part("training and surveys", "learning")
    yield _part(NAMED[3], "evidence")
    yield Page("evidence, to print", handler="evidence_document")
    yield Page(
        "evidence, counted anew", handler="count_anew", data={"name": "evidence"}, posts=True
    )
    yield Page("one pair", handler="pair_view", data={"pairing": pair}, posts=True)
    yield _part("next round", "next_round")
    yield Page("matching desk", "profile")
    yield Page("agreement desk", "agreement")
    yield Page("journal desk", "journal")
    yield Page("results of a pulse", "pulse")
    yield Page("results at the end", "end")
    for name in ("participants", "pairs", "sessions", "actions", "figures"):
        for form in ("csv", "json") if name == "sessions" else ("csv",):
            yield Page(
                f"export: {name} ({form})",
                handler="download_table",
                data={"table": name, "form": form},
            )
    yield Page("export: next round", handler="download_next_round")
    yield Page("export: pulses", "pulse", handler="download")


def _part(name: str, part: str) -> Page:
    return Page(name, handler="part", data={"name": part})


def _table(name: str, **asked: str) -> Page:
    data = {"search": "", "state": "", "sort": "alert", "offset": "0", **asked}
    return Page(name, handler="overview", data=data, posts=True)


@attrs.define
class Course:
    """A course run with one programme, and people who open its pages."""

    name: str
    pairs: int
    _run: Any = None
    _learner: str = ""

    @property
    def key(self) -> str:
        """The course run."""
        return f"course-v1:MENT+BENCH+{self.name}"

    def enter(self) -> None:
        """Let the site serve this course, in which each block has an address of its own."""
        from workbench_site import course_run, people, runtime
        from workbench_site.views import pages as views

        self._run = self._run or course_run.CourseRun.publish(self.key, tuple(self._units()))
        people.COURSE_KEY = self.key
        for module in (course_run, runtime, views):
            module.published_course = lambda: self._run

    def seed(self) -> float:
        """Write the programme, if it is not there, and let the periodic job do its work.

        Returns:
            Seconds that it took.
        """
        from benchmarks.seeding import Crowd
        from ment_xblock.models import Programme
        from ment_xblock.platform.local import LocalHost

        start = time.perf_counter()
        if not Programme.objects.filter(course_key=self.key).exists():
            host = LocalHost()
            kinds = ("ment_training", "ment_survey")
            blocks = {kind: host.blocks(self.key, kind) for kind in kinds}
            Crowd(self.key, blocks, self.pairs, self.name).fill()
        return time.perf_counter() - start

    def a_pair(self) -> int:
        """A pair that has met."""
        return self._signed().earliest("pk").pk

    def response(self, page: Page) -> Any:
        """Open a page."""
        from django.test import Client

        client = Client(SERVER_NAME="localhost")
        visit = {"student": self.learner() if page.learner else f"{self.name}-facilitator"}
        if page.posts:
            address = f"{self._address(page)}?{urlencode(visit)}"
            return client.post(address, dict(page.data), content_type="application/json")
        return client.get(self._address(page), {**visit, **page.data})

    def learner(self) -> str:
        """Username of a mentor who has met; looked up once, so that it is not counted with a page."""
        self._learner = self._learner or self._signed().earliest("pk").mentor.user.username
        return self._learner

    def rows(self) -> str:
        """How much there is."""
        from benchmarks.seeding import rows_of
        from ment_xblock.models import Programme

        counted = rows_of(Programme.objects.get(course_key=self.key))
        return ", ".join(f"{number:,} {name}" for name, number in counted.items())

    def _signed(self) -> Any:
        from ment_xblock.models import Pairing

        return Pairing.objects.filter(programme__course_key=self.key, state="active")

    def _address(self, page: Page) -> str:
        from django.urls import reverse

        slug = f"{self.name}-{page.unit}"
        if not page.handler:
            return reverse("content", args=[slug])
        return reverse("handler", args=[self._run.usage_keys[slug], page.handler, ""])

    def _units(self) -> Iterator[Any]:
        from workbench_site import course

        for unit in course.UNITS:
            yield attrs.evolve(unit, slug=f"{self.name}-{unit.slug}")
        for slug, olx in SURVEYS.items():
            yield course.Unit(f"{self.name}-{slug}", slug, olx)


def opened(course: Course, page: Page) -> Any:
    """Open a page.

    Raises:
        RuntimeError: it did not answer.
    """
    course.enter()
    answer = course.response(page)
    if answer.status_code != 200:
        raise RuntimeError(f"{page.name}: {answer.status_code} {answer.content[:500]}")
    return answer


def queries(course: Course, page: Page, *, warm: bool = True) -> int:
    """How often a page asks the database: when it is opened again, or now."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if warm:
        opened(course, page)
    with CaptureQueriesContext(connection) as asked:
        opened(course, page)
    return len(asked)


def seconds(course: Course, page: Page) -> float:
    """How long it takes to open a page."""
    course.enter()
    start = time.perf_counter()
    course.response(page)
    return time.perf_counter() - start


def peak(course: Course, page: Page) -> float:
    """The most memory that Python needed for a page, in MB, with the page itself."""
    tracemalloc.start()
    opened(course, page)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


@attrs.frozen
class Found:
    """How one page did in both courses.

    Attributes:
        name: of the page.
        asked: queries in the small and the large one.
        took: seconds in each, the median.
        megabytes: the most memory that the large one needed.
    """

    name: str
    asked: tuple[int, int]
    took: tuple[float, float]
    megabytes: float

    @property
    def times_longer(self) -> float:
        """How much longer the large one takes."""
        return self.took[1] / self.took[0]

    @property
    def is_within(self) -> bool:
        """Whether it keeps the limits that hold for the pages that the aims name."""
        few, many = self.asked
        return few == many < MOST_QUERIES and self.times_longer <= MOST_TIMES_LONGER

    def __str__(self) -> str:
        """One row of the table."""
        few, many = self.asked
        small, large = (1000 * one for one in self.took)
        return (
            f"| {self.name} | {few} → {many} | {small:.0f} → {large:.0f} | {self.times_longer:.1f} "
            f"| {self.megabytes:.1f} |"
        )


def compare(small: Course, large: Course, runs: int, only: str) -> Iterator[Found]:
    """Open all pages in both courses, by turns, so that other work on the machine slows down both."""
    for here, there in zip(pages(small), pages(large), strict=True):
        if only in here.name:
            asked = queries(small, here), queries(large, there)
            took = [(seconds(small, here), seconds(large, there)) for _turn in range(runs)]
            medians = [statistics.median(one) for one in zip(*took, strict=True)]
            yield Found(here.name, asked, (medians[0], medians[1]), peak(large, there))


def _highest() -> float:
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def jobs(course: Course) -> None:
    """Run the periodic jobs and print what they took."""
    from django.core.management import call_command

    for command in ("ment_settle", "ment_send_due"):
        for turn in ("first", "again"):
            before = _highest()
            start = time.perf_counter()
            call_command(command)
            took = time.perf_counter() - start
            print(f"{command}, {turn}: {took:.1f} s, {_highest() - before:.0f} MB more", flush=True)


def main() -> int:
    """Seed, measure, print.

    Returns:
        1 where a page that the aims name is beyond its limits.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=LARGE, help="pairs of the large programme")
    parser.add_argument("--small", type=int, default=SMALL, help="pairs of the small one")
    parser.add_argument("--runs", type=int, default=RUNS, help="how often each page is timed")
    parser.add_argument("--only", default="", help="only pages with this in their name")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench_site.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        courses = Course("small", options.small), Course("large", options.pairs)
        for course in courses:
            course.enter()
            print(f"{course.name}: seeded in {course.seed():.0f} s", flush=True)
            jobs(course)
            print(course.rows(), flush=True)
        print("| page | queries | ms | times longer | peak, MB |\n|---|---|---|---|---|")
        found = []
        for one in compare(*courses, options.runs, options.only):
            print(one, flush=True)
            found.append(one)
        beyond = [one.name for one in found if one.name in NAMED and not one.is_within]
        print(f"Beyond the limits: {', '.join(beyond) or 'none'}")
        return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
