"""What a pair is reminded of before, during and after a meeting (MENT toolkit, checklist)."""

from __future__ import annotations

import attrs

from ment_xblock.curriculum.texts import data, text
from ment_xblock.domain.journal.planning import Moment
from ment_xblock.domain.people import Role

FOLDER = "prompts"
_TITLE_REVISION = 1


@attrs.frozen
class Prompts:
    """The reminders of one moment, in the reader's language.

    Attributes:
        moment: when they help.
        title: heading.
        lines: one sentence or two each, in order.
    """

    moment: Moment
    title: str
    lines: tuple[str, ...]


def prompts(moment: Moment, role: Role, language: str) -> Prompts:
    """Give the reminders for one moment.

    Args:
        moment: where in a meeting the pair is.
        role: the reader's role; some reminders are for one of the two.
        language: the reader's language.
    """
    mine = [line for line in data(FOLDER, "prompts")[moment] if line.get("for", role) == role]
    return Prompts(
        moment=moment,
        title=text(FOLDER, language, "titles", moment.value, _TITLE_REVISION).words,
        lines=tuple(
            text(FOLDER, language, "prompts", line["id"], line["revision"]).words for line in mine
        ),
    )
