"""What a page would send to each handler, complete and right, and the course in which it is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Role
from ment_xblock.models import HelpRequest
from tests.blocks import cast
from tests.blocks.visitor import Visitor
from workbench_site.course_run import published_course
from workbench_site.models import FieldValue

UNITS: Mapping[str, str] = {"ment_agreement": "agreement", "ment_training": "j1"}
TALK = "just-do-it"
TRAINING: Mapping[str, dict[str, Any]] = {
    "page": {"_activity": "roles"},
    "go": {"_activity": "three-ways"},
    "answer": {"_activity": "roles"},
    "talk": {"_activity": TALK, "_path": "", "_back": "true"},
    "take_away": {},
    "choose_role": {"role": "mentor"},
    "people": {"offset": "0"},
    "check_module": {"own_module": "id: ovens"},
    "save_settings": {
        "display_name": "Ovens",
        "weight": "2",
        "module_name": "s1",
        "own_module": "",
        "pass_percent": "50",
        "order": "free",
        "credit": "share",
    },
}


def furnish(state: State = State.DRAFT) -> int:
    """Make the pair of Giulia and Mario, and everything that any handler needs beside it.

    Returns:
        Id of their pair.
    """
    cast.bring_to(State.DRAFT, cast.make_pair("piotr", "anna"), "piotr", "anna")
    cast.give_role("yusuf", Role.MENTOR)
    cast.give_role("greta", Role.MENTEE)
    pair = cast.make_pair("giulia", "mario")
    cast.bring_to(state, pair, "giulia", "mario")
    cast.act("ask_rematch", pair, "mario", reason="Please ring me")
    for mentor in ("giulia", "piotr"):
        _train(mentor)
    return pair


def _train(username: str) -> None:
    """Bring a mentor to the first conversation of the first module."""
    done = {activity: [1, 1, 1] for activity in ("roles", "three-ways", "sort")}
    FieldValue.objects.create(
        username=username,
        scope="user_state",
        block=published_course().usage_keys["j1"],
        name="progress",
        value={"j1": {"r": 1, "at": TALK, "best": 0.0, "a": done, "p": {}}},
    )


def there(visitor: Visitor, door: str) -> Visitor:
    """The same person at the unit of the block that has this door."""
    return attrs.evolve(visitor, slug=UNITS[door.partition(".")[0]])


def right_request(door: str, pair: int, variant: str = "") -> dict[str, Any]:
    """What a page would send.

    Args:
        door: ``block.handler``; ``handler`` alone is the agreement's.
        pair: the pair that it is about.
        variant: the act, or ``edit`` for a form.
    """
    block_type, _, handler = door.rpartition(".")
    if block_type == "ment_training":
        return dict(TRAINING[handler])
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
            "request": HelpRequest.objects.get(participant__user__username="mario").pk
        },
        "save_settings": dict(cast.STUDIO),
    }
    return requests[handler]
