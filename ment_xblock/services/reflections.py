"""What somebody writes about a meeting for nobody but themselves."""

from __future__ import annotations

from typing import Any

from ment_xblock.domain.agreement.values import LONGEST_TEXT
from ment_xblock.domain.journal.log import clean_words
from ment_xblock.domain.people import Actor
from ment_xblock.models import PrivateNote
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.meetings import REFLECTION, reflection_place
from ment_xblock.services.sessions import partner, take_meeting
from ment_xblock.services.unit_of_work import unit_of_work


@unit_of_work
def reflect(
    *, host: Host, actor: Actor, pairing_id: int, session_id: int, here: BlockRef, text: str
) -> None:
    """Keep a private reflection; an empty text forgets it. Nobody else can ever read it.

    Raises:
        NotSignedIn, NotAllowed, NotFound: a stranger, or not a partner of this meeting.
        Invalid: the text is too long.
    """
    meeting = take_meeting(actor, pairing_id, session_id)
    partner(meeting.participant)
    words = clean_words("reflection", text, LONGEST_TEXT)
    place: dict[str, Any] = {
        "programme_id": meeting.pairing.programme_id,
        "user_id": actor.user_id,
        "usage_key": here.usage_key,
        "activity": reflection_place(session_id),
        "field": REFLECTION,
    }
    if words:
        PrivateNote.objects.update_or_create(
            **place, defaults={"text": words, "updated_at": host.now()}
        )
    else:
        PrivateNote.objects.filter(**place).delete()
