"""What a page of the journal would send."""

from __future__ import annotations

from typing import Any

SLUG = "journal"


def furnish(pair: int) -> None:
    """Nothing yet beside the pair."""


def request(handler: str, pair: int, _variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    requests: dict[str, dict[str, Any]] = {
        "page": {"pairing": pair},
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
