"""What a page of the journal would send."""

from __future__ import annotations

from typing import Any

from ment_xblock.domain.journal.states import State
from ment_xblock.models import Pairing, Session
from tests.blocks import cast
from tests.plans import Plans

SLUG = "journal"


def furnish(pair: int) -> None:
    """Two meetings: Giulia proposes one for tomorrow, and one was planned for the day before yesterday."""
    plans = Plans(cast.world())
    plans.propose("giulia", pair, days=1)
    Session.objects.create(
        pairing_id=pair,
        state=State.PLANNED,
        writer=Pairing.objects.get(pk=pair).mentor,
        starts_at=plans.moment(-2),
        minutes=60,
        created_at=plans.moment(-9),
    )


def request(handler: str, pair: int, variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    over, ahead = Session.objects.filter(pairing=pair).order_by("starts_at")
    moved = {"pairing": pair, "session": ahead.pk, "revision": ahead.revision}
    sheet = {**Plans(cast.world()).sheet(days=9).typed, "client_id": "a1b2"}
    requests: dict[str, dict[str, Any]] = {
        "page": {"pairing": pair},
        "propose_meeting": {"pairing": pair, "known": f"{over.pk} {ahead.pk}", **sheet},
        "accept_meeting": moved,
        "move_meeting": {**moved, **sheet},
        "cancel_meeting": moved,
        "miss_meeting": {
            "pairing": pair,
            "session": over.pk,
            "revision": over.revision,
            "missed_by": "both",
        },
        "meeting_file": {"pairing": pair, "session": ahead.pk},
        "calendar_address": {"wanted": variant or "on"},
        "save_settings": {
            "display_name": "Our talks",
            "weight": "2",
            "welcome": "Good that you are here.",
            "required_sessions": "8",
            "session_minutes": "20",
            "time_zone": "Europe/Warsaw",
        },
    }
    return requests[handler]
