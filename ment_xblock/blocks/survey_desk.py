"""The facilitator's pages of a survey: what may be seen of the answers, the register, and the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ment_xblock.blocks.rendering import render
from ment_xblock.blocks.survey_charts import result, scale_words
from ment_xblock.blocks.survey_pages import Reading
from ment_xblock.blocks.survey_preview import preview
from ment_xblock.blocks.survey_studio import role_words
from ment_xblock.blocks.survey_words import construct_words, question, slot_words, value_words
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.groups import Warned
from ment_xblock.domain.survey.items import Mode
from ment_xblock.selectors.survey_results import (
    MOST_PEOPLE,
    PersonAnswers,
    SurveyResults,
    people_answers,
    survey_results,
)

HANDLERS = ("results", "close_survey", "people", "download", "save_entry")


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
            "entries": (),
            "preview": preview(reading.block, reading.definition, usage_key),
            "notice": notice,
            "fresh": fresh,
        },
    )


def people_page(reading: Reading, offset: int = 0) -> str:
    """Who answered what in a confidential survey, a page at a time."""
    found = people_answers(
        host=reading.host, actor=reading.actor, here=reading.here, offset=offset
    )
    return render(
        "survey/people.html",
        {
            "uid": reading.uid,
            "urls": reading.urls("people"),
            "people": [_person(reading, one) for one in found.people],
            "total": found.total,
            "offset": offset,
            "page_size": MOST_PEOPLE,
        },
    )


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
        {"role": role_words(role), "answered": rate.answered, "asked": rate.asked}
        for role, rate in found.rates.items()
    ]


def _items(found: SurveyResults) -> list[Any]:
    return [
        result(one, found.texts.get((one.version, one.slots[0].slot.key))) for one in found.items
    ]


def _constructs(found: SurveyResults) -> list[dict[str, Any]]:
    return [
        {
            "name": construct_words(one.construct),
            "scale": scale_words(one.kind),
            "mean": one.mean,
            "mentor": one.by_role.get(Role.MENTOR),
            "mentee": one.by_role.get(Role.MENTEE),
        }
        for one in found.constructs
    ]


def _person(reading: Reading, one: PersonAnswers) -> dict[str, Any]:
    return {
        "name": one.name or _("Somebody who has left"),
        "role": role_words(one.role),
        "when": date_format(one.answered_at, "DATE_FORMAT"),
        "answers": list(_answers(reading, one.values)),
    }


def _answers(reading: Reading, values: Mapping[str, Any]) -> Any:
    for item in reading.definition.items:
        for slot in item.slots:
            if slot.key in values:
                words = " · ".join(filter(None, (question(item).text, slot_words(item, slot))))
                yield words, value_words(item, values[slot.key])
