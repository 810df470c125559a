"""One transaction that takes hold of its row first, and tries again when somebody else was faster."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F

from ment_xblock.domain.errors import NotFound
from ment_xblock.models.locking import LockedRow

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row", bound=LockedRow)

TRIES = 8
_LOCK_WORDS = ("database is locked", "database table is locked", "deadlock", "lock wait timeout")
# Snapshot conflicts: MariaDB 1020 "Record has changed since last read".
_LOCK_CODES = {1020, 1205, 1213}


def unit_of_work(function: Callable[P, R]) -> Callable[P, R]:
    """Run a service in one transaction; run it anew when a lock or a deadlock broke it off.

    Inside a transaction of the caller there is no second try, since only the caller could begin anew.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        tries = 1 if connection.in_atomic_block else TRIES
        for attempt in range(1, tries + 1):
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except (OperationalError, IntegrityError) as error:
                if attempt == tries or not _worth_another_try(error):
                    raise
                time.sleep(random.uniform(0.005, 0.02) * 2**attempt)  # noqa: S311
        raise AssertionError("unreachable")

    return run


def rehearsed(work: Callable[[], R]) -> R:
    """Do some work, tell its outcome, and take everything back; nothing that waits for the commit is done either."""
    with transaction.atomic():
        outcome = work()
        transaction.set_rollback(True)
    return outcome


def lock(model: type[Row], **which: Any) -> Row:
    """Take hold of a row until the transaction ends, and read it.

    It must be the first statement of the transaction. The write is what makes others wait, on every database, and what
    is read afterwards is what they left.

    Args:
        model: a model with ``lock_count``.
        which: unique columns of the row, such as ``pk=3``.

    Returns:
        The row as it is now that nobody else can change it.

    Raises:
        NotFound: there is no such row.
    """
    rows = model._default_manager
    if not rows.filter(**which).update(lock_count=F("lock_count") + 1):
        raise NotFound("no_such_thing")
    return rows.get(**which)


def _worth_another_try(error: Exception) -> bool:
    if isinstance(error, IntegrityError):
        return True
    code = error.args[0] if error.args else None
    return code in _LOCK_CODES or any(words in str(error).lower() for words in _LOCK_WORDS)
