"""What a page of the programme home would send."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ment_xblock.models import AlertState, Pairing
from ment_xblock.services import alerts

SLUG = "home"


def furnish(pair: int) -> None:
    """Let the pair have waited for a week, so that there is an alert."""
    row = Pairing.objects.get(pk=pair)
    row.opened_at -= timedelta(days=40)
    row.save()
    alerts.look(pair, timezone.now())
    if not AlertState.objects.filter(pairing_id=pair).exists():
        raise AssertionError("nothing to ring about")


def request(handler: str, pair: int, _variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    requests: dict[str, dict[str, Any]] = {
        "part": {"name": "charter"},
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
