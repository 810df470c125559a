"""Telling other parts of the site what happened."""

from __future__ import annotations

from django.db import transaction

from ment_xblock.domain.events import Event
from ment_xblock.platform.ports import Host


def announce(host: Host, event: Event) -> None:
    """Announce something once it is stored for good; whoever listens and fails undoes nothing.

    Args:
        host: the host.
        event: what happened.
    """

    def tell() -> None:
        host.announce(event)

    # Not a partial: Django 4.2 wants the name of a function that failed.
    transaction.on_commit(tell, robust=True)
