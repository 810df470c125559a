"""Surveys are closed once and for good; an anonymous one then forgets all that may not be shown."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from ment_xblock.domain.errors import WrongState
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.domain.survey.disclosure import Group, Shown, may_show, may_show_texts, total_of
from ment_xblock.domain.survey.items import Definition, Item, Kind, Mode
from ment_xblock.domain.survey.results import roles_asked
from ment_xblock.domain.survey.schedule import Schedule
from ment_xblock.models import SurveyAnswer, SurveyRun
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.survey_counts import people_of, people_reached
from ment_xblock.selectors.survey_tallies import Version, tallies_of, versions_of
from ment_xblock.services.credit import SURVEY
from ment_xblock.services.survey_runs import hold_run
from ment_xblock.services.unit_of_work import lock, unit_of_work

_shuffle = random.SystemRandom().shuffle
BATCH = 1000


@unit_of_work
def close(*, host: Host, actor: Actor, here: BlockRef, definition: Definition) -> None:
    """Close a survey by hand. It is never opened again.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        WrongState: it is closed already, or nobody has a role yet.
    """
    require_facilitator(actor)
    run = hold_run(here=here, course_key=actor.course_key, when=definition.when, now=host.now())
    if run.closed_at is not None:
        raise WrongState("survey_closed")
    _close(run, here, definition, host.now(), by=actor.user_id)


def settle(*, host: Host, here: BlockRef, schedule: Schedule) -> bool:
    """Close a survey whose date has come. Called when it is read, and by a job.

    Args:
        host: the host.
        here: the block.
        schedule: when it is open.

    Returns:
        Whether it was closed by this.
    """
    if not schedule.is_due_to_close(host.now()):
        return False
    if SurveyRun.objects.filter(usage_key=here.usage_key, closed_at__isnull=True).exists():
        return _close_if_open(host=host, here=here)
    return False


def settle_course(*, host: Host, course_key: str) -> int:
    """Close all surveys of a course run whose date has come. Blocks hand over their ``schedule`` among their settings.

    Args:
        host: the host.
        course_key: the course run.

    Returns:
        How many were closed by this.
    """
    closed = 0
    for block in host.blocks(course_key, SURVEY):
        schedule = block.settings.get("schedule")
        if isinstance(schedule, Schedule):
            closed += settle(host=host, here=block, schedule=schedule)
    return closed


def close_after_last(*, host: Host, here: BlockRef) -> None:
    """Close a survey once everybody who is asked sooner or later has answered; not one that comes again and again."""
    run = SurveyRun.objects.filter(usage_key=here.usage_key, closed_at__isnull=True).first()
    versions = versions_of(run) if run is not None else ()
    if run is None or not versions or versions[-1].definition.when.is_repeated:
        return
    people = people_of(run.programme.course_key, run, versions[-1].definition)
    if all(asked == answered for asked, answered in people.values()):
        _close_if_open(host=host, here=here)


@unit_of_work
def _close_if_open(*, host: Host, here: BlockRef) -> bool:
    run = lock(SurveyRun, usage_key=here.usage_key)
    versions = versions_of(run)
    if run.closed_at is not None or not versions:
        return False
    _close(run, here, versions[-1].definition, host.now(), by=None)
    return True


def _close(
    run: SurveyRun, here: BlockRef, definition: Definition, now: datetime, by: int | None
) -> None:
    if not run.mode:
        run.mode = definition.mode.value
    run.people = people_reached(here, run, definition, now)
    run.closed_at, run.closed_by_id = now, by
    run.save(update_fields=["mode", "people", "closed_at", "closed_by"])
    if run.mode == Mode.ANONYMOUS:
        _forget(run)


def _forget(run: SurveyRun) -> None:
    """Write what may be shown anew, as counts and single texts, and delete all else."""
    versions = versions_of(run)
    tallies = tallies_of(run.answers.all(), versions)
    fresh: list[SurveyAnswer] = []
    for version in versions:
        for item in version.definition.items:
            for slot in item.slots:
                groups = tallies.get(version.pk, {}).get(slot.key, {})
                fresh += _rewritten(run, version, item, slot.key, groups)
    _shuffle(fresh)
    run.answers.all().delete()
    SurveyAnswer.objects.bulk_create(fresh, batch_size=BATCH)


def _rewritten(
    run: SurveyRun, version: Version, item: Item, slot: str, groups: Mapping[str, Group]
) -> Iterable[SurveyAnswer]:
    if item.kind is Kind.TEXT:
        if not may_show_texts(total_of(groups).answered):
            return ()
        texts = run.answers.filter(version_id=version.pk, slot=slot).values_list("text", flat=True)
        return [SurveyAnswer(run=run, version_id=version.pk, slot=slot, text=one) for one in texts]
    asked = roles_asked(version.definition, item)
    shown = may_show(groups, asked=asked, best=item.best_value)
    if shown is Shown.NOTHING:
        return ()
    kept = groups if shown is Shown.BY_ROLE else {"": total_of(groups)}
    return [
        SurveyAnswer(run=run, version_id=version.pk, slot=slot, role=role, times=times, **value)
        for role, group in kept.items()
        for value, times in _counted(item, group)
    ]


def _counted(item: Item, group: Group) -> Iterator[tuple[dict[str, int | str], int]]:
    if item.kind is Kind.MULTIPLE:
        yield {"option": ""}, group.answered
    for value, times in group.counts.items():
        yield ({"number": value} if item.kind.numbers else {"option": value}), times
