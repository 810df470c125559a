"""The survey as its author sees it before anybody answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.blocks.survey_words import question, survey_words
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.items import Asking, Definition


def preview(
    block: Any,
    definition: Definition,
    usage_key: str,
    *,
    warnings: Iterable[str] = (),
    checked: bool = False,
) -> str:
    """What each role is asked, with nothing to answer.

    Args:
        block: the survey.
        definition: what it asks.
        usage_key: its address.
        warnings: what the author should know.
        checked: it was just found to be without mistakes.
    """
    return render("survey/preview.html", _context(block, definition, usage_key, warnings, checked))


def author_page(block: Any, definition: Definition, usage_key: str, warnings: Iterable[str]) -> str:
    """The same as the page of the unit in Studio."""
    context = _context(block, definition, usage_key, warnings, False)
    return render("survey/author.html", {**context, "title": block.display_name})


def intro_words(block: Any) -> str:
    """What stands before the first question."""
    return block.intro or survey_words(block.instrument, "intro")


def thanks_words(block: Any) -> str:
    """What stands after sending: thanks, and what happens with the answers."""
    return block.thanks or survey_words(block.instrument, "thanks") or _("Your answers are there.")


def _context(
    block: Any, definition: Definition, usage_key: str, warnings: Iterable[str], checked: bool
) -> dict[str, Any]:
    return {
        "checked": checked,
        "warnings": tuple(warnings),
        "parts": [
            _part(definition, role, f"{block_uid(usage_key)}-{role.value}-{checked:d}")
            for role in definition.roles
        ],
        "is_anonymous": definition.is_anonymous,
        "intro": intro_words(block),
        "thanks": thanks_words(block),
    }


def _part(definition: Definition, role: Role, uid: str) -> dict[str, Any]:
    headings = {
        Role.MENTOR: _("What the mentors are asked"),
        Role.MENTEE: _("What the mentees are asked"),
    }
    items = definition.items_for(Asking(role, owns_firm=True))
    return {"uid": uid, "heading": headings[role], "questions": [question(one) for one in items]}
