"""Answers, counted in the database."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from django.db.models import Sum

from ment_xblock.domain.survey.disclosure import Group, Value
from ment_xblock.domain.survey.items import Definition, Item, Kind
from ment_xblock.domain.survey.parse import definition_from_data, item_to_data
from ment_xblock.models import SurveyRun, SurveyVersion


@attrs.frozen
class Version:
    """One wording of a survey.

    Attributes:
        pk: primary key of the row.
        number: from 1.
        definition: what it asks.
    """

    pk: int
    number: int
    definition: Definition


@attrs.define
class _Counting:
    answered: int = 0
    counts: dict[Value, int] = attrs.field(factory=dict)


def versions_of(run: SurveyRun) -> tuple[Version, ...]:
    """All wordings in which somebody answered, the oldest first."""
    rows = SurveyVersion.objects.filter(run=run).order_by("number")
    return tuple(Version(row.pk, row.number, definition_from_data(row.definition)) for row in rows)


def first_with(item: Item, versions: tuple[Version, ...]) -> Version:
    """The first version that asks an item in just these words; answers are kept under it.

    Raises:
        LookupError: no version asks it.
    """
    plain = item_to_data(item)
    for version in versions:
        if any(item_to_data(other) == plain for other in version.definition.items):
            return version
    raise LookupError(item.id)


def tallies_of(
    run: SurveyRun, versions: tuple[Version, ...]
) -> Mapping[int, Mapping[str, Mapping[str, Group]]]:
    """Count the answers of a survey in one query.

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
        run.answers.order_by()
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
