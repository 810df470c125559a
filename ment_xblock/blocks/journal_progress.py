"""Progress as a small picture, and the same in words."""

from __future__ import annotations

from typing import Any

import attrs
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ment_xblock.blocks.journal_words import JournalWords
from ment_xblock.domain.journal.log import BOTH_WAYS, STEPS, TO_JUNIOR, TO_SENIOR
from ment_xblock.domain.journal.progress import Point, Progress
from ment_xblock.domain.people import Role

WIDTH, HEIGHT, EDGE = 240, 72, 8


@attrs.frozen
class Dot:
    """One meeting in the picture of a task; places are in its own units."""

    x: float
    y: float


@attrs.frozen
class TaskProgress:
    """One task over time.

    Attributes:
        title: the task in words.
        now: the step reached last, in words.
        dots: the meetings, oldest first.
        line: the same as points of a line.
        told: each meeting in words: day and step.
    """

    title: str
    now: str
    dots: tuple[Dot, ...]
    line: str
    told: tuple[tuple[str, str], ...]


def progress_cards(words: JournalWords, page: Any) -> dict[str, Any]:
    """How a pair gets on, ready to be shown.

    Args:
        words: the reader's way of speaking.
        page: holds ``progress``, ``tasks`` and ``agreed``.
    """
    found: Progress = page.progress
    titles = {task.task_id: words.task(str(task.task_id)) for task in page.tasks}
    return {
        "tasks": [
            _task(words, title, found.tasks[task_id])
            for task_id, title in titles.items()
            if task_id in found.tasks
        ],
        "held": _held(found.held, page.agreed.number),
        "hands_on": _hands_on(words, found),
        "directions": _directions(words, found),
        "steps": [words.step(step) for step in STEPS],
        "width": WIDTH,
        "height": HEIGHT,
        "grid": [_y(step) for step in range(len(STEPS))],
    }


def _task(words: JournalWords, title: str, points: tuple[Point, ...]) -> TaskProgress:
    first, last = points[0].day, points[-1].day
    span = max((last - first).days, 1)
    dots = tuple(
        Dot(round(EDGE + (WIDTH - 2 * EDGE) * (one.day - first).days / span, 1), _y(one.height))
        for one in points
    )
    return TaskProgress(
        title=title,
        now=words.step(points[-1].step),
        dots=dots,
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        told=tuple((date_format(one.day, "DATE_FORMAT"), words.step(one.step)) for one in points),
    )


def _y(height: int) -> float:
    return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * height / (len(STEPS) - 1), 1)


def _held(held: int, agreed: int) -> str:
    if not agreed:
        return ngettext("%(n)d meeting held so far.", "%(n)d meetings held so far.", held) % {
            "n": held
        }
    return _("%(held)d of the %(agreed)d meetings that you agreed on.") % {
        "held": held,
        "agreed": agreed,
    }


def _hands_on(words: JournalWords, found: Progress) -> str:
    times, of = found.hands_on
    if not of:
        return ""
    values = {"name": words.names.mentee, "n": times, "of": of}
    if words.names.reader is Role.MENTEE:
        return _("You had the device in hand in %(n)d of %(of)d meetings.") % values
    return _("%(name)s had the device in hand in %(n)d of %(of)d meetings.") % values


def _directions(words: JournalWords, found: Progress) -> list[tuple[str, int]]:
    counted = [(way, found.directions.get(way, 0)) for way in (TO_SENIOR, TO_JUNIOR, BOTH_WAYS)]
    if not any(times for _way, times in counted):
        return []
    return [(words.option("direction", way), times) for way, times in counted]
