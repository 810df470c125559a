"""How far the invented people are with the training, as data, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ment_xblock.domain.profile_answers import Part
from ment_xblock.domain.training import values as v
from workbench_site.forerunner_stories import FORERUNNER_PROFILES
from workbench_site.profile_stories import PROFILES

MINUTES = 20


@attrs.frozen
class Trained:
    """How far somebody is.

    Attributes:
        days_ago: when they began; a module every second day.
        modules: how many they are through with.
        parts: how many parts of the next one they have done.
        slips: whether they were wrong once in each longer test.
        failed: a module through which they went without passing.
    """

    days_ago: int
    modules: int
    parts: int = 0
    slips: bool = False
    failed: str = ""


TRAINED: Mapping[str, Trained] = {
    "ines": Trained(99, 9),
    "karel": Trained(99, 7),
    "samira": Trained(74, 9, slips=True),
    "bruno": Trained(74, 7),
    "piotr": Trained(61, 9),
    "anna": Trained(61, 7),
    "amir": Trained(61, 9, slips=True),
    "tomas": Trained(61, 4),
    "yusuf": Trained(49, 9, failed="j8"),
    "ioana": Trained(49, 7),
    "paolo": Trained(49, 2, parts=3),
    "lena": Trained(14, 4, parts=5),
    "sofia": Trained(7, 2, slips=True),
    "giulia": Trained(1, 1),
}

# One line each, of those that a junior writes for nobody else.
THOUGHTS: Mapping[str, str] = {
    "j2": "That she asks me something first. I think I see it before she does.",
    "j3": "My grandmother. She waited, also when it took long. I want to wait, too.",
    "j4": "Ask, then count to five. I try it with my little brother tonight.",
    "j7": "When he says nothing at all. I begin with: what was the best part of your day?",
}


def answer_of(username: str, module: str, activity: v.Activity) -> Any:  # noqa: C901, PLR0911  one case for each type
    """What somebody answers.

    Args:
        username: who.
        module: id of the module.
        activity: of that module.

    Returns:
        The answer as the domain takes it; None for a kind of which only the points are kept.
    """
    match activity:
        case v.Lesson():
            return {"read": True}
        case v.Choice():
            return {"options": [option.id for option in activity.options if option.right]}
        case v.Rewrite() | v.OpenQuestion():
            return {"texts": {one.id: one.example for one in activity.sentences}}
        case v.Reflection(spoken=True):
            return {"spoken": True}
        case v.Reflection():
            return {"texts": {activity.prompts[0].id: THOUGHTS[module]}}
        case v.PracticeLog():
            return {"fields": {field.id: _logged(field) for field in activity.fields}}
        case v.Rubric():
            good, best = activity.levels[-2:]
            pairs = enumerate(activity.criteria)
            return {"levels": {one.id: (best if turn % 3 else good).id for turn, one in pairs}}
        case v.Checklist():
            return {"ticked": [item.id for item in activity.items[:2]]}
        case v.ChooseBenefits():
            return {"benefits": list(activity.benefits[: activity.least])}
        case v.ChooseTasks():
            return {"tasks": _wanted(username)[: activity.most]}
        case _:
            return None


def _logged(field: v.Field) -> Any:
    match field.kind:
        case "number":
            return MINUTES
        case "many":
            return [field.options[0].id]
        case "one":
            return field.options[0].id
        case _:
            return field.example


def _wanted(username: str) -> list[str]:
    """The same tasks as in the profile."""
    profile = {**PROFILES, **FORERUNNER_PROFILES}[username]
    wanted: list[str] = profile[Part.TASKS]["wanted"]
    return wanted
