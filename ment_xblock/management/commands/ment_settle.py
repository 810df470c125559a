"""Let logs count that nobody contested for seven days; to be run once a day, or as often as one likes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ment_xblock.platform.hosting import current_host
from ment_xblock.services.settling import settle_due


class Command(BaseCommand):
    """Safe to run again: what counts already stays as it is."""

    help = "Let logs of meetings count that nobody contested for seven days, and report the credit."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Settle all programmes of the site."""
        number = settle_due(host=current_host())
        self.stdout.write(f"{number} logs count now that did not before.")
