"""Telling other parts of the site what happened."""

from __future__ import annotations

from django.db import transaction

from ment_xblock.domain.events import Event, SessionConfirmed
from ment_xblock.domain.journal.states import COUNTING_STATES, State
from ment_xblock.models import Session
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


def announce_counting(host: Host, session: Session, before: State | None) -> None:
    """Announce that a meeting counts, if it did not before.

    Args:
        host: the host.
        session: the meeting, as it is stored by now.
        before: its state before the act; None for one that was not stored yet.
    """
    if session.state in COUNTING_STATES and before not in COUNTING_STATES:
        pairing = session.pairing
        announce(host, SessionConfirmed(pairing.programme.course_key, pairing.pk, session.pk))
