"""From the flat JSON that a page sends to the answers that the domain knows, and back to what a page shows.

Inputs bear the ids of the parts of an activity, so that a problem finds its input. Names of our own begin with ``_``,
which no id does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ment_xblock.blocks.entry_points import Call
from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.training import values as v
from ment_xblock.domain.training.score import MOST_NUMBER

Typed = dict[str, Any]
Answer = dict[str, Any]

# Kinds whose answer maps each part to one value, under this key.
BY_PART = {
    "card_sort": "piles",
    "traffic_light": "lights",
    "rewrite": "texts",
    "open_question": "texts",
    "reflection": "texts",
    "rubric": "levels",
    "practice_log": "fields",
}
# Kinds whose answer is a list of ids, under this key, which is also the name of the inputs.
BY_LIST = {
    "order": "order",
    "choice": "options",
    "choose_benefits": "benefits",
    "choose_tasks": "tasks",
    "checklist": "ticked",
}


def typed_in(call: Call) -> Typed:
    """What the page sent about the parts of an activity."""
    return {name: value for name, value in call.data.items() if not name.startswith("_")}


def answer_of(activity: v.Activity, typed: Typed) -> Answer:
    """Bring what a page sent into the shape of docs/curriculum-format.md; the domain checks it.

    Raises:
        Invalid: a number was typed that is none.
    """
    kind = activity.kind
    if kind == "lesson":
        return {"read": True, **typed}
    if isinstance(activity, v.PracticeLog):
        return {"fields": _log_fields(activity, typed)}
    if isinstance(activity, v.Reflection) and activity.spoken and "spoken" in typed:
        return {"spoken": True}
    if kind in BY_LIST:
        name = BY_LIST[kind]
        others = {key: value for key, value in typed.items() if key != name}
        return {name: as_list(typed.get(name)), **others}
    return {BY_PART[kind]: typed} if kind in BY_PART else typed


def as_list(value: Any) -> list[Any]:
    """Several ticked boxes arrive as a list, one as itself, none not at all."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def shown_again(activity: v.Activity, typed: Typed) -> Mapping[str, Any]:
    """What was sent, by part, so that the page shows it again.

    Returns:
        For each part the value it had; for parts that are chosen from a list whether they were.
    """
    name = BY_LIST.get(activity.kind)
    if name is None:
        return typed
    return {str(one): True for one in as_list(typed.get(name))}


def beside_an_input(activity: v.Activity, invalid: Invalid) -> Invalid:
    """Put what is wrong with a reflection as a whole beside its first input."""
    if not isinstance(activity, v.Reflection):
        return invalid
    first = activity.prompts[0].id
    return Invalid(
        [
            FieldProblem(first if one.field == "texts" else one.field, one.code, one.params)
            for one in invalid.problems
        ]
    )


def _log_fields(activity: v.PracticeLog, typed: Typed) -> Answer:
    kinds = {field.id: field.kind for field in activity.fields}
    problems: list[FieldProblem] = []
    fields = {}
    for name, value in typed.items():
        try:
            fields[name] = _READ.get(kinds.get(name, ""), _as_it_is)(name, value)
        except Invalid as invalid:
            problems += invalid.problems
    if problems:
        raise Invalid(problems)
    return fields


def _as_it_is(_name: str, value: Any) -> Any:
    return value


def _several(_name: str, value: Any) -> list[Any]:
    return as_list(value)


def _number(name: str, value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        return value
    digits = value.strip()
    if not (digits.isascii() and digits.isdigit()):
        raise Invalid([FieldProblem(name, "not_a_number")])
    if len(digits) > len(str(MOST_NUMBER)):
        raise Invalid([FieldProblem(name, "out_of_range", {"least": 0, "most": MOST_NUMBER})])
    return int(digits)


_READ: Mapping[str, Callable[[str, Any], Any]] = {"many": _several, "number": _number}
