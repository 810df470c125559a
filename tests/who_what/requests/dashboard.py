"""What a page of the programme home would send."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ment_xblock.models import AlertState, HelpRequest, Participant
from ment_xblock.services import alerts

SLUG = "home"


def furnish(pair: int) -> None:
    """Let Mario wish to be rung, so that there is an alert in every state of the pair."""
    HelpRequest.objects.create(
        pairing_id=pair,
        participant=Participant.objects.get(user__username="mario"),
        kind=HelpRequest.Kind.RING_ME,
        open_key=f"dashboard-{pair}",
        created_at=timezone.now(),
    )
    alerts.look(pair, timezone.now())


def request(handler: str, pair: int, _variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    requests: dict[str, dict[str, Any]] = {
        "part": {"name": "charter"},
        "evidence_document": {},
        "download_table": {"table": "participants", "form": "csv"},
        "my_data": {"form": "html"},
        "certificate": {},
        "save_mails": {"mails": []},
        "save_charter": {
            "fields": "number minutes",
            "number": "8",
            "minutes": "50",
            "revision": "0",
        },
        "save_settings": {"display_name": "My mentoring", "welcome": "Hello"},
    }
    if handler == "handle_alert":
        alert = AlertState.objects.filter(pairing_id=pair, over_at=None).earliest("pk")
        return {"alert": alert.pk, "how": "called"}
    return requests[handler]
