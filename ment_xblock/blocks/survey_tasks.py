"""The question about the tasks of the agreement, with the reader's own tasks in its rows."""

from __future__ import annotations

import attrs
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ment_xblock.blocks.survey_words import Field, Question
from ment_xblock.curriculum import task_library
from ment_xblock.curriculum.texts import FALLBACK_LANGUAGE
from ment_xblock.domain.survey.items import TASK_ROWS, TASKS_REACHED, Slot
from ment_xblock.selectors.survey_tasks import AskedTasks, NamedTask


def with_tasks(question: Question, asked: AskedTasks | None) -> Question:
    """Name the tasks of a pair in the question about them; every other question stays as it is.

    Args:
        question: any question.
        asked: the tasks that the survey means; None where it names none.
    """
    if asked is None or question.item.id != TASKS_REACHED:
        return question
    rows = zip(TASK_ROWS, asked.tasks, strict=False)
    names = {Slot(TASKS_REACHED, row).key: _name(task) for row, task in rows}
    return attrs.evolve(
        question,
        hint=" ".join(filter(None, (_about(asked), question.hint))),
        fields=tuple(_named(field, names.get(field.name, "")) for field in question.fields),
    )


def _named(field: Field, name: str) -> Field:
    """Where a task has no name any more, its place in the agreement stays."""
    return attrs.evolve(field, words=name) if name else field


def _name(task: NamedTask) -> str:
    if task.words or not task.job:
        return task.words
    language = get_language() or FALLBACK_LANGUAGE
    return task_library.task_words(task.job, language).wording.words


def _about(asked: AskedTasks) -> str:
    partner = {"partner": asked.partner or _("your partner")}
    if asked.ended_first:
        return _("You have had more than one partner. This is about %(partner)s, with whom you came to the end first.") % partner  # fmt: skip
    return _("This is what you agreed on with %(partner)s.") % partner
