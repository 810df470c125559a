"""One activity, ready to be shown: what the domain lets be seen, with what was answered and what feedback opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from django.templatetags.static import static
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ment_xblock.blocks.markdown import markdown
from ment_xblock.curriculum import library, task_library
from ment_xblock.domain.training import values as v
from ment_xblock.domain.training.conversation import Conversation
from ment_xblock.domain.training.score import Outcome
from ment_xblock.domain.training.view import conversation_view, feedback_view, public_view

# The field of ``public_view`` that holds the parts of an activity.
PARTS = {
    "card_sort": "cards",
    "traffic_light": "cases",
    "rewrite": "sentences",
    "open_question": "sentences",
    "order": "steps",
    "choice": "options",
    "practice_log": "fields",
    "rubric": "criteria",
    "reflection": "prompts",
    "checklist": "items",
}
JUDGED = ("card_sort", "traffic_light", "order", "choice", "conversation")
WRITTEN = ("rewrite", "open_question", "practice_log", "reflection")
PRIVATE = (*WRITTEN, "rubric", "checklist")
READ_ONLY = ("lesson", "checklist")
SOURCE = "ment_xblock/pictures/lessons/"


@attrs.frozen
class Card:
    """One activity, ready to be shown.

    Attributes:
        activity: as it stands in the module.
        view: what the browser may see of it.
        html: its text.
        picture: address of its picture, or empty.
        parts: its cards, options, steps and so on, with what was answered and what feedback opens.
        groups: for benefits and tasks: (title, options).
        talk: where a conversation stands.
        verdict: one sentence on the answer just given.
        solved: nothing is left to improve.
        answered: feedback is shown.
    """

    activity: v.Activity
    view: Mapping[str, Any]
    html: str
    picture: str
    parts: tuple[Mapping[str, Any], ...] = ()
    groups: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...] = ()
    talk: Mapping[str, Any] | None = None
    verdict: str = ""
    solved: bool = False
    answered: bool = False

    @property
    def kind(self) -> str:
        """The type of activity."""
        return self.activity.kind

    @property
    def template(self) -> str:
        """The template of its type."""
        return f"ment_xblock/training/{self.kind}.html"

    @property
    def is_written(self) -> bool:
        """The learner types words, which must not be lost by a wrong tap."""
        return self.kind in WRITTEN

    @property
    def is_private(self) -> bool:
        """Only the learner ever sees what they answer."""
        return self.kind in PRIVATE

    @property
    def is_read(self) -> bool:
        """There is nothing to check: one button takes the learner on."""
        return self.kind in READ_ONLY


def card(
    activity: v.Activity,
    *,
    given: Mapping[str, Any] | None = None,
    outcome: Outcome | None = None,
    path: tuple[str, ...] = (),
    shows_marks: bool = False,
) -> Card:
    """Make an activity ready to be shown.

    Args:
        activity: the activity.
        given: what was answered, by part.
        outcome: the judged answer, when it was just given.
        path: replies so far, in a conversation.
        shows_marks: whether points are told; seniors get none.
    """
    view = public_view(activity)
    given = given or {}
    feedback = {str(one["id"]): one for one in feedback_view(activity, outcome)} if outcome else {}
    return Card(
        activity=activity,
        view=view,
        html=markdown(activity.text) if activity.text else "",
        picture=static(SOURCE + activity.picture.file) if activity.picture else "",
        parts=_parts(activity, view, given, feedback),
        groups=_groups(activity, given),
        talk=_talk(activity, path) if isinstance(activity, Conversation) else None,
        verdict=_verdict(activity, outcome, shows_marks) if outcome else "",
        solved=outcome is not None and outcome.points == outcome.possible,
        answered=outcome is not None,
    )


def _parts(
    activity: v.Activity,
    view: Mapping[str, Any],
    given: Mapping[str, Any],
    feedback: Mapping[str, Mapping[str, object]],
) -> tuple[Mapping[str, Any], ...]:
    parts = view.get(PARTS.get(activity.kind, ""), ())
    if isinstance(activity, v.Order) and given:
        places = list(given)
        parts = sorted(parts, key=lambda part: places.index(part["id"]))
    return tuple({**_with_options(part, given), "told": feedback.get(part["id"])} for part in parts)


def _with_options(part: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    value = given.get(part["id"], "")
    chosen = value.split() if isinstance(value, str) else value
    options = [{**one, "given": one["id"] in chosen} for one in part.get("options", ())]
    return {**part, "given": value, "options": options}


def _groups(
    activity: v.Activity, given: Mapping[str, Any]
) -> tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...]:
    language = get_language() or library.ORIGINAL
    if isinstance(activity, v.ChooseBenefits):
        options = [one for one in benefits(language) if one["id"] in activity.benefits]
        return (("", tuple({**one, "given": one["id"] in given} for one in options)),)
    if isinstance(activity, v.ChooseTasks):
        return tuple(_area(area, title, language, given) for area, title in _areas(language))
    return ()


def _areas(language: str) -> list[tuple[str, str]]:
    return [(area, title.words) for area, title in task_library.areas(language).items()]


def _area(
    area: str, title: str, language: str, given: Mapping[str, Any]
) -> tuple[str, tuple[Mapping[str, Any], ...]]:
    return title, tuple(
        {
            "id": task.id,
            "title": task_words(task.id, language),
            "picture": static(task.picture),
            "given": task.id in given,
        }
        for task in task_library.all_tasks()
        if task.area == area
    )


def benefits(language: str) -> list[Mapping[str, str]]:
    """The toolkit's benefits in the reader's language."""
    return [
        {"id": one.id, "title": one.title, "text": one.text}
        for one in library.toolkit(language).benefits
    ]


def task_words(task_id: str, language: str) -> str:
    """A task of the library in words."""
    return task_library.task_words(task_id, language).wording.words


def known_tasks() -> frozenset[str]:
    """Ids of the task library."""
    return frozenset(task.id for task in task_library.all_tasks())


def choice_words(kind: str, ids: tuple[str, ...]) -> list[str]:
    """What a learner chose, in words; what the lists no longer have is left out."""
    language = get_language() or library.ORIGINAL
    if kind == "tasks":
        known = known_tasks()
        return [task_words(one, language) for one in ids if one in known]
    titles = {one["id"]: one["title"] for one in benefits(language)}
    return [titles[one] for one in ids if one in titles]


def _talk(activity: Conversation, path: tuple[str, ...]) -> Mapping[str, Any]:
    people = {person.id: person for person in activity.people}
    talk = dict(conversation_view(activity, path))
    told = talk["told"]
    talk["told"] = [
        # Where a replay from this point begins: all replies before this one.
        {**turn, "speaker": people[turn["who"]], "path_before": " ".join(path[:number])}
        for number, turn in enumerate(told if isinstance(told, list) else [])
    ]
    node = talk["node"]
    if isinstance(node, dict):
        talk["node"] = {**node, "speaker": people[node["who"]]}
    return {**talk, "people": list(people.values()), "so_far": " ".join(path)}


def _verdict(activity: v.Activity, outcome: Outcome, shows_marks: bool) -> str:
    if activity.kind not in JUDGED:
        return _("Saved. Only you can read it.") if activity.kind in PRIVATE else _("Saved.")
    if isinstance(activity, Conversation):
        return _conversation_verdict(outcome)
    return _marked_verdict(outcome) if shows_marks else _unmarked_verdict(outcome)


def _conversation_verdict(outcome: Outcome) -> str:
    if outcome.points == outcome.possible:
        return _("This talk went well.")
    if outcome.points:
        return _("This talk went half well. Go back to any point and try another way.")
    return _("This talk did not go well. Go back to any point and try another way.")


def _unmarked_verdict(outcome: Outcome) -> str:
    if outcome.points == outcome.possible:
        return _("That is how we see it, too.")
    return _("Read the words beside your answer. Change it if you like, or go on.")


def _marked_verdict(outcome: Outcome) -> str:
    if outcome.points == outcome.possible:
        return _("All right. Well done!")
    if outcome.possible == 1:
        return _("Not quite yet. Read why, and have another go.")
    return ngettext(
        "%(points)s of %(possible)s is right. Read why, and have another go.",
        "%(points)s of %(possible)s are right. Read why, and have another go.",
        outcome.points,
    ) % {"points": outcome.points, "possible": outcome.possible}
