"""What a page of the programme home would send."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from ment_xblock.models import (
    AlertState,
    FacilitatorNote,
    HelpRequest,
    Pairing,
    Participant,
    Programme,
)
from ment_xblock.platform.local import LocalHost
from ment_xblock.services import alerts, figures
from tests.blocks import cast

SLUG = "home"


def furnish(pair: int) -> None:
    """Let Mario wish to be rung, so that there is an alert in every state of the pair; Chiara has noted something.

    The figures were counted a moment ago: an old count is renewed by whoever looks, as a log that is due is.
    """
    HelpRequest.objects.create(
        pairing_id=pair,
        participant=Participant.objects.get(user__username="mario"),
        kind=HelpRequest.Kind.RING_ME,
        open_key=f"dashboard-{pair}",
        created_at=timezone.now(),
    )
    alerts.look(host=LocalHost(), pairing_id=pair)
    FacilitatorNote.objects.create(
        programme=Pairing.objects.get(pk=pair).programme,
        pairing_id=pair,
        kind=FacilitatorNote.Kind.PAIR,
        text="Rang on Monday",
        author=get_user_model().objects.get(username="chiara"),
        created_at=timezone.now(),
    )
    FacilitatorNote.objects.create(
        programme=Programme.objects.get(pairings=pair),
        kind=FacilitatorNote.Kind.FOCUS,
        author=get_user_model().objects.get(username="chiara"),
        text="Said in the break",
        created_at=timezone.now(),
    )
    figures.counted_figures(host=cast.world().host, actor=cast.world().actor("chiara"), anew=True)


def request(handler: str, pair: int, variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    where = {"search": "", "state": "", "sort": "alert", "offset": "0", "back": "today"}
    requests: dict[str, dict[str, Any]] = {
        "part": {"name": "charter"},
        "count_anew": {"name": "figures"},
        "evidence_document": {},
        "download_table": {"table": "participants", "form": "csv"},
        "my_data": {"form": "html"},
        "certificate": {},
        "people_of_next_round": {"offset": "0"},
        "download_next_round": {},
        "notes": {"tag": "mistrust"},
        "add_focus_note": {"text": "They said that time is short", "tags": ["mistrust"]},
        "save_item_note": {"item": "trust", "text": "It grew slowly", "seen": "0"},
        "save_mails": {"mails": []},
        "save_charter": {
            "fields": "number minutes",
            "number": "8",
            "minutes": "50",
            "revision": "0",
        },
        "overview": {
            "search": "Giulia",
            "state": "",
            "sort": "name",
            "needs_call": "true",
            "offset": "0",
        },
        "pair_view": {"pairing": pair, **where},
        "act": {"pairing": pair, "act": variant or "pause", "reason": "Holidays", **where},
        "add_note": {"pairing": pair, "note": "Both like wood", **where},
        "save_settings": {"display_name": "My mentoring", "welcome": "Hello"},
    }
    if handler == "handle_alert":
        alert = AlertState.objects.filter(pairing_id=pair, over_at=None).earliest("pk")
        return {
            "alerts": str(alert.pk),
            "how": "called",
            "note": "Nobody at home",
            "pairing": pair,
            **where,
        }
    if handler == "delete_note":
        note = FacilitatorNote.objects.get(pairing=pair)
        return {"note": note.pk, "pairing": pair, **where}
    if handler == "delete_focus_note":
        return {"note": FacilitatorNote.objects.get(kind=FacilitatorNote.Kind.FOCUS).pk}
    return requests[handler]
