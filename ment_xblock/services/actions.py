"""Small promises: kept, done, let go, and looked at again in the next meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ment_xblock.domain.errors import Malformed, NotFound
from ment_xblock.domain.journal.promises import DONE, Promise, Review
from ment_xblock.domain.people import Actor
from ment_xblock.models import Action, Participant, Session
from ment_xblock.platform.ports import Host
from ment_xblock.services.alerts import something_happened
from ment_xblock.services.pairings import take_hold
from ment_xblock.services.sessions import partner
from ment_xblock.services.unit_of_work import unit_of_work


@unit_of_work
def mark(*, host: Host, actor: Actor, pairing_id: int, action_id: int, state: str) -> None:
    """Mark an action as done, as let go, or as open again, with one tap. Either partner may.

    Raises:
        NotSignedIn, NotAllowed: a stranger, or not a partner.
        NotFound: no such action of this pair.
        Malformed: no such state.
    """
    acting = take_hold(actor, pairing_id)
    partner(acting.participant)
    if state not in Action.State.values:
        raise Malformed("not_readable")
    is_open = state == Action.State.OPEN
    found = Action.objects.filter(pk=action_id, pairing=acting.pairing).update(
        state=state, closed_at=None if is_open else host.now()
    )
    if not found:
        raise NotFound("no_such_action")
    something_happened(pairing_id)


def keep_promises(
    session: Session, author: Participant, promises: Iterable[Promise], now: datetime
) -> None:
    """Store the new actions of a meeting. The caller holds the pair."""
    Action.objects.bulk_create(
        Action(
            pairing_id=session.pairing_id,
            session=session,
            author=author,
            owner=one.owner,
            due=one.due,
            words=one.words,
            evidence=one.evidence,
            created_at=now,
        )
        for one in promises
    )


def note_reviews(session: Session, reviews: Iterable[Review], now: datetime) -> None:
    """Note what became of open actions; what is done is closed, the rest is carried on. The caller holds the pair."""
    for review in reviews:
        is_done = review.outcome == DONE
        Action.objects.filter(pk=review.action_id, pairing_id=session.pairing_id).update(
            outcome=review.outcome,
            reason=review.reason,
            reviewed_in=session,
            state=Action.State.DONE if is_done else Action.State.OPEN,
            closed_at=now if is_done else None,
        )
