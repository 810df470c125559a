"""One server for all browser tests of a run; each person in a test is a context of their own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.seeding import Cohort
from tests.snapshots import Seeds
from workbench_site.seeding import seed_people

pytest.register_assert_rewrite("tests.browser.barriers")

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
# Milliseconds. Nothing waits this long where the machine is quick; a busy one with two cores may need it.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Page]


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts, one per person, and closes them after the test."""
    made: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        context = chromium.new_context(**{"viewport": PHONE, "locale": "en", **options})
        context.set_default_timeout(PATIENCE)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(contexts: Callable[..., BrowserContext]) -> Page:
    return contexts().new_page()


@pytest.fixture
def cohort(transactional_db: None, live_server, seeds: Seeds) -> Cohort:
    """The seeded people of the demo, nobody with a role yet."""
    seeds.sow(seed_people)
    return Cohort()


@pytest.fixture
def visit(cohort: Cohort, live_server, contexts) -> Visit:
    """Opens a page of the site as one of the people, in a browser of their own."""

    def open_as(person: str, path: str = "/unit/agreement/", **options: object) -> Page:
        page = contexts(**options).new_page()
        page.goto(f"{live_server}{path}{'&' if '?' in path else '?'}student={person}")
        return page

    return open_as
