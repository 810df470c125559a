"""A learner who goes through a training module: right answers, and how a page sends them."""

from __future__ import annotations

from typing import Any

from ment_xblock.domain.training import values as v
from ment_xblock.domain.training.conversation import Conversation, all_paths, walk
from workbench_site.course_run import published_course
from workbench_site.models import Completion, FieldValue, Grade

WORDS = "What do you see?"


def right(activity: v.Activity) -> dict[str, Any]:  # noqa: C901  one case for each type
    """What a page sends for the best answer; conversations go step by step, see ``good_path``."""
    match activity:
        case v.CardSort():
            parts: dict[str, Any] = {card.id: card.pile for card in activity.cards}
        case v.TrafficLight():
            parts = {case.id: case.light for case in activity.cases}
        case v.Order():
            parts = {"order": [step.id for step in activity.steps]}
        case v.Choice():
            chosen = [option.id for option in activity.options if option.right]
            parts = {"options": chosen if len(chosen) > 1 else chosen[0]}
        case v.Rewrite() | v.OpenQuestion():
            parts = {sentence.id: WORDS for sentence in activity.sentences}
        case v.Reflection():
            parts = {activity.prompts[0].id: WORDS}
        case v.PracticeLog():
            parts = {field.id: _log_value(field) for field in activity.fields}
        case v.Rubric():
            parts = {one.id: activity.levels[0].id for one in activity.criteria}
        case v.ChooseBenefits():
            parts = {"benefits": list(activity.benefits[: activity.least])}
        case v.ChooseTasks():
            parts = {"tasks": "quote-as-pdf"}
        case v.Checklist():
            parts = {"ticked": activity.items[0].id}
        case _:
            parts = {}
    return {"_activity": activity.id, **parts}


def good_path(activity: Conversation) -> tuple[str, ...]:
    """A way that ends well."""
    return next(path for path in all_paths(activity) if _outcome(activity, path) == "good")


def poor_path(activity: Conversation) -> tuple[str, ...]:
    """A way that does not."""
    return next(path for path in all_paths(activity) if _outcome(activity, path) != "good")


def do(visitor: Any, activity: v.Activity) -> list[Any]:
    """Do one activity as well as one can, through the handlers.

    Returns:
        The responses.
    """
    if not isinstance(activity, Conversation):
        return [visitor.post("answer", **right(activity))]
    path = good_path(activity)
    return [
        visitor.post(
            "talk", _activity=activity.id, _path=" ".join(path[:number]), reply=path[number]
        )
        for number in range(len(path))
    ]


def state_of(username: str, slug: str) -> dict[str, Any]:
    """What is kept of a learner in one block, by field."""
    usage_key = published_course().usage_keys[slug]
    rows = FieldValue.objects.filter(username=username, block__startswith=usage_key.split(".d")[0])
    return {row.name: row.value for row in rows if row.scope == "user_state"}


def credit_of(user_id: int, slug: str) -> tuple[float, float, float]:
    """What the gradebook has: earned, possible, completion."""
    usage_key = published_course().usage_keys[slug]
    grade = Grade.objects.get(user_id=user_id, usage_key=usage_key)
    done = Completion.objects.get(user_id=user_id, usage_key=usage_key)
    return grade.earned, grade.possible, done.completion


def _log_value(field: v.Field) -> Any:
    if field.kind == "number":
        return "45"
    return WORDS if field.kind == "text" else field.options[0].id


def _outcome(activity: Conversation, path: tuple[str, ...]) -> str:
    ending = walk(activity, path).ending
    return ending.outcome if ending else ""
