"""What a page of the training would send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench_site.course_run import published_course
from workbench_site.models import FieldValue

SLUG = "j1"
TALK = "just-do-it"
REQUESTS: Mapping[str, dict[str, Any]] = {
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


def furnish(_pair: int) -> None:
    """Bring two mentors to the first conversation of the first module."""
    for mentor in ("giulia", "piotr"):
        _train(mentor)


def request(handler: str, _pair: int, _variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    return dict(REQUESTS[handler])


def _train(username: str) -> None:
    done = {activity: [1, 1, 1] for activity in ("roles", "three-ways", "sort")}
    FieldValue.objects.create(
        username=username,
        scope="user_state",
        block=published_course().usage_keys["j1"],
        name="progress",
        value={"j1": {"r": 1, "at": TALK, "best": 0.0, "a": done, "p": {}}},
    )
