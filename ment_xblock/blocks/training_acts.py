"""What a learner does in a module: answer, and talk. Staff who try it out leave no trace."""

from __future__ import annotations

from typing import Any

import attrs

from ment_xblock.blocks import training_pages as pages
from ment_xblock.blocks.entry_points import Call
from ment_xblock.blocks.training_answers import (
    Typed,
    answer_of,
    beside_an_input,
    shown_again,
    typed_in,
)
from ment_xblock.blocks.training_pages import Reading, Shown
from ment_xblock.blocks.training_words import READ_ONLY, known_tasks
from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.training import progress as steps
from ment_xblock.domain.training.conversation import Conversation, walk
from ment_xblock.domain.training.errors import AnswerRefused
from ment_xblock.domain.training.score import Outcome, conversation_path, score
from ment_xblock.domain.training.values import Activity
from ment_xblock.services import training


def give_answer(block: Any, call: Call, reading: Reading) -> str:
    """Judge an answer and show what it opens; after a lesson, the next activity."""
    activity = training.open_activity(reading.settings, reading.progress, call.text("_activity"))
    typed = typed_in(call)
    try:
        given = answer_of(activity, typed)
        reading, outcome = _judged(block, call, reading, activity, given)
    except Invalid as invalid:
        raise beside_an_input(activity, invalid) from None
    if activity.kind in READ_ONLY:
        return _next_page(block, reading, activity)
    shown = Shown(shown_again(activity, typed), outcome)
    path = outcome.chosen if isinstance(activity, Conversation) else None
    return pages.stage(reading, activity.id, shown=shown, path=path, fresh=True)


def continue_talk(block: Any, call: Call, reading: Reading) -> str:
    """Say something, or go back to an earlier point; at an ending, judge the way that led there.

    Raises:
        AnswerRefused: a way that the conversation does not have.
        Invalid: nothing was chosen to say.
    """
    activity = training.open_activity(reading.settings, reading.progress, call.text("_activity"))
    if not isinstance(activity, Conversation):
        raise AnswerRefused("answer_no_conversation", activity.id)
    path = _path(call)
    if walk(activity, path).ending is not None:
        reading, outcome = _judged(block, call, reading, activity, {"path": list(path)})
        return pages.stage(reading, activity.id, shown=Shown({}, outcome), path=path, fresh=True)
    if not reading.is_preview:
        after = steps.continue_conversation(reading.module, reading.progress, activity.id, path)
        block.keep(reading, after)
    return pages.stage(reading, activity.id, path=path, fresh=True)


def _path(call: Call) -> tuple[str, ...]:
    so_far = call.text("_path").split()
    if call.flag("_back"):
        return conversation_path(so_far)
    return conversation_path([*so_far, _reply(typed_in(call))])


def _reply(typed: Typed) -> Any:
    if not typed.get("reply"):
        raise Invalid([FieldProblem("reply", "choose_reply")])
    return typed["reply"]


def _judged(
    block: Any, call: Call, reading: Reading, activity: Activity, given: dict[str, Any]
) -> tuple[Reading, Outcome]:
    if reading.is_preview:
        return reading, score(activity, given, known_tasks=known_tasks())
    answered = training.answer(
        host=call.host,
        actor=call.actor,
        participant_id=reading.learner.participant_id,
        here=call.here,
        settings=reading.settings,
        progress=reading.progress,
        activity_id=activity.id,
        given=given,
        known_tasks=known_tasks(),
    )
    block.keep(reading, answered.progress)
    return attrs.evolve(reading, progress=answered.progress), answered.outcome


def _next_page(block: Any, reading: Reading, activity: Activity) -> str:
    activities = reading.module.activities
    position = activities.index(activity) + 1
    if position == len(activities):
        return pages.end(reading, fresh=True)
    following = activities[position].id
    if not reading.is_preview:
        block.keep(reading, steps.move(reading.module, reading.progress, following))
    return pages.stage(reading, following, fresh=True)
