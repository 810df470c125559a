"""Answers, counted in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import attrs
from django.db.models import Max, Min, QuerySet, Sum

from ment_xblock.domain.survey.disclosure import Group, Value, each_once
from ment_xblock.domain.survey.items import Definition, Item, Kind
from ment_xblock.domain.survey.parse import definition_from_data, item_to_data
from ment_xblock.models import SurveyAnswer, SurveyRun, SurveyVersion

CHUNK = 2000


@attrs.frozen(slots=False)
class Version:
    """One wording of a survey.

    Attributes:
        pk: primary key of the row.
        number: from 1.
        digest: tells wordings apart.
        data: what it asks, as it is stored.
    """

    pk: int
    number: int
    digest: str
    data: Mapping[str, Any]

    @cached_property
    def definition(self) -> Definition:
        """What it asks."""
        return definition_from_data(self.data)

    def asks(self, item: Item) -> bool:
        """Whether it asks an item in just these words."""
        return item_to_data(item) in self.data["items"]


Tallies = Mapping[int, Mapping[str, Mapping[str, Group]]]


@attrs.define
class _Counting:
    answered: int = 0
    counts: dict[Value, int] = attrs.field(factory=dict)


def versions_of(run: SurveyRun) -> tuple[Version, ...]:
    """All wordings in which somebody answered, the oldest first."""
    return versions_of_each([run.pk]).get(run.pk, ())


def versions_of_each(run_ids: Iterable[int]) -> dict[int, tuple[Version, ...]]:
    """The same of many surveys in one query, by id of the survey."""
    found: dict[int, tuple[Version, ...]] = {}
    for row in SurveyVersion.objects.filter(run__in=list(run_ids)).order_by("run", "number"):
        version = Version(row.pk, row.number, row.digest, row.definition)
        found[row.run_id] = (*found.get(row.run_id, ()), version)
    return found


def first_with(item: Item, versions: tuple[Version, ...]) -> Version:
    """The first version that asks an item in just these words; answers are kept under it.

    Raises:
        LookupError: no version asks it.
    """
    found = next((version for version in versions if version.asks(item)), None)
    if found is None:
        raise LookupError(item.id)
    return found


def tallies_of(answers: QuerySet[SurveyAnswer], versions: tuple[Version, ...]) -> Tallies:
    """Count answers in one query.

    Args:
        answers: those of one survey, or of several.
        versions: all wordings under which they are kept.

    Returns:
        By key of a version, then of a slot, then by role: how people answered.
    """
    kinds = {
        (version.pk, slot.key): item.kind
        for version in versions
        for item in version.definition.items
        for slot in item.slots
    }
    found: dict[int, dict[str, dict[str, _Counting]]] = {}
    rows = (
        answers.order_by()
        .values_list("version_id", "slot", "role", "number", "option")
        .annotate(Sum("times"))
    )
    for version, slot, role, number, option, times in rows:
        group = found.setdefault(version, {}).setdefault(slot, {}).setdefault(role, _Counting())
        value = option if number is None else number
        if value != "":
            group.counts[value] = times
        if value == "" or kinds.get((version, slot)) is not Kind.MULTIPLE:
            group.answered += times
    return {
        version: {
            slot: {role: Group(one.answered, one.counts) for role, one in groups.items()}
            for slot, groups in slots.items()
        }
        for version, slots in found.items()
    }


def people_in_places(answers: QuerySet[SurveyAnswer]) -> Mapping[int, Mapping[str, Group]]:
    """Who answered with a number, each person once, in one query.

    Args:
        answers: those of confidential surveys; only they know their person.

    Returns:
        By key of a version, then of a slot.
    """
    found: dict[int, dict[str, list[tuple[int, int]]]] = {}
    rows = (
        answers.filter(number__isnull=False, participation__isnull=False)
        .order_by()
        .values_list("version_id", "slot", "participation__participant")
        .annotate(Min("number"), Max("number"))
    )
    for version, slot, _person, smallest, largest in rows.iterator(CHUNK):
        found.setdefault(version, {}).setdefault(slot, []).append((smallest, largest))
    return {
        version: {slot: each_once(people) for slot, people in slots.items()}
        for version, slots in found.items()
    }
