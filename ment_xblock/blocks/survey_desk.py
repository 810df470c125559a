"""The facilitator's pages of a survey: what may be seen of the answers, the register, and the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from webob import Response

from ment_xblock.blocks.rendering import file_response, render
from ment_xblock.blocks.survey_charts import Result, result, scale_words
from ment_xblock.blocks.survey_pages import Reading
from ment_xblock.blocks.survey_preview import preview
from ment_xblock.blocks.survey_studio import role_words
from ment_xblock.blocks.survey_words import (
    construct_words,
    question,
    rate_words,
    role_name,
    slot_words,
    value_words,
)
from ment_xblock.domain.people import Role
from ment_xblock.domain.spreadsheet import Cell, csv_lines
from ment_xblock.domain.survey.groups import Warned
from ment_xblock.domain.survey.items import Definition, Item, Mode, Slot
from ment_xblock.platform.ports import BlockRef
from ment_xblock.selectors.survey_export import SurveyTable, survey_table
from ment_xblock.selectors.survey_people import survey_warnings
from ment_xblock.selectors.survey_register import register
from ment_xblock.selectors.survey_results import (
    MOST_PEOPLE,
    PersonAnswers,
    SurveyResults,
    people_answers,
    run_of,
    survey_results,
)
from ment_xblock.selectors.survey_tallies import versions_of

HANDLERS = ("close_survey", "people", "download")


def results_page(reading: Reading, *, notice: str = "", fresh: bool = False) -> str:
    """All that the facilitator may see of a survey.

    Args:
        reading: who reads.
        notice: what has just been done, to be said on top.
        fresh: it takes the place of another, so the focus moves to it.
    """
    found = survey_results(
        host=reading.host,
        actor=reading.actor,
        here=reading.here,
        definition=reading.definition,
    )
    usage_key = reading.here.usage_key
    return render(
        "survey/results.html",
        {
            "uid": reading.uid,
            "urls": reading.urls(*HANDLERS),
            "title": reading.block.display_name,
            "results": found,
            "is_anonymous": found.mode is Mode.ANONYMOUS,
            "has_answers": found.answered > 0,
            "rates": _rates(found),
            "warnings": [warning_words(one) for one in found.warned],
            "items": _items(found),
            "constructs": _constructs(found),
            "register": register_part(reading),
            "preview": preview(reading.block, reading.definition, usage_key),
            "notice": notice,
            "fresh": fresh,
        },
    )


def people_page(reading: Reading, offset: int = 0) -> str:
    """Who answered what in a confidential survey, a page at a time."""
    found = people_answers(host=reading.host, actor=reading.actor, here=reading.here, offset=offset)
    return render(
        "survey/people.html",
        {
            "uid": reading.uid,
            "urls": reading.urls("people"),
            "people": [_person(one, _wordings(reading)) for one in found.people],
            "total": found.total,
            "had_partners": found.had_partners,
            "offset": offset,
            "next": offset + MOST_PEOPLE if offset + MOST_PEOPLE < found.total else 0,
            "page_size": MOST_PEOPLE,
        },
    )


def register_part(reading: Reading, *, fresh: bool = False) -> str:
    """The register "you said, we changed", to read and to change."""
    return render(
        "survey/register.html",
        {
            "uid": reading.uid,
            "urls": reading.urls("save_entry", "delete_entry"),
            "entries": register(actor=reading.actor),
            "fresh": fresh,
        },
    )


def answers_file(reading: Reading) -> Response:
    """The answers that may be seen, as a table with words instead of ids."""
    table = survey_table(
        host=reading.host,
        actor=reading.actor,
        here=reading.here,
        definition=reading.definition,
    )
    is_anonymous = table.mode is Mode.ANONYMOUS
    lines = _counted(reading, table) if is_anonymous else _by_person(table)
    return file_response(csv_lines(lines), "text/csv", "survey.csv")


def warnings_for(here: BlockRef, definition: Definition) -> list[str]:
    """What author and facilitator should know of small groups before the first answer."""
    return [warning_words(one) for one in survey_warnings(here.course_key, definition)]


def warning_words(warned: Warned) -> str:
    """Say which group is too small, and what follows from it."""
    people = {"people": warned.people, "fewest": warned.fewest}
    if warned.code == "too_few_people":
        return (
            _("Only %(people)s people would be asked. With fewer than %(fewest)s answers, nothing can be shown.")
            % people
        )  # fmt: skip
    if warned.code == "too_few_owners":
        return (
            _("Only %(people)s people own their firm. Below %(fewest)s, the questions for owners are left out.")
            % people
        )  # fmt: skip
    who = {**people, "role": role_words(warned.role or "")}
    return (
        _("Only %(people)s people are %(role)s. Below %(fewest)s, their own questions are left out, and nothing is shown by role.")
        % who
    )  # fmt: skip


def _rates(found: SurveyResults) -> list[dict[str, Any]]:
    return [
        {
            "role": role_words(role),
            "answered": rate.answered,
            "asked": rate.asked,
            "words": rate_words(rate.answered, rate.asked, is_closed=found.is_closed),
        }
        for role, rate in found.rates.items()
    ]


def _items(found: SurveyResults) -> list[Result]:
    return [
        result(one, found.texts.get((one.version, key)), found.since_baseline.get(key))
        for one in found.items
        for key in [one.slots[0].slot.key]
    ]


def _constructs(found: SurveyResults) -> list[dict[str, Any]]:
    return [
        {
            "name": construct_words(one.construct),
            "scale": scale_words(one.kind),
            "mean": one.mean,
            **{role.value: one.by_role.get(role) for role in Role},
        }
        for one in found.constructs
    ]


def _wordings(reading: Reading) -> dict[int, Definition]:
    """What was asked, by number of the version."""
    run = run_of(reading.actor, reading.here)
    return {one.number: one.definition for one in versions_of(run)} if run else {}


def _person(one: PersonAnswers, wordings: Mapping[int, Definition]) -> dict[str, Any]:
    asked = wordings.get(one.version)
    return {
        "name": one.name or _("Somebody who has left"),
        "role": role_name(one.role),
        "when": date_format(localtime(one.answered_at), "DATE_FORMAT"),
        "answers": list(_answers(asked.items, one.values)) if asked else [],
    }


def _answers(items: Iterable[Item], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for item in items:
        for slot in item.slots:
            if slot.key in values:
                yield _place_words(item, slot), value_words(item, values[slot.key])


def _place_words(item: Item, slot: Slot) -> str:
    return " · ".join(filter(None, (question(item).text, slot_words(item, slot))))


def _by_person(table: SurveyTable) -> Iterator[tuple[Cell, ...]]:
    heads = (_("Name"), _("Role"), _("When"), _("Meeting"), _("Pair"))
    yield (*heads, *(_place_words(item, slot) for item, slot in table.slots))
    for row in table.rows:
        (name, role, *about), values = row[: len(heads)], row[len(heads) :]
        places = zip(table.slots, values, strict=True)
        cells = (_cell(item, value) for (item, _slot), value in places)
        yield (name, role_name(str(role)), *about, *cells)


def _cell(item: Item, value: Cell) -> Cell:
    """Numbers stay numbers, so that one can count with them; options are put into words."""
    if item.options and isinstance(value, str):
        return value_words(item, value.split("; "))
    return value


def _counted(reading: Reading, table: SurveyTable) -> Iterator[tuple[Cell, ...]]:
    yield (_("Question"), _("About"), _("Role"), _("Answer"), _("People"))
    items = {item.id: item for one in _wordings(reading).values() for item in one.items}
    for item_id, part, role, value, times in table.rows:
        item = items[str(item_id)]
        slots = {slot.key: slot for slot in item.slots}
        slot = slots.get(f"{item_id}.{part}" if part else str(item_id), item.slots[0])
        who = role_name(str(role)) if role else _("everybody")
        yield (question(item).text, slot_words(item, slot), who, _cell(item, value), times)
