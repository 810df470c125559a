"""What needs a program or a database that is not here is skipped, and said so at the top and the end of a run."""

import os
import shutil

import pytest
from django.db import connection

from tests.world import World

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)


def pytest_report_header() -> list[str]:
    return [
        f"chromium: {CHROMIUM or 'not found, so the browser tests are skipped'}",
        f"database: {connection.vendor}",
    ]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    no_browser = pytest.mark.skip(reason="Chromium is not here (Debian: apt-get install chromium)")
    no_mariadb = pytest.mark.skip(reason="needs MariaDB (make test-mariadb)")
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM:
            item.add_marker(no_browser)
        if item.get_closest_marker("mariadb") and connection.vendor != "mysql":
            item.add_marker(no_mariadb)


@pytest.fixture
def world(db: None) -> World:
    """The course with its cast; nobody has a role yet. Transactions are real where the test asks for that."""
    return World.begin()
