"""The tasks that a block offers as picture cards: the library's, and those that its author added."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs
from django.templatetags.static import static
from django.utils.translation import get_language

from ment_xblock.curriculum import task_library
from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.text import TooLongError, clean_line

# Before an author's id, so that it never becomes one of the library, not even of a later one.
OWN_PREFIX = "own-"
OWN_PICTURE = "ment_xblock/pictures/own-task.svg"
MOST_OWN = 30
LONGEST_WORDS = 80
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_PARTS = ("id", "area", "words", "picture")


@attrs.frozen
class TaskCard:
    """One task to choose.

    Attributes:
        id: as it is stored with people's answers.
        area: id of its DigComp 2.2 area.
        words: what the doer does, in the reader's language; as the author wrote it for an own task.
        picture: address of its picture.
    """

    id: str
    area: str
    words: str
    picture: str


def task_cards(block: Any) -> Mapping[str, TaskCard]:
    """All tasks that a block offers, by id, in the order of the areas.

    Args:
        block: the block, with the author's ``own_tasks``.
    """
    cards = [*map(_from_library, task_library.all_tasks()), *_own_cards(block.own_tasks)]
    order = list(task_library.areas("en"))
    return {card.id: card for card in sorted(cards, key=lambda card: order.index(card.area))}


def grouped(cards: Mapping[str, TaskCard]) -> list[tuple[str, list[TaskCard]]]:
    """Cards under the name of their area, in the reader's language.

    Args:
        cards: as ``task_cards`` has them.
    """
    areas = task_library.areas(get_language() or "en")
    groups = [
        (title.words, [card for card in cards.values() if card.area == area])
        for area, title in areas.items()
    ]
    return [(title, found) for title, found in groups if found]


def as_lines(own_tasks: Any) -> str:
    """The author's tasks as they are typed in Studio, one on a line.

    Args:
        own_tasks: as the block holds them.
    """
    return "\n".join(map(_as_line, _readable(own_tasks)))


def read_lines(typed: str) -> list[dict[str, str]]:
    """Read what an author typed: on each line an id, an area, the words, and the task whose picture is shown, if any.

    Args:
        typed: the lines.

    Raises:
        Invalid: names the first line in which something is wrong.
    """
    tasks: list[dict[str, str]] = []
    for number, line in enumerate(typed.splitlines(), start=1):
        if line.strip():
            task = dict(zip(_PARTS, _columns(line, number), strict=False))
            _check(task, number, {one["id"] for one in tasks})
            tasks.append(task)
    if len(tasks) > MOST_OWN:
        raise _wrong("own_tasks_many", most=MOST_OWN)
    return tasks


def _columns(line: str, number: int) -> list[str]:
    try:
        columns = [clean_line(column, LONGEST_WORDS) for column in line.split("|")]
    except TooLongError:
        raise _wrong("own_task_long", line=number, most=LONGEST_WORDS) from None
    if len(columns) not in (3, 4):
        raise _wrong("own_task_shape", line=number)
    return columns


def _check(task: Mapping[str, str], number: int, taken: set[str]) -> None:
    areas = task_library.areas("en")
    if not _ID.fullmatch(task["id"]):
        raise _wrong("own_task_id", line=number)
    if task["id"] in taken:
        raise _wrong("own_task_twice", line=number, id=task["id"])
    if task["area"] not in areas:
        raise _wrong("own_task_area", line=number, areas=", ".join(areas))
    if not task["words"]:
        raise _wrong("own_task_shape", line=number)
    if task.get("picture") and not _is_of_library(task["picture"]):
        raise _wrong("own_task_picture", line=number, id=task["picture"])


def _wrong(code: str, **params: Any) -> Invalid:
    return Invalid([FieldProblem("own_tasks", code, params)])


def _readable(own_tasks: Any) -> list[dict[str, str]]:
    """A course that was written by hand has not been through the form: tasks that cannot be are left out."""
    tasks: list[dict[str, str]] = []
    for task in own_tasks or []:
        try:
            tasks = read_lines("\n".join(map(_as_line, [*tasks, task])))
        except (Invalid, AttributeError, KeyError, TypeError):
            continue
    return tasks


def _as_line(task: Mapping[str, str]) -> str:
    return " | ".join(task[part] for part in _PARTS if task.get(part))


def _own_cards(own_tasks: Any) -> list[TaskCard]:
    return [
        TaskCard(
            id=OWN_PREFIX + task["id"],
            area=task["area"],
            words=task["words"],
            picture=static(
                task_library.task(task["picture"]).picture if task.get("picture") else OWN_PICTURE
            ),
        )
        for task in _readable(own_tasks)
    ]


def _from_library(task: task_library.LibraryTask) -> TaskCard:
    words = task_library.task_words(task.id, get_language() or "en").wording.words
    return TaskCard(task.id, task.area, words, static(task.picture))


def _is_of_library(task_id: str) -> bool:
    return any(task.id == task_id for task in task_library.all_tasks())
