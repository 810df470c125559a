"""The Studio form of the journal block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ment_xblock.blocks.journal_words import JournalWords, PairNames
from ment_xblock.blocks.studio import StudioGroup, StudioInput
from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.journal.log import SWITCHABLE

CHOICES = ("prompts", "share_first", "paper_allowed")


def _log_inputs(block: Any) -> list[StudioInput]:
    words = JournalWords(PairNames(_("the mentor"), _("the mentee")), ())
    return [
        StudioInput(
            name="asked",
            label=_("What the log asks"),
            hint=_("Day, length, way, task and one sentence are always asked."),
            kind="many",
            options=tuple(
                (field, words.label(field), field not in block.fields_off) for field in SWITCHABLE
            ),
        )
    ]


def _read_log(_block: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    asked = _as_list(data.get("asked", []), "asked")
    if not set(asked) <= set(SWITCHABLE):
        raise Invalid([FieldProblem("asked", "not_an_option")])
    return {"fields_off": [field for field in SWITCHABLE if field not in asked]}


def _choice_inputs(block: Any) -> list[StudioInput]:
    labels = {
        "prompts": _("Show what to think of before, during and after a meeting"),
        "share_first": _("“The facilitator may read our words” is ticked to begin with"),
        "paper_allowed": _("Facilitators may enter logs from paper"),
    }
    return [
        StudioInput(
            name="switched_on",
            label=_("How the journal works"),
            hint=_(
                "Whatever is ticked to begin with, words are shared only if both partners want it."
            ),
            kind="many",
            options=tuple((name, labels[name], getattr(block, name)) for name in CHOICES),
        )
    ]


def _read_choices(_block: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    chosen = _as_list(data.get("switched_on", []), "switched_on")
    if not set(chosen) <= set(CHOICES):
        raise Invalid([FieldProblem("switched_on", "not_an_option")])
    return {name: name in chosen for name in CHOICES}


def _as_list(value: Any, field: str) -> list[str]:
    items = value if isinstance(value, list) else [value] if value else []
    if not all(isinstance(item, str) for item in items):
        raise Invalid([FieldProblem(field, "not_readable")])
    return items


def journal_help() -> str:
    """Tell authors what the block is for."""
    return _(
        "A pair plans its meetings here, and notes down how they went. You see which pairs meet, and read "
        "their words only if both allow it."
    )


JOURNAL_FORM = (
    StudioGroup(lambda: _("In the course"), ("display_name", "weight", "welcome")),
    StudioGroup(lambda: _("Meetings"), ("required_sessions", "session_minutes", "time_zone")),
    StudioGroup(lambda: _("The log"), (), _log_inputs, _read_log),
    StudioGroup(lambda: _("Further choices"), (), _choice_inputs, _read_choices),
)
