"""The course on the eve of the matching: everybody has a role and a complete profile, and nobody a partner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ment_xblock.domain.profile_answers import Part
from workbench_site.profile_stories import PROFILES
from workbench_site.stories import JOININGS, Joining

LATE_ANSWERS: Mapping[str, Mapping[Part, Mapping[str, Any]]] = {
    "giulia": {
        Part.MEETING: {"ways": ["in_person", "video"], "places": ["workshop"]},
        Part.WORK: {
            "trade": "retail",
            "firm": "Cartoleria Morbelli",
            "is_boss": "no",
            "same_firm_ok": "no",
            "wishes": ["wood", "art"],
        },
        Part.STYLE: {"capacity": "1", "style-pace": "slow", "style-start": "watch"},
        Part.ABOUT: {"called": "", "under_18": "no", "access_needs": ""},
    },
    "greta": {
        Part.TASKS: {
            "wanted": ["short-video", "online-booking"],
            "order": ["short-video", "online-booking"],
        },
        Part.LANGUAGES: {"languages": ["de"]},
        Part.TIMES: {"times": ["wed-evening", "thu-evening", "sat-morning"]},
        Part.MEETING: {"ways": ["in_person", "video"], "places": ["workshop", "school"]},
        Part.WORK: {"trade": "textile", "firm": "", "wishes": []},
        Part.STYLE: {"capacity": "1", "style-talk": "gentle"},
        Part.ABOUT: {"called": "", "access_needs": ""},
    },
}

NEWCOMERS = (*JOININGS, Joining("greta", 1))


def profile_before_matching(username: str) -> Mapping[Part, Mapping[str, Any]]:
    """All that somebody answers by the eve of the matching.

    Args:
        username: whose profile.
    """
    return {**PROFILES.get(username, {}), **LATE_ANSWERS.get(username, {})}
