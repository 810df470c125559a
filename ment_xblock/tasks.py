"""Jobs of the LMS: Celery finds this module in every app of the site."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from ment_xblock.mails import send_due_mails
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.jobs import run_job


@shared_task(name="ment_xblock.run_job", ignore_result=True)
def run(name: str, params: dict[str, Any]) -> None:
    """Do one of the jobs in a worker.

    Args:
        name: one of ``platform.jobs.JOBS``.
        params: what it takes.
    """
    run_job(name, params)


@shared_task(name="ment_xblock.send_due", ignore_result=True)
def send_due() -> None:
    """Send the mails that are due, where a site prefers Celery's clock to cron's."""
    send_due_mails(host=current_host())
