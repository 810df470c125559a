"""The database of the tests as it was at some moment, to be put back: a copy costs less than doing it all again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from typing import Any

from django.db import connection


class Snapshot:
    """A copy of the SQLite database in memory, taken when it is made.

    Other connections, as those of a live server, see what is put back as if somebody had just written it.
    """

    def __init__(self) -> None:
        self._copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.ensure_connection()
        connection.connection.backup(self._copy)

    def put_back(self) -> None:
        """Let the database be again as it was."""
        connection.ensure_connection()
        self._copy.backup(connection.connection, sleep=0.01)


class Seeds:
    """Sows each seed once, and brings back what grew from it the next time.

    A seed changes nothing but the database, and always begins on the same one.
    """

    def __init__(self) -> None:
        self._grown: dict[Hashable, tuple[Snapshot, Any]] = {}

    def sow(self, seed: Callable[..., Any], *given: Any, key: Hashable = None) -> Any:
        """Bring the database to where the seed brings it; another one than SQLite is sown each time.

        Args:
            seed: what to do.
            given: what it is called with.
            key: what tells it from others; the seed itself when left out.

        Returns:
            What the seed returned the first time.
        """
        key = key or seed
        if key in self._grown:
            snapshot, outcome = self._grown[key]
            snapshot.put_back()
            return outcome
        outcome = seed(*given)
        if connection.vendor == "sqlite":
            self._grown[key] = Snapshot(), outcome
        return outcome
