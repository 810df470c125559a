"""Send the mails that are due: reminders, news for a pair, the facilitator's week."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ment_xblock.mails import send_due_mails
from ment_xblock.platform.hosting import current_host


class Command(BaseCommand):
    """For cron, every quarter of an hour. Safe to run again, or twice at once: each mail is sent once."""

    help = "Send the mails of reverse mentoring that are due. Run it every quarter of an hour."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a course run."""
        parser.add_argument("--course", default="", help="Only this course run, by its key.")

    def handle(self, *_args: Any, course: str = "", **_options: Any) -> None:
        """Send, and say in one line what became of it.

        Raises:
            CommandError: some mails could not be sent, so that cron tells somebody.
        """
        outcome = send_due_mails(host=current_host(), course_key=course)
        line = (
            f"{outcome.sent} sent, {outcome.failed} failed, {outcome.skipped} not wanted, "
            f"{outcome.waiting} wait for the end of quiet hours"
        )
        if outcome.failed:
            raise CommandError(f"{line}. The log says why; they are tried again.")
        self.stdout.write(line)
