"""A form that arrives twice counts once."""

from __future__ import annotations

from datetime import datetime

from ment_xblock.domain.errors import Malformed
from ment_xblock.models import Participant, Sending, Session

LONGEST_NAME = 64


def arrived_before(person: Participant, name: str) -> Sending | None:
    """Find the earlier arrival of a form. The caller holds the pair, so that two arrivals come one after the other.

    Args:
        person: who sent it.
        name: what the page called this sending; empty for a page without script.

    Raises:
        Malformed: no name of ours.
    """
    if len(name) > LONGEST_NAME:
        raise Malformed("not_readable")
    return Sending.objects.filter(participant=person, name=name).first() if name else None


def note_arrival(person: Participant, name: str, session: Session, now: datetime) -> None:
    """Remember that a form arrived, and what became of it."""
    if name:
        Sending.objects.create(participant=person, name=name, session=session, arrived_at=now)
