"""The demo as it is found on the first visit: told once in a worker, and written down again for the next tests."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.test import TestCase

Rows = dict[str, tuple[list[str], Sequence[tuple[object, ...]]]]
_told: list[Rows] = []


def seed() -> str:
    """Run the command, and what waits for its commit.

    Returns:
        What it said.
    """
    out = StringIO()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("seed_demo", stdout=out)
    return out.getvalue()


def sow() -> None:
    """Bring an empty database to where ``seed`` brings it."""
    if not _told or connection.vendor != "sqlite":
        seed()
        _told.append(_read())
        return
    with connection.cursor() as cursor:
        for table, (columns, values) in _told[0].items():
            names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)


def our_models() -> list[type[Model]]:
    """All models that the package and the site keep."""
    labels = ("ment_xblock", "workbench_site")
    return [model for label in labels for model in apps.get_app_config(label).get_models()]


def _read() -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in (get_user_model(), *our_models()):
            table = model._meta.db_table
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [f'"{column[0]}"' for column in cursor.description]
            found[table] = columns, cursor.fetchall()
    return found
