"""How many are asked, and how many answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count

from ment_xblock.domain.survey.items import Definition
from ment_xblock.models import SurveyParticipation, SurveyRun
from ment_xblock.platform.ports import BlockRef
from ment_xblock.selectors.survey_people import (
    Crowd,
    asked_in,
    crowd_of,
    on_the_way,
    schedule_of,
)


def people_of(
    course_key: str, run: SurveyRun | None, definition: Definition
) -> dict[str, list[int]]:
    """How many people of each role are asked sooner or later, and how many of them answered at least once.

    Everybody with a role is asked, but where all items are for owners. Who answered and left the site since still counts.

    Returns:
        By role: [asked, answered].
    """
    crowd = crowd_of(course_key)
    return people_in(crowd, crowd, run, definition, _answered(run))


def people_reached(
    block: BlockRef, run: SurveyRun | None, definition: Definition, now: datetime
) -> dict[str, list[int]]:
    """The same of those alone for whom it is open, or was: of nobody else can there be an answer.

    Args:
        block: the survey, with its schedule among its settings.
        run: what became of it; None before its first answer.
        definition: what it asks.
        now: the present moment, or when it is closed.
    """
    people = on_the_way(block.course_key)
    reached = people.reached(schedule_of(block), now)
    return people_in(people.crowd, reached, run, definition, _answered(run))


def _answered(run: SurveyRun | None) -> Mapping[str, int]:
    return answered_in([run.pk]).get(run.pk, {}) if run is not None else {}


def answered_in(run_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """How many people answered each survey at least once, in one query: id of the survey, then role."""
    rows = (
        SurveyParticipation.objects.filter(run__in=list(run_ids))
        .order_by()
        .values_list("run", "participant__role")
        .annotate(Count("participant", distinct=True))
    )
    found: dict[int, dict[str, int]] = {}
    for run_id, role, count in rows:
        found.setdefault(run_id, {})[role] = count
    return found


def people_in(
    crowd: Crowd,
    counted: Crowd,
    run: SurveyRun | None,
    definition: Definition,
    done: Mapping[str, int],
) -> dict[str, list[int]]:
    """The same from what was read before.

    Args:
        crowd: the people of the programme, whose number decides what is asked of whom.
        counted: those of them who are to be counted.
        run: the survey; None before its first answer.
        definition: what it asks.
        done: by role, how many answered.
    """
    asked = asked_in(run, definition, crowd)
    people = {}
    for role in definition.roles:
        count = 0
        if definition.items_for(asked.of(role, owns_firm=False)):
            count = counted.roles[role]
        elif definition.items_for(asked.of(role, owns_firm=True)):
            count = len(counted.owners)
        answered = done.get(role.value, 0)
        people[role.value] = [max(count, answered), answered]
    return people
