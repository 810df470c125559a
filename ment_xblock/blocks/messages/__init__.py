"""What to say for each code: what happened, and what to do next. One file per topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ment_xblock.blocks.messages import (
    common,
    journal,
    pairs,
    planning,
    profile,
    survey,
    training,
)

MESSAGES: Mapping[str, Any] = {
    **common.MESSAGES,
    **pairs.MESSAGES,
    **profile.MESSAGES,
    **survey.MESSAGES,
    **training.MESSAGES,
    **journal.MESSAGES,
    **planning.MESSAGES,
}


def message(code: str, params: Mapping[str, Any] | None = None) -> str:
    """Put a code into words in the reader's language.

    Args:
        code: of a ``MentError`` or a ``FieldProblem``.
        params: values for the words.
    """
    words = MESSAGES.get(code)
    if words is None:
        return _("That did not work. Load the page again.")
    return str(words) % dict(params or {}) if params else str(words)
