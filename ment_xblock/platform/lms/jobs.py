"""Jobs by the platform's Celery."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction


def start_job(name: str, **params: Any) -> None:
    """Hand a job to a worker once the present transaction is stored."""
    # lms/celery.py finds tasks in every app; Celery is imported here, since no other host needs it.
    from ment_xblock.tasks import run

    transaction.on_commit(partial(run.delay, name, params))
