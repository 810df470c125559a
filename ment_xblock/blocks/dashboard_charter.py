"""The charter as a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ment_xblock.blocks.agreement_words import FieldCard, Option
from ment_xblock.curriculum import clauses as texts
from ment_xblock.domain.agreement.merge import Conflict
from ment_xblock.domain.agreement.terms import Clause, Field, Values
from ment_xblock.domain.alerts.facts import Rule
from ment_xblock.domain.alerts.limits import UNITS
from ment_xblock.domain.charter import INDICATORS


@attrs.frozen
class CharterSection:
    """One part of the form."""

    id: str
    title: str
    hint: str
    groups: tuple[tuple[str, tuple[FieldCard, ...]], ...]


def charter_sections(
    clauses: Iterable[Clause], values: Values, conflicts: Iterable[Conflict] = ()
) -> list[CharterSection]:
    """The form, part by part.

    Args:
        clauses: the parts and their fields.
        values: what is stored, with what somebody typed and could not save.
        conflicts: fields that somebody else changed at the same moment.
    """
    theirs = {conflict.field: conflict for conflict in conflicts}
    words = _titles()
    return [
        CharterSection(
            clause.id,
            *words[clause.id],
            groups=tuple(
                (title, tuple(_card(field, values, theirs.get(field.id)) for field in fields))
                for title, fields in _groups(clause)
            ),
        )
        for clause in clauses
    ]


def goal_words(goals: Iterable[str]) -> list[str]:
    """Goals of a charter as the reader reads them."""
    return [_option_words("goals", goal) for goal in goals]


def _titles() -> Mapping[str, tuple[str, str]]:
    return {
        "goals": (
            _("Goals"),
            _(
                "Why you run this programme, and how you will know that it worked. Everybody who signs an agreement sees the goals."
            ),
        ),
        "rhythm": (_("Rhythm"), _("What a new agreement starts with. Each pair can change it.")),
        "dates": (_("Dates"), _("Past dates count as held on the page for the funder.")),
        "funding": (
            _("Funding"),
            _(
                "Stands on everything that is printed. Programmes paid by the European Union must show its emblem."
            ),
        ),
        "alerts": (
            _("When to ring"),
            _(
                "From when on a pair comes onto the list “Ring today”. Times on a pause do not count. 100 per cent of the rhythm is the time from one meeting to the next."
            ),
        ),
    }


def _groups(clause: Clause) -> list[tuple[str, tuple[Field, ...]]]:
    if clause.id == "alerts":
        return [
            (
                _rule_title(rule),
                tuple(one for one in clause.fields if one.id.startswith(f"{rule.value}_")),
            )
            for rule in UNITS
        ]
    if clause.id == "goals":
        goals, *indicators = clause.fields
        return [
            ("", (goals,)),
            *(
                (
                    _("Sign of success %(number)s") % {"number": number},
                    tuple(one for one in indicators if one.id.startswith(f"indicator{number}")),
                )
                for number in INDICATORS
            ),
        ]
    return [("", clause.fields)]


def _card(field: Field, values: Values, theirs: Conflict | None) -> FieldCard:
    stored = values.get(field.id, "" if field.default is None else field.default)
    value = theirs.mine if theirs else stored
    label, hint = _field_words(field)
    card = FieldCard(
        id=field.id,
        kind=field.kind.value,
        label=label,
        hint=hint,
        value=value,
        words=str(stored),
        options=tuple(_options(field, value)),
        least=field.least,
        most=field.most,
    )
    if theirs is None:
        return card
    said = _said(card.options, theirs.theirs)
    return attrs.evolve(card, theirs=said, theirs_value=theirs.theirs, unsaved=True)


def _said(options: Iterable[Option], value: Any) -> str:
    """A value of a field as people read it."""
    if not isinstance(value, list):
        return str(value)
    return ", ".join(one.words for one in options if one.id in value)


def _options(field: Field, value: Any) -> Iterable[Option]:
    chosen = value or []
    for option in field.options:
        yield Option(option, _option_words(field.id, option), option in chosen)


def _option_words(field_id: str, option: str) -> str:
    words = texts.words(get_language() or "en", "fields", field_id, 1, "options", option)
    return words or option


def _field_words(field: Field) -> tuple[str, str]:
    known = {
        "goals": (_("Goals of this programme"), ""),
        "every_weeks": (_("Weeks from one meeting to the next"), ""),
        "number": (_("Number of meetings"), ""),
        "minutes": (_("Length of a meeting, in minutes"), ""),
        "kick_off": (_("Kick-off"), ""),
        "clinic1": (
            _("First clinic"),
            _("A clinic is half an hour for questions, for all mentors together."),
        ),
        "clinic2": (_("Second clinic"), ""),
        "clinic3": (_("Third clinic"), ""),
        "ends_on": (_("Last day of the programme"), ""),
        "months_kept": (
            _("Months that personal texts are kept afterwards"),
            _("The agreement tells everybody this number. Figures stay."),
        ),
        "funding": (_("Words on the funding"), ""),
        "funding_logo": (
            _("Address of the emblem"),
            _(
                "Upload the picture in Studio under “Files”, then paste its web address here. It begins with https:// or /."
            ),
        ),
    }
    if field.id in known:
        return known[field.id]
    if field.id.startswith("indicator"):
        return _indicator_words(field.id)
    return _limit_words(field.id), ""


def _indicator_words(field_id: str) -> tuple[str, str]:
    """Name and hint; the first sign has the examples, the others are alike."""
    example = field_id.startswith("indicator1")
    if field_id.endswith("_target"):
        return _("How much of it"), _("For example: 8 of 10") if example else ""
    if field_id.endswith("_by"):
        return _("By when"), ""
    if field_id.endswith("_now"):
        return _("Where we are now"), _("For example: 3 of 10") if example else ""
    return (
        _("What we want to see"),
        _("For example: pairs that keep all their meetings") if example else "",
    )


def _limit_words(field_id: str) -> str:
    rule, _sep, level = field_id.rpartition("_")
    unit = {
        "days": _("days"),
        "times": _("times running"),
        "percent": _("per cent of the rhythm"),
    }[UNITS[Rule(rule)]]
    words = _("soon, after … %(unit)s") if level == "amber" else _("now, after … %(unit)s")
    return words % {"unit": unit}


def _rule_title(rule: Rule) -> str:
    return {
        Rule.MATCH_UNANSWERED: _("Nobody has answered a match"),
        Rule.FIRST_SESSION_MISSING: _("The first meeting is missing"),
        Rule.AGREEMENT_UNSIGNED: _("The agreement is not signed"),
        Rule.NO_SESSION: _("No meeting held and none booked"),
        Rule.LOG_UNCONFIRMED: _("A meeting waits for a tap of the partner"),
        Rule.PULSES_MISSING: _("The short form is not answered"),
        Rule.ACTION_OVERDUE: _("A promise is late"),
        Rule.DEVICE_WITH_MENTOR: _("The mentor holds the device"),
        Rule.END_FORMS_MISSING: _("The form at the end is missing"),
    }[rule]
