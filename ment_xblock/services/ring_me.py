"""“Please ring me”: a request that only the facilitator sees, and what the facilitator notes about it."""

from __future__ import annotations

from ment_xblock.domain.errors import Malformed, NotFound
from ment_xblock.domain.journal.log import clean_words
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import HelpRequest, Programme
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.help_requests import waiting_for
from ment_xblock.services.alerts import something_happened
from ment_xblock.services.pairings import take_hold
from ment_xblock.services.sessions import partner
from ment_xblock.services.unit_of_work import lock, unit_of_work

LONGEST_TEXT = 1000


@unit_of_work
def ask(*, host: Host, actor: Actor, pairing_id: int, text: str) -> None:
    """Ask the facilitator for a call. The partner never learns of it. Asking again changes the words.

    Raises:
        NotSignedIn, NotAllowed, NotFound: a stranger, or not a partner.
        Invalid: the text is too long.
    """
    acting = take_hold(actor, pairing_id)
    person = partner(acting.participant)
    HelpRequest.objects.update_or_create(
        open_key=_key(pairing_id, person.pk),
        defaults={
            "pairing": acting.pairing,
            "participant": person,
            "kind": HelpRequest.Kind.RING_ME,
            "state": HelpRequest.State.OPEN,
            "text": clean_words("text", text, LONGEST_TEXT),
            "created_at": host.now(),
        },
    )


@unit_of_work
def take_back(*, host: Host, actor: Actor, pairing_id: int) -> None:
    """Take back one's own request. Doing it again changes nothing.

    Raises:
        NotSignedIn, NotAllowed, NotFound: a stranger, or not a partner.
    """
    acting = take_hold(actor, pairing_id)
    person = partner(acting.participant)
    HelpRequest.objects.filter(open_key=_key(pairing_id, person.pk)).update(
        open_key=None, state=HelpRequest.State.CLOSED, closed_at=host.now()
    )
    something_happened(pairing_id)


@unit_of_work
def note(*, host: Host, actor: Actor, request_id: int, state: str, words: str) -> None:
    """Say that the person was called, or that nothing is left to do, with a note for the facilitator alone.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such request in this programme.
        Malformed: no such state.
        Invalid: the note is too long.
    """
    require_facilitator(actor)
    lock(Programme, course_key=actor.course_key)
    request = waiting_for(actor, HelpRequest.Kind.RING_ME).filter(pk=request_id).first()
    if request is None:
        raise NotFound("no_such_request")
    if state not in HelpRequest.State.values:
        raise Malformed("not_readable")
    request.state = state
    request.note = clean_words("note", words, LONGEST_TEXT)
    request.note_author_id = actor.user_id
    if state == HelpRequest.State.CALLED:
        request.called_at = request.called_at or host.now()
    if state == HelpRequest.State.CLOSED:
        request.open_key, request.closed_at = None, host.now()
    request.save()


def _key(pairing_id: int, participant_id: int) -> str:
    return f"{HelpRequest.Kind.RING_ME.value}-{pairing_id}-{participant_id}"
