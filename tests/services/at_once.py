"""Several people at the very same moment, each in a thread with a database connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

PATIENCE = 60


def at_once(*calls: Callable[[], Any], people: ThreadPoolExecutor | None = None) -> list[Any]:
    """Start all calls together and wait for them.

    Args:
        calls: what each person does.
        people: threads to use again, with at least as many workers as there are calls.

    Returns:
        What each call returned, or the exception that it raised.
    """
    gate = Barrier(len(calls), timeout=PATIENCE)

    def enter(call: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return call()
        except Exception as error:
            return error

    if people is not None:
        return [done.result(PATIENCE) for done in [people.submit(enter, call) for call in calls]]
    with crowd(len(calls)) as threads:
        return at_once(*calls, people=threads)


class crowd(ThreadPoolExecutor):
    """Threads that leave no open connection behind."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self._number = number

    def __exit__(self, *error: object) -> None:
        gate = Barrier(self._number, timeout=PATIENCE)

        def leave() -> None:
            gate.wait()
            connection.close()

        for done in [self.submit(leave) for _ in range(self._number)]:
            done.result(PATIENCE)
        super().__exit__(*error)
