"""The meetings of one person as a calendar may know them: no place, no words, nobody but the partner's first name."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

import attrs
from django.db.models import Q

from ment_xblock.domain.calendar import Status
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.journal.states import HELD_STATES, State
from ment_xblock.domain.people import Actor, Person
from ment_xblock.models import CalendarAddress, Participant, Session
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.people import persons_of

DAYS_KEPT = 90
MOST_MEETINGS = 300
USUAL_MINUTES = 60

_STATUS = {
    State.PROPOSED: Status.TENTATIVE,
    State.PLANNED: Status.CONFIRMED,
    **dict.fromkeys(HELD_STATES, Status.CONFIRMED),
}


@attrs.frozen
class FeedMeeting:
    """One meeting.

    Attributes:
        uid: its name in calendars, the same for ever.
        starts_at: the moment, in UTC.
        minutes: its length.
        partner: first name; empty when they have left.
        changed_at: when it was last planned or closed.
        sequence: how often it was changed.
        status: what a calendar shall make of it.
    """

    uid: str
    starts_at: datetime
    minutes: int
    partner: str
    changed_at: datetime
    sequence: int
    status: Status


@attrs.frozen
class Feed:
    """All that a calendar is told.

    Attributes:
        language: the owner's; empty where unknown.
        meetings: of the last months and to come, newest first.
    """

    language: str
    meetings: tuple[FeedMeeting, ...]


def calendar_feed_of(*, host: Host, token: str) -> Feed:
    """Read the meetings behind a calendar address.

    Args:
        host: the host.
        token: the secret part of the address.

    Raises:
        NotFound: no such address, or its person has left the course or the site.
    """
    owner, person = _owner(host, token)
    rows = list(
        Session.objects.filter(
            Q(pairing__mentor=owner) | Q(pairing__mentee=owner),
            starts_at__gte=host.now() - timedelta(days=DAYS_KEPT),
        )
        .select_related("pairing__mentor", "pairing__mentee", "pairing__programme")
        .order_by("-starts_at", "-pk")[:MOST_MEETINGS]
    )
    partners = {row.pairing_id: _partner(row, owner) for row in rows}
    names = persons_of(host, partners.values())
    return Feed(
        language=person.language,
        meetings=tuple(_feed_meeting(row, names.get(partners[row.pairing_id].pk)) for row in rows),
    )


def calendar_token_of(actor: Actor) -> str:
    """The secret part of one's own calendar address; empty when it is switched off. Nobody else may read it."""
    if actor.is_masquerading:
        return ""
    owner = {
        "participant__programme__course_key": actor.course_key,
        "participant__user_id": actor.user_id,
    }
    return CalendarAddress.objects.filter(**owner).values_list("token", flat=True).first() or ""


def calendar_uid(course_key: str, session: Session) -> str:
    """What calendars know a meeting by: the same for ever, and on no other site."""
    name = f"{course_key}/{session.pk}/{session.created_at.astimezone(UTC).isoformat()}"
    return f"{uuid5(NAMESPACE_URL, name)}@ment-xblock"


def calendar_status(session: Session) -> Status:
    """What a calendar shall make of a meeting."""
    return _STATUS.get(State(session.state), Status.CANCELLED)


def changed_at(session: Session) -> datetime:
    """When a plan was last changed."""
    moments = (session.created_at, session.planned_at, session.accepted_at, session.closed_at)
    return max(moment for moment in moments if moment is not None)


def _owner(host: Host, token: str) -> tuple[Participant, Person]:
    row = (
        CalendarAddress.objects.filter(token=token).select_related("participant__programme").first()
    )
    # MySQL compares without regard to case.
    if row is None or not secrets.compare_digest(row.token.encode(), token.encode()):
        raise NotFound("no_such_thing")
    owner = row.participant
    person = host.people([owner.user_id]).get(owner.user_id) if owner.user_id else None
    if person is None or not host.is_enrolled(owner.programme.course_key, person.user_id):
        raise NotFound("no_such_thing")
    return owner, person


def _partner(row: Session, owner: Participant) -> Participant:
    pairing = row.pairing
    return pairing.mentee if pairing.mentor_id == owner.pk else pairing.mentor


def _feed_meeting(row: Session, partner: Person | None) -> FeedMeeting:
    if row.starts_at is None:
        raise ValueError("a meeting without a plan is in no calendar")
    return FeedMeeting(
        uid=calendar_uid(row.pairing.programme.course_key, row),
        starts_at=row.starts_at.astimezone(UTC),
        minutes=row.minutes or USUAL_MINUTES,
        partner=partner.first_name if partner else "",
        changed_at=changed_at(row),
        sequence=row.revision,
        status=calendar_status(row),
    )
