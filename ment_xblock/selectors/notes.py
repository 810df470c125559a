"""What the facilitators noted. No learner reads it."""

from __future__ import annotations

from datetime import datetime

import attrs
from django.db.models import QuerySet

from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import FacilitatorNote
from ment_xblock.platform.ports import Host


@attrs.frozen
class FocusNote:
    """A note on an interview or a focus group.

    Attributes:
        note_id: its id.
        text: what was noted.
        tags: ids of the toolkit's challenges and benefits.
        author: full name; empty for somebody who has left.
        created_at: when.
        is_mine: whether the reader wrote it, and so may delete it.
    """

    note_id: int
    text: str
    tags: tuple[str, ...]
    author: str
    created_at: datetime
    is_mine: bool


def focus_notes(*, host: Host, actor: Actor) -> tuple[FocusNote, ...]:
    """The notes on interviews and focus groups, the newest first.

    Args:
        host: the host.
        actor: the facilitator.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    rows = list(_notes(actor.course_key, FacilitatorNote.Kind.FOCUS).order_by("-pk"))
    people = host.people({row.author_id for row in rows if row.author_id})
    return tuple(
        FocusNote(
            note_id=row.pk,
            text=row.text,
            tags=tuple(row.tags),
            author=people[row.author_id].full_name if row.author_id in people else "",
            created_at=row.created_at,
            is_mine=row.author_id == actor.user_id,
        )
        for row in rows
    )


def item_notes(actor: Actor) -> dict[str, tuple[int, str]]:
    """The notes on items of the toolkit.

    Args:
        actor: the facilitator.

    Returns:
        Id of the item to id and text of the note.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    rows = _notes(actor.course_key, FacilitatorNote.Kind.EVIDENCE).order_by("pk")
    return {about: (pk, text) for about, pk, text in rows.values_list("about", "pk", "text")}


def _notes(course_key: str, kind: str) -> QuerySet[FacilitatorNote]:
    return FacilitatorNote.objects.filter(programme__course_key=course_key, kind=kind)
