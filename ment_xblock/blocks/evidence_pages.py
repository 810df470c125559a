"""Key figures and the toolkit's evidence, as parts of the page and as one document for the funder."""

from __future__ import annotations

from typing import Any

import attrs
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ment_xblock.blocks.dashboard_charter import goal_words
from ment_xblock.blocks.learning_figures import indicator_rows
from ment_xblock.blocks.rendering import render
from ment_xblock.curriculum.evidence import figure_words, group_words, item_words
from ment_xblock.domain.evidence import Finding, Status, evidence
from ment_xblock.domain.figures import Figures, share
from ment_xblock.domain.people import Actor
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.charter import charter_for
from ment_xblock.selectors.notes import item_notes
from ment_xblock.services.figures import counted_figures


@attrs.frozen
class FigureLine:
    """One figure in words.

    Attributes:
        words: what it counts.
        value: the number, or "7 of 9".
        percent: for a bar; None for a mere count.
    """

    words: str
    value: str
    percent: int | None = None


@attrs.frozen
class ItemLine:
    """One item of the toolkit in words, with the facilitators' note; ``note_id`` is 0 without one."""

    id: str
    words: str
    status: str
    status_words: str
    figures: tuple[FigureLine, ...]
    note_id: int = 0
    note: str = ""


# Instead of a number that would say too much about answers in a survey.
NOT_SHOWN = gettext_lazy("not shown: it could tell who said what")

# Name of the figure, and what it is a part of.
SHOWN = (
    ("profiled", "participants"),
    ("trained", "participants"),
    ("matched", "participants"),
    ("pairs_signed", "pairs"),
    ("pairs_with_session", "pairs"),
    ("sessions_held", ""),
    ("sessions_kept", "sessions_planned"),
    ("next_booked", "pairs_open"),
    ("actions_in_time", "actions_due"),
    ("pulses_answered", "pulses_expected"),
    ("sessions_hands_on", "sessions_with_device"),
    ("sessions_two_way", "sessions_with_direction"),
    ("pairs_ended_early", "pairs"),
    ("help_closed", "help_requests"),
    ("next_round", ""),
)


def figures_page(host: Host, actor: Actor, common: dict[str, Any], *, anew: bool = False) -> str:
    """The key figures as bars beside numbers; counted ``anew``, however fresh the last ones are."""
    counting = counted_figures(host=host, actor=actor, anew=anew)
    figures = counting.figures
    lines = [_line(figures, name, of) for name, of in SHOWN]
    return render(
        "dashboard/figures.html",
        {
            **common,
            "lines": lines,
            "days": _days_to_first(figures),
            "counted_at": counting.counted_at,
            "anew": anew,
            "indicators": indicator_rows(charter_for(actor.course_key)),
        },
    )


def evidence_page(host: Host, actor: Actor, common: dict[str, Any], *, anew: bool = False) -> str:
    """The toolkit's items, ticked from figures; counted ``anew``, however fresh the last ones are."""
    counting = counted_figures(host=host, actor=actor, anew=anew)
    return render(
        "dashboard/evidence.html",
        {
            **common,
            "groups": _groups(actor, counting.figures),
            "counted_at": counting.counted_at,
            "anew": anew,
        },
    )


def evidence_document(host: Host, actor: Actor, title: str) -> str:
    """The evidence as a page of its own, to print: without a name."""
    charter = charter_for(actor.course_key)
    counting = counted_figures(host=host, actor=actor)
    figures = counting.figures
    return render(
        "dashboard/evidence_print.html",
        {
            "title": title,
            "course_key": actor.course_key,
            "day": counting.counted_at,
            "charter": charter,
            "goals": goal_words(charter.goals),
            "lines": [_line(figures, name, of) for name, of in SHOWN],
            "groups": _groups(actor, figures),
        },
    )


def _groups(actor: Actor, figures: Figures) -> list[tuple[str, list[ItemLine]]]:
    language = get_language() or "en"
    status = {
        Status.DONE: _("done"),
        Status.PARTLY: _("partly"),
        Status.OPEN: _("open"),
    }
    groups: dict[str, list[ItemLine]] = {}
    notes = item_notes(actor)
    for line in evidence(figures):
        groups.setdefault(group_words(language, line.item.group), []).append(
            ItemLine(
                id=line.item.id,
                words=item_words(language, line.item.id),
                status=line.status.value,
                status_words=status[line.status],
                figures=tuple(_found(language, finding) for finding in line.findings),
                note_id=notes.get(line.item.id, (0, ""))[0],
                note=notes.get(line.item.id, (0, ""))[1],
            )
        )
    return list(groups.items())


def _found(language: str, finding: Finding) -> FigureLine:
    return FigureLine(figure_words(language, finding.figure), _value(finding.value, finding.of))


def _line(figures: Figures, name: str, of: str) -> FigureLine:
    words = figure_words(get_language() or "en", name)
    value = getattr(figures, name)
    if not of:
        return FigureLine(words, _value(value, None))
    whole = getattr(figures, of)
    part = share(value, whole)
    return FigureLine(words, _of(value, whole), None if part is None else round(100 * part))


def _value(value: int | None, whole: int | None) -> str:
    if value is None:
        return str(NOT_SHOWN)
    return str(value) if whole is None else _of(value, whole)


def _of(value: int, whole: int) -> str:
    if not whole:
        return _("none yet")
    return _("%(value)s of %(whole)s") % {"value": value, "whole": whole}


def _days_to_first(figures: Figures) -> str:
    if not figures.pairs_with_session:
        return ""
    return str(round(figures.days_to_first_session / figures.pairs_with_session))
