"""Fill the demo course with invented people and what they have done so far."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.urls import reverse

from workbench_site import seeding
from workbench_site.visit import Visit

TO_OPEN = """\
Begin as Chiara, who looks after the pairs, and pair Giulia with Mario:
  {chiara}
Then be both of them, in two windows, and watch the grades in a third:
  {giulia}
  {mario}
  {gradebook}
Administration: {admin} (name: {name}, password: {password})"""


class Command(BaseCommand):
    """Safe to run again: what is there already stays as it is. Only the administrator's password is new each time."""

    help = "Fill the demo course with invented people and what they have done so far."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the choice between the two moments at which the demo can begin."""
        parser.add_argument(
            "--before-pairs",
            action="store_true",
            help="Everybody has a complete profile and nobody a partner: to try the matching desk.",
        )

    @transaction.atomic
    def handle(
        self, *_args: Any, verbosity: int = 1, before_pairs: bool = False, **_options: Any
    ) -> None:
        """Create what is missing, and tell what to open first."""
        seeding.seed_people()
        if before_pairs:
            seeding.seed_before_pairs()
        else:
            seeding.seed_stories()
        password = seeding.renew_admin()
        if verbosity:
            self.stdout.write(_to_open(password))


def _to_open(password: str) -> str:
    unit = reverse("unit", args=[seeding.UNIT])
    addresses = {name: Visit(name).address(unit) for name in ("chiara", "giulia", "mario")}
    addresses["gradebook"] = reverse("gradebook")
    addresses["admin"] = reverse("admin:index")
    full = {name: settings.SITE_URL + path for name, path in addresses.items()}
    return TO_OPEN.format(**full, name=seeding.ADMIN, password=password)
