"""What a page of the agreement, or of the desk, would send."""

from __future__ import annotations

from typing import Any

from ment_xblock.domain.people import Role
from ment_xblock.models import HelpRequest
from tests.blocks import cast

SLUG = "agreement"


def furnish(pair: int) -> None:
    """Add two people without a partner, and a confidential request."""
    cast.give_role("yusuf", Role.MENTOR)
    cast.give_role("greta", Role.MENTEE)
    cast.act("ask_rematch", pair, "mario", reason="Please ring me")


def request(handler: str, pair: int, variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    section = {"pairing": pair, "section": "tasks"}
    typed = {"fields": "task1_evidence", "task1_evidence": "It was sent"}
    requests: dict[str, dict[str, Any]] = {
        "page": {"pairing": pair},
        "section": {**section, "edit": str(variant == "edit").lower()},
        "print_page": {"pairing": pair},
        "calendar": {"pairing": pair},
        "save_section": {**section, **typed, "revision": "1", "new_version": "false"},
        "sign": {"pairing": pair, "seen": cast.fingerprint(pair)},
        "mail_copy": {"pairing": pair},
        "act": {"pairing": pair, "act": variant or "pause", "reason": "Holidays"},
        "desk": {"search": "gi", "people_offset": "0", "pairs_offset": "0"},
        "save_person": {
            "user": cast.user_id("amir"),
            "role": "mentor",
            "capacity": "1",
            "under_18": "true",
            "guardian_consent": "2026-01-10",
            "search": "a",
        },
        "pair": {"mentor": cast.participant("yusuf"), "mentee": cast.participant("greta")},
        "close_request": {
            "request": HelpRequest.objects.get(
                kind="rematch", participant__user__username="mario"
            ).pk
        },
        "save_settings": dict(cast.STUDIO),
    }
    return requests[handler]
