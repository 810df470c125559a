"""What the facilitators note: on interviews and focus groups, and on items of the toolkit."""

from __future__ import annotations

from collections.abc import Collection

from ment_xblock.domain.errors import FieldProblem, Invalid, Malformed, NotAllowed, NotFound, Stale
from ment_xblock.domain.evidence import CHECKLIST, OUTPUTS
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.domain.text import TooLongError, clean_text
from ment_xblock.models import FacilitatorNote
from ment_xblock.platform.ports import Host
from ment_xblock.services.programmes import hold_programme
from ment_xblock.services.unit_of_work import unit_of_work

MOST_CHARACTERS = 2000
MOST_NOTES = 200
ITEMS = frozenset(item.id for item in (*CHECKLIST, *OUTPUTS))


@unit_of_work
def add_note(
    *, host: Host, actor: Actor, text: str, tags: Collection[str], known: Collection[str]
) -> int:
    """Note what was said in an interview or a focus group.

    Args:
        host: the host.
        actor: the facilitator.
        text: the note.
        tags: what it is about.
        known: the tags that there are.

    Returns:
        Id of the note.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        Malformed: a tag that there is not.
        Invalid: ``required``, ``too_long``, or ``too_many`` notes; the field is ``text``.
    """
    require_facilitator(actor)
    programme = hold_programme(actor.course_key, host.now())
    if not set(tags) <= set(known):
        raise Malformed("not_readable")
    clean = _clean(text)
    if not clean:
        raise Invalid([FieldProblem("text", "required")])
    kept = FacilitatorNote.objects.filter(programme=programme, kind=FacilitatorNote.Kind.FOCUS)
    if kept.count() >= MOST_NOTES:
        raise Invalid([FieldProblem("text", "too_many", {"most": MOST_NOTES})])
    return FacilitatorNote.objects.create(
        programme=programme,
        kind=FacilitatorNote.Kind.FOCUS,
        tags=[tag for tag in known if tag in set(tags)],
        text=clean,
        author_id=actor.user_id,
        created_at=host.now(),
    ).pk


@unit_of_work
def delete_note(*, host: Host, actor: Actor, note_id: int) -> None:
    """Take one's own note on an interview or a focus group away.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator, or somebody else wrote the note.
        NotFound: no such note in this course run.
    """
    require_facilitator(actor)
    programme = hold_programme(actor.course_key, host.now())
    row = FacilitatorNote.objects.filter(
        pk=note_id, programme=programme, kind=FacilitatorNote.Kind.FOCUS
    ).first()
    if row is None:
        raise NotFound("no_such_thing")
    if row.author_id != actor.user_id:
        raise NotAllowed("not_your_note")
    row.delete()


@unit_of_work
def save_item_note(*, host: Host, actor: Actor, item: str, text: str, seen: int) -> None:
    """Write the one note on an item of the toolkit, which all facilitators share; an empty one goes.

    Args:
        host: the host.
        actor: the facilitator.
        item: id of the item.
        text: the note.
        seen: id of the note that stood on the page; 0 for none. Each change makes a new note.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such item.
        Stale: another facilitator changed it meanwhile.
        Invalid: ``too_long``; the field is ``text``.
    """
    require_facilitator(actor)
    programme = hold_programme(actor.course_key, host.now())
    if item not in ITEMS:
        raise NotFound("no_such_thing")
    kept = FacilitatorNote.objects.filter(
        programme=programme, kind=FacilitatorNote.Kind.EVIDENCE, about=item
    )
    last = kept.order_by("-pk").first()
    if (last.pk if last else 0) != seen:
        raise Stale("note_changed")
    clean = _clean(text)
    kept.delete()
    if clean:
        FacilitatorNote.objects.create(
            programme=programme,
            kind=FacilitatorNote.Kind.EVIDENCE,
            about=item,
            text=clean,
            author_id=actor.user_id,
            created_at=host.now(),
        )


def _clean(text: str) -> str:
    try:
        return clean_text(text, MOST_CHARACTERS)
    except TooLongError as error:
        params = {"most": error.most, "length": error.length}
        raise Invalid([FieldProblem("text", "too_long", params)]) from None
