"""A row that is locked by writing to it."""

from __future__ import annotations

from django.db import models


class LockedRow(models.Model):
    """A row that a service takes hold of before it reads.

    Raising ``lock_count`` is the first statement of the transaction: a row lock on MySQL and PostgreSQL, and on SQLite,
    which has no row locks, the write that makes every other writer wait.
    """

    lock_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
