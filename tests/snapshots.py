"""The database of the tests as it was at some moment, to be put back: a copy costs less than doing it all again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
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
        self._grown: dict[Callable[..., object], Snapshot] = {}

    def sow(self, seed: Callable[..., object], *given: Any) -> None:
        """Bring the database to where the seed brings it; another one than SQLite is sown each time."""
        if seed in self._grown:
            self._grown[seed].put_back()
            return
        seed(*given)
        if connection.vendor == "sqlite":
            self._grown[seed] = Snapshot()
