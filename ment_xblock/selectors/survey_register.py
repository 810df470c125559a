"""The register "you said, we changed"."""

from __future__ import annotations

from datetime import date

import attrs

from ment_xblock.domain.people import Actor, require_member
from ment_xblock.models import RegisterEntry


@attrs.frozen
class Entry:
    """One line.

    Attributes:
        entry_id: the line.
        usage_key: the survey that it came from.
        finding: what came up.
        action: what was done about it.
        done_on: when.
        is_shown: whether learners see it.
    """

    entry_id: int
    usage_key: str
    finding: str
    action: str
    done_on: date | None
    is_shown: bool


def register(*, actor: Actor) -> tuple[Entry, ...]:
    """The lines of a course run, the newest first: all for the facilitator, the shown ones for learners.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    require_member(actor)
    rows = RegisterEntry.objects.filter(programme__course_key=actor.course_key)
    if not actor.is_staff:
        rows = rows.filter(is_shown=True)
    return tuple(
        Entry(row.pk, row.usage_key, row.finding, row.action, row.done_on, row.is_shown)
        for row in rows.order_by("-created_at", "-pk")
    )
