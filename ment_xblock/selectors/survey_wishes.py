"""What people chose for themselves in confidential surveys: another partner, a part in the next round.

For the facilitator alone, as the callers make sure: nothing of it crosses to the partner. Low pulses, ratings far apart
and "ring me" are read by ``selectors.pulses``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import reduce
from operator import or_

import attrs
from django.db.models import Count, Exists, OuterRef, Q

from ment_xblock.domain.alerts.wishes import Choice
from ment_xblock.domain.survey.items import Mode, Signal
from ment_xblock.domain.survey.parse import definition_from_data
from ment_xblock.models import SurveyAnswer, SurveyVersion

NEXT_ROUND = frozenset({"mentor", "be-mentored", "help-pairs"})


@attrs.frozen
class Chosen:
    """How many people chose something, of how many who answered."""

    chose: int = 0
    answered: int = 0


def wishes_of(course_key: str, signal: Signal) -> Mapping[int, str]:
    """The latest choice of each person, in two queries.

    Args:
        course_key: the course run.
        signal: what was asked.

    Returns:
        Participant to id of the option.
    """
    return {person: choice.option for person, choice in choices_of(course_key, signal).items()}


def choices_of(
    course_key: str, signal: Signal, people: Collection[int] | None = None
) -> Mapping[int, Choice]:
    """The same with the time.

    Args:
        course_key: the course run.
        signal: what was asked.
        people: participants to look at; None for all.
    """
    asked = _places(course_key, signal)
    answers = SurveyAnswer.objects.filter(
        version__in={version for version, _slot in asked},
        slot__in={slot for _version, slot in asked},
        participation__answered_at__isnull=False,
    ).order_by("participation__answered_at", "participation__pk")
    if people is not None:
        answers = answers.filter(participation__participant__in=people)
    rows = answers.values_list(
        "version_id",
        "slot",
        "participation__participant_id",
        "option",
        "participation__answered_at",
    )
    return {
        person: Choice(option, said_at)
        for version, slot, person, option, said_at in rows
        if (version, slot) in asked and person is not None and said_at is not None
    }


def people_who_chose(course_key: str, signal: Signal, options: Collection[str]) -> Chosen:
    """Of how many people the latest choice is one of these, counted by the database in two queries.

    Args:
        course_key: the course run.
        signal: what was asked.
        options: ids of the options.
    """
    asked = _places(course_key, signal)
    if not asked:
        return Chosen()
    places = [Q(version=version, slot=slot) for version, slot in asked]
    answers = SurveyAnswer.objects.filter(
        reduce(or_, places), participation__answered_at__isnull=False
    )
    person, at = OuterRef("participation__participant"), OuterRef("participation__answered_at")
    later = answers.filter(
        Q(participation__answered_at__gt=at)
        | Q(participation__answered_at=at, participation__gt=OuterRef("participation")),
        participation__participant=person,
    )
    latest = answers.filter(~Exists(later))
    who = "participation__participant"
    counted = latest.aggregate(
        chose=Count(who, distinct=True, filter=Q(option__in=options)),
        answered=Count(who, distinct=True),
    )
    return Chosen(**counted)


def _places(course_key: str, signal: Signal) -> set[tuple[int, str]]:
    """Where it was asked: version and slot."""
    versions = SurveyVersion.objects.filter(
        run__programme__course_key=course_key, run__mode=Mode.CONFIDENTIAL.value
    )
    return {
        (version.pk, item.id)
        for version in versions
        for item in definition_from_data(version.definition).items
        if item.signal is signal and item.options
    }
