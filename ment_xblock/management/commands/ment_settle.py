"""``ment_settle``: do what time alone brings about."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ment_xblock.platform.hosting import current_host
from ment_xblock.services.periodic import settle_everything


class Command(BaseCommand):
    """Safe to run again: what is done already stays as it is."""

    help = (
        "Let logs of meetings count that nobody contested for seven days, and report the credit; "
        "close surveys whose date has come; look anew for pairs that need the facilitator."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Settle all course runs of the site.

        Raises:
            CommandError: in some course run it failed, so that cron tells somebody.
        """
        done = settle_everything(host=current_host())
        line = (
            f"{done.logs} logs count now that did not before, {done.surveys} surveys closed, "
            f"{done.pairs} pairs looked at"
        )
        if done.failed:
            raise CommandError(f"{line}; failed: {', '.join(done.failed)}. The log says why.")
        self.stdout.write(line)
