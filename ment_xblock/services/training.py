"""A learner answers an activity of a training module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import attrs
from django.db import transaction

from ment_xblock.domain.errors import NotAllowed, NotFound, WrongState
from ment_xblock.domain.people import Actor, Role, require_writer
from ment_xblock.domain.text import clean_text
from ment_xblock.domain.training import progress as steps
from ment_xblock.domain.training.progress import Progress, Standing
from ment_xblock.domain.training.score import MOST_TYPED, Outcome, score
from ment_xblock.domain.training.settings import TRACK_OF, TrainingSettings
from ment_xblock.domain.training.typed import private_words
from ment_xblock.domain.training.values import Activity, ChooseBenefits, ChooseTasks
from ment_xblock.models import (
    LearnerChoice,
    Participant,
    PrivateNote,
    TrainingResult,
)
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.training_results import counting_results
from ment_xblock.services.credit import report_credit
from ment_xblock.services.unit_of_work import lock, unit_of_work

CHOICES: Mapping[type[Activity], LearnerChoice.Kind] = {
    ChooseBenefits: LearnerChoice.Kind.BENEFITS,
    ChooseTasks: LearnerChoice.Kind.TASKS,
}


@attrs.frozen
class Answered:
    """What became of an answer.

    Attributes:
        progress: where the learner is now; the block keeps it.
        outcome: what may be shown.
    """

    progress: Progress
    outcome: Outcome


@unit_of_work
def answer(
    *,
    host: Host,
    actor: Actor,
    participant_id: int | None,
    here: BlockRef,
    settings: TrainingSettings,
    progress: Progress,
    activity_id: str,
    given: Mapping[str, Any],
    known_tasks: frozenset[str] = frozenset(),
) -> Answered:
    """Judge an answer, keep the best result, and what was typed for its author alone.

    Args:
        host: the host.
        actor: the learner.
        participant_id: their part in the programme; None for somebody without a role.
        here: the block.
        settings: the module and what the author decided.
        progress: where the learner was.
        activity_id: the activity.
        given: the answer.
        known_tasks: ids of the task library.

    Raises:
        NotSignedIn, NotAllowed: a stranger, staff who view as a learner, or a learner of the other role.
        NotFound: no such activity.
        WrongState: no role yet, or an activity that is not open yet.
        AnswerRefused, Invalid: as ``domain.training.score.score`` has it. Nothing is stored then.
    """
    require_writer(actor)
    learner = _hold_learner(actor, participant_id, settings)
    activity = open_activity(settings, progress, activity_id)
    outcome = score(activity, given, known_tasks=known_tasks)
    after = steps.record(settings.module, progress, activity_id, outcome)
    found = steps.standing(settings.module, after, pass_percent=settings.pass_percent)
    _keep_words(host, learner, here, activity, given)
    _keep_choice(host, learner, activity, outcome)
    _keep_result(host, learner, here, settings, found)
    transaction.on_commit(
        partial(report_credit, host=host, participant_id=learner.pk, blocks=[here])
    )
    return Answered(after, outcome)


def open_activity(settings: TrainingSettings, progress: Progress, activity_id: str) -> Activity:
    """An activity that the learner may open now.

    Raises:
        NotFound: the module has no such activity.
        WrongState: others come first.
    """
    activity = settings.module.activity(activity_id)
    if activity is None:
        raise NotFound("no_such_activity")
    if not steps.may_open(settings.module, progress, activity_id, free_order=settings.free_order):
        raise WrongState("activity_not_open")
    return activity


def _hold_learner(
    actor: Actor, participant_id: int | None, settings: TrainingSettings
) -> Participant:
    if participant_id is None:
        raise WrongState("role_first")
    learner = lock(Participant, pk=participant_id)
    if learner.user_id != actor.user_id or learner.programme.course_key != actor.course_key:
        raise NotFound("no_such_person")
    if TRACK_OF[Role(learner.role)] != settings.module.track:
        raise NotAllowed("not_your_track")
    return learner


def _keep_words(
    host: Host,
    learner: Participant,
    here: BlockRef,
    activity: Activity,
    given: Mapping[str, Any],
) -> None:
    for field, typed in private_words(activity, given).items():
        text = clean_text(typed, MOST_TYPED)
        place: dict[str, Any] = {
            "programme_id": learner.programme_id,
            "user_id": learner.user_id,
            "usage_key": here.usage_key,
            "activity": activity.id,
            "field": field,
        }
        if text:
            PrivateNote.objects.update_or_create(
                **place, defaults={"text": text, "updated_at": host.now()}
            )
        else:
            PrivateNote.objects.filter(**place).delete()


def _keep_choice(host: Host, learner: Participant, activity: Activity, outcome: Outcome) -> None:
    kind = CHOICES.get(type(activity))
    if kind is not None:
        LearnerChoice.objects.update_or_create(
            participant=learner,
            kind=kind.value,
            defaults={"ids": list(outcome.chosen), "updated_at": host.now()},
        )


def _keep_result(
    host: Host,
    learner: Participant,
    here: BlockRef,
    settings: TrainingSettings,
    found: Standing,
) -> None:
    before = _counting_result(learner, here)
    TrainingResult.objects.update_or_create(
        participant=learner,
        usage_key=here.usage_key,
        defaults={
            "module": settings.module.id,
            "share": max(found.share, before.share if before else 0.0),
            "passed": found.passed or (before is not None and before.passed),
            "done": found.done,
            "total": found.total,
            "updated_at": host.now(),
        },
    )


def _counting_result(learner: Participant, here: BlockRef) -> TrainingResult | None:
    """The result so far, unless the instructor deleted the learner's state after it."""
    return counting_results().filter(participant=learner, usage_key=here.usage_key).first()
