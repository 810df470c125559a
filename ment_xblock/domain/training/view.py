"""What the browser may see of an activity: by permission, field by field, without answers."""

from collections.abc import Sequence
from functools import singledispatch
from hashlib import sha256
from typing import Protocol, TypeVar

from attrs import asdict

from ment_xblock.domain.training import values as v
from ment_xblock.domain.training.conversation import Conversation, Ending, Node, walk
from ment_xblock.domain.training.score import Outcome

View = dict[str, object]

# By type of activity: the field that holds its parts, and the texts that feedback may open.
EXPLAINED = {
    "card_sort": ("cards", ("reason",)),
    "traffic_light": ("cases", ("reason",)),
    "order": ("steps", ("reason",)),
    "choice": ("options", ("reason",)),
    "rewrite": ("sentences", ("why", "example")),
    "open_question": ("sentences", ("why", "example")),
    "practice_log": ("fields", ("example",)),
    "rubric": ("criteria", ("tip",)),
}


class WithText(Protocol):
    """Any part that has an id and a text."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def text(self) -> str:
        """Its text."""


Part = TypeVar("Part", bound=WithText)


def public_view(activity: v.Activity) -> View:
    """An activity before it is answered.

    Args:
        activity: The activity.

    Returns:
        Plain data for a template or JSON: no right answers, reasons, examples, tips or endings.
    """
    return {
        "id": activity.id,
        "type": activity.kind,
        "title": activity.title,
        "text": activity.text,
        "minutes": activity.minutes,
        "check": activity.check,
        "picture": asdict(activity.picture) if activity.picture else None,
        **question(activity),
    }


@singledispatch
def question(activity: v.Activity) -> View:
    """The part of the public view that belongs to one type of activity.

    Args:
        activity: The activity.

    Returns:
        Plain data without answers.
    """
    return {}


@question.register
def _lesson(activity: v.Lesson) -> View:
    return {"video": asdict(activity.video) if activity.video else None}


@question.register
def _card_sort(activity: v.CardSort) -> View:
    return {
        "piles": _labels(activity.piles),
        "cards": _texts(activity.cards),
    }


@question.register(v.Rewrite)
@question.register(v.OpenQuestion)
def _sentences(activity: v.Rewrite | v.OpenQuestion) -> View:
    return {"sentences": _texts(activity.sentences)}


@question.register
def _order(activity: v.Order) -> View:
    steps = mixed(activity.id, activity.steps)
    if steps == list(activity.steps):
        steps = steps[1:] + steps[:1]  # the right order would be given away
    return {"steps": _texts(steps)}


@question.register
def _choice(activity: v.Choice) -> View:
    return {"multiple": activity.multiple, "options": _texts(mixed(activity.id, activity.options))}


@question.register
def _traffic_light(activity: v.TrafficLight) -> View:
    return {"lights": list(v.LIGHTS), "cases": _texts(activity.cases)}


@question.register
def _conversation(activity: Conversation) -> View:
    return {
        "people": [asdict(person) for person in activity.people],
        **conversation_view(activity, ()),
    }


@question.register
def _practice_log(activity: v.PracticeLog) -> View:
    return {
        "fields": [
            {
                "id": field.id,
                "kind": field.kind,
                "label": field.label,
                "hint": field.hint,
                "required": field.required,
                "options": _labels(field.options),
            }
            for field in activity.fields
        ]
    }


@question.register
def _rubric(activity: v.Rubric) -> View:
    return {"levels": _labels(activity.levels), "criteria": _texts(activity.criteria)}


@question.register
def _reflection(activity: v.Reflection) -> View:
    return {"spoken": activity.spoken, "prompts": _texts(activity.prompts)}


@question.register
def _choose_benefits(activity: v.ChooseBenefits) -> View:
    return {
        "benefits": list(activity.benefits),
        "least": activity.least,
        "most": activity.most,
    }


@question.register
def _choose_tasks(activity: v.ChooseTasks) -> View:
    return {"least": activity.least, "most": activity.most}


@question.register
def _checklist(activity: v.Checklist) -> View:
    return {"items": _texts(activity.items)}


def conversation_view(activity: Conversation, path: Sequence[str]) -> View:
    """Where a conversation stands after a path: what was said, and the replies now possible.

    Args:
        activity: The conversation.
        path: Ids of the replies so far.

    Returns:
        Plain data; nothing of nodes and endings that the path has not reached.

    Raises:
        AnswerRefused: The path is not one of this conversation.
    """
    told = []
    for number in range(len(path)):
        before = walk(activity, path[:number]).node
        reply = walk(activity, path[: number + 1]).replies[-1]
        scene = _node(before) if before else {}
        told.append({**scene, "reply": reply.text, "reaction": reply.reaction})
    stand = walk(activity, path)
    return {
        "path": list(path),
        "told": told,
        "node": _node(stand.node) | {"choices": _texts(stand.node.choices)} if stand.node else None,
        "ending": _ending(stand.ending) if stand.ending else None,
    }


def feedback_view(activity: v.Activity, outcome: Outcome) -> list[View]:
    """The texts that an outcome opens, and no others.

    Args:
        activity: The activity that was answered.
        outcome: What ``score`` returned.

    Returns:
        For each part its id, whether it was right, and its explaining texts.
    """
    parts = _explained(activity)
    return [{"id": one.id, "right": one.right, **parts.get(one.id, {})} for one in outcome.feedback]


def mixed(activity_id: str, parts: Sequence[Part]) -> list[Part]:
    """Parts in an order that does not depend on the order in which a teacher wrote them.

    Args:
        activity_id: The activity, so that two activities are mixed in two ways.
        parts: Steps or options.

    Returns:
        All parts, always in the same order.
    """
    return sorted(parts, key=lambda part: sha256(f"{activity_id} {part.id}".encode()).digest())


def _explained(activity: v.Activity) -> dict[str, View]:
    if isinstance(activity, Conversation):
        return {one.id: _ending(one) for one in activity.endings}
    if activity.kind not in EXPLAINED:
        return {}
    parts, names = EXPLAINED[activity.kind]
    return {
        one.id: {name: getattr(one, name) for name in names} for one in getattr(activity, parts)
    }


def _texts(parts: Sequence[WithText]) -> list[View]:
    return [{"id": part.id, "text": part.text} for part in parts]


def _labels(parts: Sequence[v.Labelled]) -> list[View]:
    return [{"id": part.id, "label": part.label} for part in parts]


def _node(node: Node) -> View:
    return {"id": node.id, "who": node.who, "scene": node.scene, "says": node.says}


def _ending(ending: Ending) -> View:
    return {
        "id": ending.id,
        "outcome": ending.outcome,
        "title": ending.title,
        "text": ending.text,
        "noticed": ending.noticed,
    }
