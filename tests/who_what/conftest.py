"""The course with all that any handler needs is made once for each state of the pair, since making it takes longer than
most tests here. It is stored before the transaction begins that a test takes back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from ment_xblock.domain.pairing import State
from ment_xblock.platform.local import LocalHost
from tests.blocks import cast
from tests.blocks.course import publish
from tests.snapshots import Seeds, Snapshot
from tests.who_what.requests import furnish

__all__ = ["publish"]


@pytest.fixture
def state(request: pytest.FixtureRequest) -> State:
    """The state of the pair that the row asks for."""
    row = request.node.callspec.params.get("row", "") if hasattr(request.node, "callspec") else ""
    return State(row.partition("@")[2] or State.DRAFT)


@pytest.fixture
def stored(
    monkeypatch: pytest.MonkeyPatch,
    django_db_setup: Snapshot | None,
    django_db_blocker: DjangoDbBlocker,
    seeds: Seeds,
    state: State,
) -> Iterator[int | None]:
    """The clock stands still, and the course is stored where a copy of it can be put back: the pair's id."""
    monkeypatch.setattr(LocalHost, "now", lambda self: cast.NOW)
    if django_db_setup is None:
        yield None
        return
    with django_db_blocker.unblock():
        pair = seeds.sow(grown, state, key=("furnished", state))
    yield pair
    with django_db_blocker.unblock():
        django_db_setup.put_back()


@pytest.fixture(autouse=True)
def furnished(stored: int | None, db: None, state: State) -> int:
    """The cast is in the course, with all that any handler needs; what a test does to it is taken back."""
    return stored or grown(state)


def grown(state: State) -> int:
    """Make it all, and leave undone what waits for a commit, as where there is none."""
    with transaction.atomic():
        cast.seed()
        pair = furnish(state)
        connection.run_on_commit.clear()
    return pair


@pytest.fixture
def pair(furnished: int) -> int:
    """Giulia's and Mario's pair in the state that the row asks for, and everything that any row needs beside it."""
    return furnished
