"""What a page of the programme home would send."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from ment_xblock.models import AlertState, FacilitatorNote, HelpRequest, Participant, Programme
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
    FacilitatorNote.objects.create(
        programme=Programme.objects.get(pairings=pair),
        kind=FacilitatorNote.Kind.FOCUS,
        author=get_user_model().objects.get(username="chiara"),
        text="Said in the break",
        created_at=timezone.now(),
    )


def request(handler: str, pair: int, _variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    requests: dict[str, dict[str, Any]] = {
        "part": {"name": "charter"},
        "evidence_document": {},
        "download_table": {"table": "participants", "form": "csv"},
        "my_data": {"form": "html"},
        "certificate": {},
        "download_next_round": {},
        "notes": {"tag": "mistrust"},
        "add_note": {"text": "They said that time is short", "tags": ["mistrust"]},
        "save_item_note": {"item": "trust", "text": "It grew slowly", "seen": "0"},
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
    if handler == "delete_note":
        return {"note": FacilitatorNote.objects.latest("pk").pk}
    return requests[handler]
