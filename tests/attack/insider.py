"""An insider who wants to know who said what: everything that can be got hold of, and what follows from it.

The insider knows the rules, the roles of all, who answered, and what they themselves answered. They read the page and the
export as the facilitator sees them, and one copy of the database made after closing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
from django.apps import apps
from django.db import connection

from ment_xblock.domain.survey.items import Item, Kind
from ment_xblock.selectors.survey_export import survey_table
from tests.survey_world import Survey
from tests.world import CHIARA

FEW = 5
Value = int | str
# By item, part and group ("" are all): how often each answer was given.
Tables = dict[tuple[str, str, str], Counter]


@attrs.frozen
class Finding:
    """Something that nobody should be able to say.

    Attributes:
        how: what the insider did.
        slot: where in the form.
        group: about whom.
        what: what they found.
    """

    how: str
    slot: str
    group: str
    what: Any


@attrs.frozen
class Person:
    """One of the people, as the insider knows them."""

    name: str
    role: str


# What can be got hold of


def page(survey: Survey) -> Tables:
    """What the facilitator's page shows, by every filter that it has."""
    found: Tables = {}
    for result in survey.results().items:
        for slot in result.slots:
            for role, one in {"": slot.total, **slot.by_role}.items():
                if one is not None and result.item.kind is not Kind.TEXT:
                    place = (f"{slot.slot.key}@{result.version}", role)
                    found[result.item.id, *place] = Counter(dict(one.counts))
    return found


def texts(survey: Survey) -> list[tuple[str, ...]]:
    """The texts of each place, as the page and the export show them."""
    shown = [tuple(one.text for one in found) for found in survey.results().texts.values()]
    table = survey_table(
        host=survey.world.host,
        actor=survey.world.actor(CHIARA),
        here=survey.here,
        definition=survey.definition,
    )
    exported = [str(row[3]) for row in table.rows if row[2] == "" and row[4] == 1]
    return [*shown, tuple(text for text in exported if " " in text)]


def export(survey: Survey) -> Tables:
    """What the table for spreadsheets says."""
    table = survey_table(
        host=survey.world.host,
        actor=survey.world.actor(CHIARA),
        here=survey.here,
        definition=survey.definition,
    )
    kinds = {item.id: item.kind for item in survey.definition.items}
    found: Tables = {}
    for item, part, role, value, times in table.rows:
        if kinds[str(item)] is not Kind.TEXT:
            group = found.setdefault((str(item), f"{part}", str(role)), Counter())
            group[value] += int(times or 0)
    return found


def dump() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in the order in which it lies there."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            found[model._meta.db_table] = [
                dict(zip(names, row, strict=True)) for row in cursor.fetchall()
            ]
    return found


def tables_of(rows: Iterable[Mapping[str, Any]], items: Iterable[Item]) -> Tables:
    """The stored answers, counted by every column that tells rows apart."""
    item_of = {slot.key: item for item in items for slot in item.slots}
    found: Tables = {}
    for row in rows:
        item = item_of[row["slot"]]
        value = row["option"] if row["number"] is None else row["number"]
        if value != "":
            for role in {"", row["role"]}:
                place = (item.id, f"{row['slot']}@{row['version_id']}", role)
                found.setdefault(place, Counter())[value] += row["times"]
    return found


# What follows from it


def conclusions(tables: Tables, items: Iterable[Item]) -> Iterator[Finding]:
    """Groups that are too small, and whole groups that answered alike, also by subtraction and as one of them."""
    best = {item.id: item.best_value for item in items}
    single = {item.id for item in items if item.kind is not Kind.MULTIPLE}
    for (item, slot, group), counts in _with_differences(tables).items():
        answered = counts.total()
        if item in single and 0 < answered < FEW:
            yield Finding("few", slot, group, dict(counts))
        for value in [one for one, times in counts.items() if times and item in single]:
            others = counts - Counter([value])
            alike = [one for one, times in others.items() if times == others.total() > 0]
            if alike and alike[0] != best[item]:
                yield Finding("alike", slot, group, alike[0])


def _with_differences(tables: Tables) -> Tables:
    """All groups that are shown, and all minus those."""
    found = dict(tables)
    for (item, slot, group), counts in tables.items():
        everybody = tables.get((item, slot, ""))
        if group and everybody is not None:
            rest = everybody - counts
            if rest.total():
                found[item, slot, f"not {group}"] = rest
    return found


def ties(stored: Mapping[str, list[dict[str, Any]]], people: Iterable[Any]) -> Iterator[Finding]:
    """Anything in a row of an answer that also stands with a person: a key, a moment, a time stamp."""
    personal = {
        (column, value)
        for row in stored["ment_xblock_surveyparticipation"]
        for column, value in row.items()
        if value not in (None, "") and column != "run_id"
    }
    values = {value for _column, value in personal} | set(people)
    for row in stored["ment_xblock_surveyanswer"]:
        for column in ("id", "participation_id", "text"):
            if row[column] in values:
                yield Finding("tie", row["slot"], "", (column, row[column]))
        for column, value in row.items():
            if column not in KNOWN_COLUMNS:
                yield Finding("column", row["slot"], "", (column, value))


KNOWN_COLUMNS = {
    "id",
    "run_id",
    "version_id",
    "participation_id",
    "role",
    "slot",
    "number",
    "option",
    "text",
    "times",
}


def matches(answers: list[Any], people: list[Any], truth: Mapping[Any, Any]) -> int:
    """How many guesses are right if answers and people are laid side by side in the same order."""
    return sum(truth.get(person) == answer for person, answer in zip(people, answers, strict=False))
