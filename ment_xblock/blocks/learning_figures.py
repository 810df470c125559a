"""The programme's own signs of success, training by module and surveys in words, for the key figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.blocks.survey_charts import scale_words
from ment_xblock.blocks.survey_words import construct_words, rate_words
from ment_xblock.domain.charter import Charter, indicator_share
from ment_xblock.domain.figures import share
from ment_xblock.domain.people import Actor, Role
from ment_xblock.domain.survey.disclosure import FEWEST
from ment_xblock.domain.survey.results import ConstructResult
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.learning_overview import ModuleLine, SurveyLine, learning_overview


@attrs.frozen
class IndicatorRow:
    """One sign of success of the charter; ``percent`` of the target is None where that is no matter of numbers."""

    words: str
    now: str
    target: str
    day: date | None
    percent: int | None


@attrs.frozen
class ModuleRow:
    """One module: who is through, in words and in per cent; ``begun_percent`` counts those who are through as well."""

    name: str
    url: str
    words: str
    done_percent: int
    begun_percent: int


@attrs.frozen
class MeanRow:
    """What the answers say about one matter; ``percent`` of the way from the lowest to the highest number."""

    words: str
    scale: str
    mean: str
    percent: int


@attrs.frozen
class SurveyRow:
    """One survey: how many answered, and what may be shown of it, or why there is nothing."""

    name: str
    url: str
    state: str
    look: str
    words: str
    percent: int
    means: tuple[MeanRow, ...]
    nothing: str


def learning_page(block: Any, host: Host, actor: Actor) -> str:
    """Training by module and surveys by block, counted at each look: a page of its own, since that takes a while."""
    learning = learning_overview(host=host, actor=actor)
    return render(
        "dashboard/learning.html",
        {
            "uid": block_uid(host.block_ref(block).usage_key),
            "modules": module_groups(learning.modules),
            "surveys": survey_rows(learning.surveys),
        },
    )


def indicator_rows(charter: Charter) -> list[IndicatorRow]:
    """The signs of success that stand in the charter."""
    return [
        IndicatorRow(words, now, target, day, _percent(indicator_share(now, target)))
        for words, target, day, now in charter.indicators
    ]


def module_groups(lines: Iterable[ModuleLine]) -> list[tuple[str, list[ModuleRow]]]:
    """Training by module, for each role that has modules in this course."""
    titles = {Role.MENTOR: _("Mentors (juniors)"), Role.MENTEE: _("Mentees (seniors)")}
    groups: dict[Role, list[ModuleRow]] = {}
    for line in lines:
        groups.setdefault(line.role, []).append(_module_row(line))
    return [(titles[role], rows) for role, rows in groups.items()]


def survey_rows(lines: Iterable[SurveyLine]) -> list[SurveyRow]:
    """The surveys of the course."""
    return [_survey_row(line) for line in lines]


def _module_row(line: ModuleLine) -> ModuleRow:
    counts = {"done": line.done, "people": line.people, "begun": line.begun - line.done}
    words = (
        _("%(done)s of %(people)s done, %(begun)s more begun")
        if counts["begun"]
        else _("%(done)s of %(people)s done")
    )
    return ModuleRow(
        name=line.name,
        url=line.url,
        words=words % counts,
        done_percent=_percent(share(line.done, line.people)) or 0,
        begun_percent=_percent(share(line.begun, line.people)) or 0,
    )


def _survey_row(line: SurveyLine) -> SurveyRow:
    look, state = _state(line)
    return SurveyRow(
        name=line.name,
        url=line.url,
        state=state,
        look=look,
        words=rate_words(line.answered, line.asked, is_closed=line.is_closed),
        percent=_percent(share(line.answered, line.asked)) or 0,
        means=tuple(_mean_row(one) for one in line.constructs),
        nothing=_why_nothing(line),
    )


def _state(line: SurveyLine) -> tuple[str, str]:
    if line.is_closed:
        return "", _("closed")
    return ("good", _("running")) if line.has_begun else ("warn", _("no answer yet"))


def _why_nothing(line: SurveyLine) -> str:
    if line.constructs or not line.has_begun:
        return ""
    if line.is_anonymous and not line.is_closed:
        return _("Anonymous: there is nothing to see before it is closed.")
    if line.answered < FEWEST:
        return _("Fewer than five people answered: no means here.")
    return _("No question of it gives a mean that may be shown.")


def _mean_row(one: ConstructResult) -> MeanRow:
    low, high = one.kind.numbers[0], one.kind.numbers[-1]
    return MeanRow(
        words=construct_words(one.construct),
        scale=scale_words(one.kind),
        mean=floatformat(one.mean, 1),
        percent=round(100 * (one.mean - low) / (high - low)),
    )


def _percent(part: float | None) -> int | None:
    return None if part is None else round(100 * part)
