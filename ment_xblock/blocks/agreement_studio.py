"""The Studio form of the agreement block."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ment_xblock.blocks.studio import StudioGroup, StudioInput
from ment_xblock.curriculum import clauses as texts
from ment_xblock.domain.agreement.terms import Field, Kind, Terms
from ment_xblock.domain.agreement.values import read_values
from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.platform.hosting import current_host

_PREFIX = "default_"
# These two have bounds of their own in the form.
_OWN_SETTING = ("number", "minutes")
_KINDS = {Kind.TIME: "time", Kind.CHOICE: "one", Kind.CHOICES: "many"}


def _clause_inputs(block: Any) -> list[StudioInput]:
    language = get_language() or "en"
    optional = [clause for clause in texts.all_clauses() if not clause.always_on]
    fixed = [clause for clause in texts.all_clauses() if clause.always_on]

    def title(clause: Any) -> str:
        words = texts.words(language, "clauses", clause.id, clause.revision, "title")
        return f"{clause.number}. {words}"

    return [
        StudioInput(
            name="clauses_on",
            label=_("Clauses of the agreement"),
            hint=_("These stay on in any case: %(titles)s.")
            % {"titles": ", ".join(title(clause) for clause in fixed)},
            kind="many",
            options=tuple(
                (clause.id, title(clause), clause.id not in block.clauses_off)
                for clause in optional
            ),
        )
    ]


def _read_clauses(_block: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    chosen = _as_list(data.get("clauses_on", []))
    optional = [clause.id for clause in texts.all_clauses() if not clause.always_on]
    if not set(chosen) <= set(optional):
        raise Invalid([FieldProblem("clauses_on", "not_an_option")])
    return {"clauses_off": [clause for clause in optional if clause not in chosen]}


def _default_inputs(block: Any) -> list[StudioInput]:
    return [_default_input(block, field) for field in _default_fields()]


def _default_input(block: Any, field: Field) -> StudioInput:
    language = get_language() or "en"
    value = block.defaults.get(field.id, field.default)
    chosen = value if isinstance(value, list) else [value]
    return StudioInput(
        name=_PREFIX + field.id,
        label=texts.words(language, "fields", field.id, 1, "label")
        .replace("{mentor}", _("the mentor"))
        .replace("{mentee}", _("the mentee")),
        hint="",
        kind=_KINDS.get(field.kind, "text"),
        value=value or "",
        options=tuple(
            (
                option,
                texts.words(language, "fields", field.id, 1, "options", option) or option,
                option in chosen,
            )
            for option in field.options
        ),
    )


def _read_defaults(block: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    now: datetime = current_host().now()
    usual = {field.id: field.default for field in _default_fields()}
    typed = {field: data.get(_PREFIX + field, "") for field in usual}
    try:
        values = read_values(Terms(texts.all_clauses()), typed, now)
    except Invalid as invalid:
        raise Invalid(
            [FieldProblem(_PREFIX + one.field, one.code, one.params) for one in invalid.problems]
        ) from None
    # As in ``studio``: what is as usual is not kept, unless it was set before.
    kept = {field: value for field, value in block.defaults.items() if field not in usual}
    for field, value in values.items():
        if value and (value != usual[field] or value == block.defaults.get(field)):
            kept[field] = value
    return {"defaults": kept}


def _default_fields() -> list[Field]:
    return [
        field
        for clause in texts.all_clauses()
        for field in clause.fields
        if field.author_default and field.id not in _OWN_SETTING
    ]


def _as_list(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value] if value else []
    if not all(isinstance(item, str) for item in items):
        raise Invalid([FieldProblem("clauses_on", "not_readable")])
    return items


def agreement_help() -> str:
    """Tell authors what the block is for."""
    return _(
        "A pair fills in and signs its agreement here, each on their own phone. The same block has a desk "
        "where you make and end pairs."
    )


AGREEMENT_FORM = (
    StudioGroup(lambda: _("In the course"), ("display_name", "weight", "welcome")),
    StudioGroup(lambda: _("Who helps"), ("facilitator_name", "contact")),
    StudioGroup(
        lambda: _("Meetings"),
        ("required_sessions", "session_minutes", "time_zone"),
    ),
    StudioGroup(
        lambda: _("What a new agreement starts with (each pair can change it)"),
        (),
        _default_inputs,
        _read_defaults,
    ),
    StudioGroup(lambda: _("Clauses"), (), _clause_inputs, _read_clauses),
)
