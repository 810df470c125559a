"""Jobs of the LMS: Celery finds this module in every app of the site."""

from __future__ import annotations

from celery import shared_task

from ment_xblock.mails import send_due_mails
from ment_xblock.platform.hosting import current_host


@shared_task(name="ment_xblock.send_due", ignore_result=True)
def send_due() -> None:
    """Send the mails that are due, where a site prefers Celery's clock to cron's."""
    send_due_mails(host=current_host())
