"""The register "you said, we changed": from a finding to an action, with its date."""

from __future__ import annotations

from datetime import date

import attrs

from ment_xblock.domain.errors import FieldProblem, Invalid, NotFound
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.domain.text import TooLongError, clean_text
from ment_xblock.models import RegisterEntry
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.services.programmes import hold_programme
from ment_xblock.services.unit_of_work import unit_of_work

MOST_WORDS = 1000
MOST_ENTRIES = 200


@attrs.frozen
class Finding:
    """What the facilitator writes into one line of the register.

    Attributes:
        finding: what came up.
        action: what was done about it; empty as long as nothing was.
        done_on: when; None as long as nothing was.
        is_shown: whether learners see it.
    """

    finding: str
    action: str = ""
    done_on: date | None = None
    is_shown: bool = False


@unit_of_work
def save_entry(
    *, host: Host, actor: Actor, here: BlockRef, entry: Finding, entry_id: int | None = None
) -> int:
    """Add a line to the register, or change one.

    Args:
        host: the host.
        actor: the facilitator.
        here: the survey that it came from.
        entry: the line.
        entry_id: the line to change; None for a new one.

    Returns:
        Id of the line.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such line in this course run.
        Invalid: ``finding_needed``, ``too_long``, or ``too_many`` lines.
    """
    require_facilitator(actor)
    programme = hold_programme(actor.course_key, host.now())
    problems: list[FieldProblem] = []
    finding = _clean("finding", entry.finding, problems)
    action = _clean("action", entry.action, problems)
    if not finding and not problems:
        problems.append(FieldProblem("finding", "finding_needed"))
    if entry_id is None and programme.register_entries.count() >= MOST_ENTRIES:
        problems.append(FieldProblem("finding", "too_many", {"most": MOST_ENTRIES}))
    if problems:
        raise Invalid(problems)
    if entry_id is None:
        row = RegisterEntry(programme=programme, usage_key=here.usage_key, created_at=host.now())
    else:
        row = _entry(actor, entry_id)
    row.finding, row.action = finding, action
    row.done_on, row.is_shown = entry.done_on, entry.is_shown
    row.save()
    return row.pk


@unit_of_work
def delete_entry(*, host: Host, actor: Actor, entry_id: int) -> None:
    """Take a line out of the register.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such line in this course run.
    """
    require_facilitator(actor)
    hold_programme(actor.course_key, host.now())
    _entry(actor, entry_id).delete()


def _entry(actor: Actor, entry_id: int) -> RegisterEntry:
    row = RegisterEntry.objects.filter(pk=entry_id, programme__course_key=actor.course_key).first()
    if row is None:
        raise NotFound("no_such_thing")
    return row


def _clean(field: str, text: str, problems: list[FieldProblem]) -> str:
    try:
        return clean_text(text, MOST_WORDS)
    except TooLongError as error:
        problems.append(
            FieldProblem(field, "too_long", {"most": error.most, "length": error.length})
        )
        return ""
