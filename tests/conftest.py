"""What needs a program or a database that is not here is skipped, and said so at the top and the end of a run."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone

from ment_xblock.platform.local import LocalHost
from tests.snapshots import Seeds, Snapshot
from tests.world import World

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.plugin import DjangoDbBlocker

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
)
# The first is the same engine without a window around it, and opens a page with a quarter of the work.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)


def pytest_report_header() -> list[str]:
    return [
        f"chromium: {CHROMIUM or 'not found, so the browser tests are skipped'}",
        f"database: {connection.vendor}",
    ]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    no_browser = pytest.mark.skip(
        reason="Chromium is not here (Debian: apt-get install chromium-headless-shell)"
    )
    no_mariadb = pytest.mark.skip(reason="needs MariaDB (make test-mariadb)")
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM:
            item.add_marker(no_browser)
        if item.get_closest_marker("mariadb") and connection.vendor != "mysql":
            item.add_marker(no_mariadb)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> "Iterator[Snapshot | None]":
    """After a test with real transactions, the database is as it was when it was made.

    To put a copy back takes SQLite a hundredth of the time in which Django empties every table, and the next test finds
    what migrations brought, as those that are rolled back do.
    """
    if connection.vendor != "sqlite":
        yield None
        return
    with django_db_blocker.unblock():
        new = Snapshot()
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: new.put_back())
        yield new


@pytest.fixture(scope="session")
def seeds() -> Seeds:
    """What was sown in this run so far, so that it need not be sown again."""
    return Seeds()


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """One Chromium for all browser tests of a run: Playwright cannot be started twice in a process."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, in which Django would refuse its database.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def world(db: None) -> World:
    """The course with its cast; nobody has a role yet. Transactions are real where the test asks for that."""
    return World.begin()


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon in Europe: by night, mails wait."""
    noon = timezone.now().replace(hour=11)
    monkeypatch.setattr(LocalHost, "now", lambda _host: noon)
