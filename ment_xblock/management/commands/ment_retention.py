"""``ment_retention``: erase the words of programmes that ended long enough ago."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from ment_xblock.platform.hosting import current_host
from ment_xblock.services.retention import Cleared, erase_old_words


class Command(BaseCommand):
    """A job for every night: most nights it finds nothing to do."""

    help = (
        "Erase what people wrote in programmes that ended long enough ago (12 months, unless the programme says "
        "otherwise), as clause 17 of the agreement announces. Figures, dates, choices and credit stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be typed behind the command."""
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="change nothing, only tell what would be erased",
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Do it, and say what was done."""
        cleared = erase_old_words(host=current_host(), dry_run=dry_run)
        if not cleared:
            self.stdout.write("No programme ended long enough ago.")
        for programme in cleared:
            self.stdout.write(line(programme, dry_run))


def line(programme: Cleared, dry_run: bool) -> str:
    """Say what was erased in one programme, or would be."""
    rows = ", ".join(f"{kind} {number}" for kind, number in sorted(programme.rows.items()))
    what = "would be erased" if dry_run else "erased"
    return (
        f"{programme.course_key}: ended on {programme.ended_on}; rows {what}: {rows or 'none'}; "
        f"open pairs {'that would end' if dry_run else 'ended'}: {programme.pairs_ended}"
    )
