"""The meetings of one person as a calendar may know them: no place, no words, nobody but the partner's first name."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta, tzinfo
from uuid import NAMESPACE_URL, uuid5

import attrs
from django.db.models import Q

from ment_xblock.domain.calendar import Meeting, Status
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.journal.states import HELD_STATES, State
from ment_xblock.domain.people import Actor, Person, require_member
from ment_xblock.models import CalendarAddress, Participant, Session
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.people import participant_of, persons_of

DAYS_KEPT = 90
MOST_MEETINGS = 300
USUAL_MINUTES = 60

_STATUS = {
    State.PROPOSED: Status.TENTATIVE,
    State.PLANNED: Status.CONFIRMED,
    **dict.fromkeys(HELD_STATES, Status.CONFIRMED),
}


@attrs.frozen
class CalendarMeeting:
    """One meeting for the calendar of one of its partners.

    Attributes:
        uid: its name in calendars, the same for ever.
        starts_at: the moment, in UTC.
        minutes: its length.
        partner: first name; empty when they have left.
        changed_at: when it was last planned or closed.
        sequence: how often it was changed.
        status: what a calendar shall make of it.
        place: where; empty in what an address without login tells.
    """

    uid: str
    starts_at: datetime
    minutes: int
    partner: str
    changed_at: datetime
    sequence: int
    status: Status
    place: str = ""

    def titled(self, title: str, zone: tzinfo = UTC) -> Meeting:
        """The same as a line of a calendar file.

        Args:
            title: what stands in the calendar, in the reader's words.
            zone: the time zone in which the meeting is meant.
        """
        return Meeting(
            uid=self.uid,
            starts_at=self.starts_at.astimezone(zone),
            minutes=self.minutes,
            title=title,
            changed_at=self.changed_at,
            place=self.place,
            sequence=self.sequence,
            status=self.status,
        )


@attrs.frozen
class Feed:
    """All that a calendar is told.

    Attributes:
        language: the owner's; empty where unknown.
        meetings: of the last months and to come, newest first.
    """

    language: str
    meetings: tuple[CalendarMeeting, ...]


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
        meetings=tuple(_meeting(row, names.get(partners[row.pairing_id].pk)) for row in rows),
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


def calendar_meeting_of(
    *, host: Host, actor: Actor, pairing_id: int, session_id: int
) -> CalendarMeeting:
    """Read one meeting for the calendar of one of the partners, who is signed in.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
        NotFound: no such meeting, or not the reader's, or one that was never planned.
    """
    require_member(actor)
    me = participant_of(actor.course_key, actor.user_id)
    row = (
        Session.objects.filter(pk=session_id, pairing_id=pairing_id, starts_at__isnull=False)
        .select_related("pairing__mentor", "pairing__mentee", "pairing__programme")
        .first()
    )
    if me is None or row is None or me not in (row.pairing.mentor, row.pairing.mentee):
        raise NotFound("no_such_meeting")
    partner = _partner(row, me)
    meeting = _meeting(row, persons_of(host, [partner]).get(partner.pk))
    # Staff who view as a learner read nothing that was typed.
    return meeting if actor.is_masquerading else attrs.evolve(meeting, place=row.place)


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


def _meeting(row: Session, partner: Person | None) -> CalendarMeeting:
    if row.starts_at is None:
        raise ValueError("a meeting without a plan is in no calendar")
    return CalendarMeeting(
        uid=_uid(row),
        starts_at=row.starts_at.astimezone(UTC),
        minutes=row.minutes or USUAL_MINUTES,
        partner=partner.first_name if partner else "",
        changed_at=_changed_at(row),
        sequence=row.revision,
        status=_STATUS.get(State(row.state), Status.CANCELLED),
    )


def _uid(row: Session) -> str:
    """The same for ever, and on no other site."""
    name = f"{row.pairing.programme.course_key}/{row.pk}/{row.created_at.astimezone(UTC)}"
    return f"{uuid5(NAMESPACE_URL, name)}@ment-xblock"


def _changed_at(row: Session) -> datetime:
    moments = (row.created_at, row.planned_at, row.accepted_at, row.closed_at)
    return max(moment for moment in moments if moment is not None)
