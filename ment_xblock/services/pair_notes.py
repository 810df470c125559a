"""What facilitators note about a pair, for facilitators alone."""

from __future__ import annotations

from ment_xblock.domain.errors import FieldProblem, Invalid, NotFound
from ment_xblock.domain.journal.log import clean_words
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import FacilitatorNote, Pairing
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.pair_view import pair_to_look_after
from ment_xblock.services.unit_of_work import lock, unit_of_work

LONGEST_NOTE = 2000


@unit_of_work
def add_note(*, host: Host, actor: Actor, pairing_id: int, text: str) -> None:
    """Note something about a pair.

    Args:
        host: the host.
        actor: a facilitator who is none of the two.
        pairing_id: the pair.
        text: in their words.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator, or is one of the two.
        NotFound: no such pair in this course.
        Invalid: nothing was typed, or too much.
    """
    require_facilitator(actor)
    lock(Pairing, pk=pairing_id)
    pair = pair_to_look_after(actor, pairing_id)
    words = clean_words("note", text, LONGEST_NOTE)
    if not words:
        raise Invalid([FieldProblem("note", "required")])
    keep_note(host, actor, pair, words)


@unit_of_work
def delete_note(*, actor: Actor, note_id: int) -> None:
    """Take away one's own note about a pair.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such note here, or not theirs; which of the two is not told.
    """
    require_facilitator(actor)
    gone, _by_model = FacilitatorNote.objects.filter(
        pk=note_id,
        programme__course_key=actor.course_key,
        kind=FacilitatorNote.Kind.PAIR,
        author=actor.user_id,
    ).delete()
    if not gone:
        raise NotFound("no_such_note")


def keep_note(host: Host, actor: Actor, pair: Pairing, words: str, about: str = "") -> None:
    """Store a note within the caller's transaction.

    Args:
        host: the host.
        actor: the facilitator.
        pair: what it is about.
        words: clean already.
        about: the alert's rule; empty for the pair as a whole.
    """
    FacilitatorNote.objects.create(
        programme_id=pair.programme_id,
        pairing=pair,
        kind=FacilitatorNote.Kind.PAIR,
        about=about,
        text=words,
        author_id=actor.user_id,
        created_at=host.now(),
    )
