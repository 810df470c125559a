"""Grade, completion and state of any learner."""

from __future__ import annotations

import json
from typing import Any

import attrs
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from opaque_keys.edx.keys import UsageKey

from ment_xblock.platform.lms import keys
from ment_xblock.platform.ports import BlockRef

# The field of ment_xblock/blocks/grading.py that says the same when the learner acts themselves.
MARK = json.dumps({"taking_part": True})


@attrs.frozen
class ScoredBlock:
    """Stands in for the block when a score is published.

    With the block itself, which is bound to the acting user, the platform would also set the score on that user's state
    (lms/djangoapps/grades/signals/handlers.py, score_published_handler).
    """

    location: UsageKey
    weight: float


def publish_grade(*, user_id: int, block: BlockRef, earned: float, possible: float) -> None:
    """Record a grade for any participant: ``earned`` of ``possible``, each times the block's weight."""
    location = keys.parse_block(block.usage_key)
    user = _user(user_id)
    if location is None or user is None or keys.in_studio():
        return
    if block.weight < 0:
        # A hand-written course can bring such a weight, and the platform would take points away for taking part. Of
        # 0 out of 0 it makes nothing (lms/djangoapps/grades/scores.py, weighted_score).
        earned = possible = 0.0
    if earned == 0 and possible > 0 and not _states(user_id, location).exists():
        _announce_nothing_earned(user_id, ScoredBlock(location, block.weight), possible)
        return
    # lms/djangoapps/grades/signals/handlers.py, score_published_handler: saves the score now, in the transaction there
    # is, and queues the subsection's and the course's grade; xmodule/services.py, _handle_grade_event, sends the same
    from lms.djangoapps.grades.api import signals

    signals.SCORE_PUBLISHED.send(
        sender=None,
        block=ScoredBlock(location, block.weight),
        user=user,
        raw_earned=earned,
        raw_possible=possible,
        only_if_higher=None,
    )


def publish_completion(*, user_id: int, block: BlockRef, completion: float) -> None:
    """Record a completion (0 to 1) for any participant; does nothing where the site does not track it."""
    location = keys.parse_block(block.usage_key)
    # completion/waffle.py, ENABLE_COMPLETION_TRACKING_SWITCH, and
    # completion/models.py, BlockCompletionManager.submit_completion, which raises RuntimeError while that is off
    from completion.models import BlockCompletion
    from completion.waffle import ENABLE_COMPLETION_TRACKING_SWITCH

    if location is None or keys.in_studio() or not ENABLE_COMPLETION_TRACKING_SWITCH.is_enabled():
        return
    user = _user(user_id)
    if user is not None:
        BlockCompletion.objects.submit_completion(
            user=user, block_key=location, completion=completion
        )


def save_marker(*, user_id: int, block: BlockRef) -> None:
    """Leave a small mark in the learner's state of the block, and never touch a state that is there.

    "Reset attempts" fails on a row without state (lms/djangoapps/instructor/enrollment.py, _reset_module_attempts), and
    such rows come from a published score and from a grade override for somebody who never opened the block.
    """
    location = keys.parse_block(block.usage_key)
    if location is None or keys.in_studio() or _user(user_id) is None:
        return
    rows = _states(user_id, location)
    # One statement that cannot overwrite: a state that somebody saves meanwhile stays.
    rows.filter(Q(state__isnull=True) | Q(state="")).update(state=MARK)
    if rows.exists():
        return
    try:
        with transaction.atomic():
            rows.create(
                student_id=user_id,
                module_state_key=location,
                course_id=location.context_key,
                module_type=location.block_type,
                state=MARK,
            )
    except IntegrityError:
        # Somebody made the row a moment ago, perhaps without state.
        rows.filter(Q(state__isnull=True) | Q(state="")).update(state=MARK)


def _announce_nothing_earned(user_id: int, block: ScoredBlock, possible: float) -> None:
    # lms/djangoapps/instructor/enrollment.py, _fire_score_changed_for_block: how the platform itself tells the gradebook
    # of a deleted state. Publishing a score instead would bring back the row that an instructor has just deleted.
    from lms.djangoapps.grades.api import constants, signals

    signals.PROBLEM_RAW_SCORE_CHANGED.send(
        sender=None,
        raw_earned=0,
        raw_possible=possible,
        weight=block.weight,
        user_id=user_id,
        course_id=str(block.location.context_key),
        usage_id=str(block.location),
        only_if_higher=False,
        modified=timezone.now(),
        score_db_table=constants.ScoreDatabaseTableEnum.courseware_student_module,
        score_deleted=True,
    )


def _states(user_id: int, location: UsageKey) -> QuerySet[Any]:
    # lms/djangoapps/courseware/models.py, StudentModule: one row for each learner, block and course run
    from lms.djangoapps.courseware.models import StudentModule

    states: QuerySet[Any] = StudentModule.objects.filter(
        student_id=user_id, module_state_key=location, course_id=location.context_key
    )
    return states


def _user(user_id: int) -> Any | None:
    return get_user_model().objects.filter(pk=user_id).first()
