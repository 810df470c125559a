"""Lets the invented people train: some are through, some half way, some have not begun.

Where somebody stands, what they typed, and what the gradebook shows are stored as the blocks store them. Only the last
answer of a module goes through the service, which judges the module and reports the credit: a hundred modules, answer by
answer, would be most of what ``make demo`` has to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from ment_xblock.blocks.training_words import known_tasks
from ment_xblock.curriculum.library import track
from ment_xblock.domain.training import progress as steps
from ment_xblock.domain.training import values as v
from ment_xblock.domain.training.progress import Progress
from ment_xblock.domain.training.score import Outcome, possible_points, score
from ment_xblock.domain.training.typed import private_words
from ment_xblock.models import Participant, PrivateNote
from ment_xblock.platform.local import LocalHost
from ment_xblock.services import training
from workbench_site.cohort import COHORT, FORERUNNERS, Part
from workbench_site.course_run import published_course
from workbench_site.runtime import SiteRuntime
from workbench_site.training_stories import TRAINED, Trained, answer_of

HostOf = Callable[[int], LocalHost]
CHOICES = (v.ChooseBenefits, v.ChooseTasks)
ENOUGH_CHECKS = 4


def seed_training(host_of: HostOf) -> None:
    """Let everybody train, where the course has the modules.

    Args:
        host_of: the host as it was some days ago.
    """
    units = published_course().units
    for username, trained in TRAINED.items():
        for number, module in enumerate(track(_track_of(username))[: trained.modules + 1]):
            parts = len(module.activities) if number < trained.modules else trained.parts
            if parts and module.id in units:
                host = host_of(max(trained.days_ago - 2 * number, 1))
                _Visit.of(host, username, module.id).go_through(trained, parts)


def _track_of(username: str) -> str:
    part = next(one.part for one in (*COHORT, *FORERUNNERS) if one.username == username)
    return v.JUNIOR if part is Part.JUNIOR else v.SENIOR


@attrs.frozen
class _Visit:
    """Somebody before one module, on one evening."""

    host: LocalHost
    username: str
    block: Any
    reading: Any

    @classmethod
    def of(cls, host: LocalHost, username: str, slug: str) -> _Visit:
        runtime = SiteRuntime(username)
        block: Any = runtime.get_block(runtime.course.usage_keys[slug])
        return cls(host, username, block, block.reading(host, host.actor(block)))

    def go_through(self, trained: Trained, parts: int) -> None:
        """Do the first parts of the module, and keep what the block keeps."""
        module = self.reading.module
        done = module.activities[:parts]
        judged = self._judged_by_service(done)
        slip = _slip(module, trained)
        progress: Progress = self.reading.progress
        notes: list[PrivateNote] = []
        for activity in (one for one in done if one not in judged):
            given = self._given(activity)
            outcome = _outcome(activity, given, is_slip=activity is slip)
            progress = steps.record(module, progress, activity.id, outcome)
            notes += self._notes(activity, given)
        PrivateNote.objects.bulk_create(notes)
        for activity in judged:
            progress = self._answer(activity, progress)
        self.block.keep(self.reading, steps.move(module, progress, done[-1].id))
        self.block.save()

    def _answer(self, activity: v.Activity, progress: Progress) -> Progress:
        return training.answer(
            host=self.host,
            actor=self.reading.actor,
            participant_id=self.reading.learner.participant_id,
            here=self.reading.here,
            settings=attrs.evolve(self.reading.settings, free_order=True),
            progress=progress,
            activity_id=activity.id,
            given=self._given(activity),
            known_tasks=known_tasks(),
        ).progress

    def _judged_by_service(self, done: tuple[v.Activity, ...]) -> list[v.Activity]:
        """Choices that other blocks read, and the last part, for the result."""
        chosen = [activity for activity in done if isinstance(activity, CHOICES)]
        last = [activity for activity in done if self._given(activity) is not None][-1]
        return [*(one for one in chosen if one is not last), last]

    def _given(self, activity: v.Activity) -> Any:
        return answer_of(self.username, self.reading.module.id, activity)

    def _notes(self, activity: v.Activity, given: Any) -> Iterator[PrivateNote]:
        me = Participant.objects.get(pk=self.reading.learner.participant_id)
        for field, text in private_words(activity, given or {}).items():
            if text:
                yield PrivateNote(
                    programme_id=me.programme_id,
                    user_id=me.user_id,
                    usage_key=self.reading.here.usage_key,
                    activity=activity.id,
                    field=field,
                    text=text,
                    updated_at=self.host.now(),
                )


def _slip(module: v.Module, trained: Trained) -> v.Activity | None:
    """The test in which somebody is wrong once."""
    checks = [activity for activity in module.activities if activity.check]
    has_one = trained.failed == module.id or (trained.slips and len(checks) >= ENOUGH_CHECKS)
    return checks[0] if has_one else None


def _outcome(activity: v.Activity, given: Any, *, is_slip: bool) -> Outcome:
    possible = possible_points(activity)
    if is_slip:
        return Outcome(possible - 1, possible)
    if given is None:
        return Outcome(possible, possible)
    return score(activity, given, known_tasks=known_tasks())
