"""What a page of the profile would send."""

from __future__ import annotations

from typing import Any

from ment_xblock.services.profiles import reopen_profile
from tests.blocks import cast
from tests.world import CHIARA

SLUG = "profile"


def furnish(_pair: int) -> None:
    """Giulia's profile was opened again after she was paired; all the others' stay settled."""
    world = cast.world()
    reopen_profile(
        host=world.host, actor=world.actor(CHIARA), participant_id=cast.participant("giulia")
    )


def request(handler: str, _pair: int, variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    requests: dict[str, dict[str, Any]] = {
        "profile": {"part": variant},
        "save_part": {
            "part": "work",
            "revision": "0",
            "trade": "wood",
            "firm": "Morbelli & Co.",
            "is_boss": "no",
            "same_firm_ok": "yes",
            "wishes": ["food", "metal"],
        },
        "choose_role": {"role": "mentor"},
        "ask_to_change": {},
        "save_settings": {
            "display_name": "Who I am",
            "weight": "0.5",
            "welcome": "Good that you are here.",
            "own_tasks": "order-timber | information | Order timber online | price-list",
        },
    }
    return requests[handler]
