"""One pair as the facilitator sees it: what happened when, what is wrong now, and what facilitators noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum

import attrs
from django.db.models import Q
from django.utils.timezone import localdate

from ment_xblock.domain.alerts.facts import WISHES, Rule
from ment_xblock.domain.alerts.rules import SAID_AT_REST
from ment_xblock.domain.errors import NotAllowed, NotFound
from ment_xblock.domain.minors import consent_missing
from ment_xblock.domain.pairing import OPEN_STATES, Act, Party, State, possible_acts
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import (
    Agreement,
    AlertState,
    FacilitatorNote,
    Pairing,
    Pause,
    Session,
    Signature,
)
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.confidences import reader_in
from ment_xblock.selectors.pair_lines import PairLine, pair_lines, phones_of
from ment_xblock.selectors.people import contacts_of
from ment_xblock.selectors.today import CallLine, Reason, readable_alerts, reason_of, words_asked

MOST_EVENTS = 100
MOST_NOTES = 50
UNITS = ("ment_journal", "ment_agreement", "ment_matching")


class What(StrEnum):
    """What happened; in the order in which things of one day are told."""

    PAIRED = "paired"
    VERSION = "version"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    MEETING = "meeting"
    REST = "rest"
    ON_AGAIN = "on_again"
    ALERT = "alert"
    ALERT_OVER = "alert_over"
    CLOSED = "closed"


@attrs.frozen
class Event:
    """One thing that happened, or a meeting that is to come.

    Attributes:
        day: when, in the reader's time zone.
        what: what it was.
        name: whose it was; empty where it was both's, or of somebody who left.
        number: of the version.
        state: of the meeting, or of the pair.
        rule: of the alert.
    """

    day: date
    what: What
    name: str = ""
    number: int = 0
    state: str = ""
    rule: Rule | None = None


@attrs.frozen
class OpenAlert:
    """A trouble that lasts, and what was done about it.

    Attributes:
        reason: why.
        handled: ``"called"``, ``"later"``, ``"closed"``, or empty.
        handled_at: when.
        later_until: until when it was put off.
    """

    reason: Reason
    handled: str
    handled_at: datetime | None
    later_until: datetime | None


@attrs.frozen
class NoteLine:
    """What a facilitator noted.

    Attributes:
        note_id: the note.
        text: in their words.
        author: name; empty when they have left.
        is_own: the reader wrote it.
        rule: the trouble it is about; None for the pair as a whole.
        created_at: when.
    """

    note_id: int
    text: str
    author: str
    is_own: bool
    rule: Rule | None
    created_at: datetime


@attrs.frozen
class PairView:
    """One pair.

    Attributes:
        line: the pair at a glance.
        call: the same pair as the list of whom to ring knows it.
        alerts: what is wrong now, the worst first.
        notes: the newest first.
        events: the newest first, at most ``MOST_EVENTS``.
        acts: what the facilitator may do now.
        units: block type to the address of its first unit.
        lacks_consent: the mentor is under 18, and no guardian's consent was noted, so the two cannot go on.
    """

    line: PairLine
    call: CallLine
    alerts: tuple[OpenAlert, ...]
    notes: tuple[NoteLine, ...]
    events: tuple[Event, ...]
    acts: frozenset[Act]
    units: Mapping[str, str]
    lacks_consent: bool


def pair_view(*, host: Host, actor: Actor, pairing_id: int) -> PairView:
    """Read one pair.

    Args:
        host: the host.
        actor: the facilitator.
        pairing_id: the pair.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator, or is one of the two.
        NotFound: no such pair in this course.
    """
    pair = pair_to_look_after(actor, pairing_id)
    contacts = contacts_of(host, [pair.mentor, pair.mentee])
    names = {pk: contact.name for pk, contact in contacts.items()}
    now = host.now()
    line = pair_lines([pair], names, now=now, today=localdate(now))[pair.pk]
    readable = readable_alerts(actor.course_key, actor.user_id).filter(pairing=pair)
    rows = list(readable.order_by("urgency", "since", "pk"))
    asked = words_asked([pair.pk])
    at_rest = pair.state == State.PAUSED
    alerts = tuple(
        _alert(row, reason_of(row, pair, contacts, asked))
        for row in rows
        if row.over_at is None and (not at_rest or row.rule in SAID_AT_REST)
    )
    events = sorted(_events(pair, names, rows), key=lambda one: (one.day, _ORDER[one.what]))
    return PairView(
        line=line,
        call=CallLine(
            pairing_id=pair.pk,
            mentor=line.mentor,
            mentee=line.mentee,
            reasons=tuple(one.reason for one in alerts),
            phones=phones_of([pair], names)[pair.pk],
        ),
        alerts=alerts,
        notes=_notes(host, actor, pair),
        events=tuple(events[::-1][:MOST_EVENTS]),
        acts=possible_acts(line.state, Party.FACILITATOR),
        units=_units(host, actor.course_key),
        lacks_consent=pair.state in OPEN_STATES and consent_missing(pair.mentor),
    )


def pair_to_look_after(actor: Actor, pairing_id: int) -> Pairing:
    """Find a pair for a facilitator who is none of the two.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator, or is one of the two.
        NotFound: no such pair in this course.
    """
    require_facilitator(actor)
    pair = (
        Pairing.objects.filter(pk=pairing_id, programme__course_key=actor.course_key)
        .select_related("mentor", "mentee")
        .first()
    )
    if pair is None:
        raise NotFound("no_such_pair")
    if actor.user_id in (pair.mentor.user_id, pair.mentee.user_id):
        raise NotAllowed("your_own_pair")
    return pair


_ORDER = {what: place for place, what in enumerate(What)}


def _alert(row: AlertState, reason: Reason) -> OpenAlert:
    return OpenAlert(
        reason=reason,
        handled=row.handled,
        handled_at=row.handled_at,
        later_until=row.later_until,
    )


def _notes(host: Host, actor: Actor, pair: Pairing) -> tuple[NoteLine, ...]:
    rows = FacilitatorNote.objects.filter(pairing=pair, kind=FacilitatorNote.Kind.PAIR)
    if reader_in(actor.course_key, actor.user_id).partners & {pair.mentor_id, pair.mentee_id}:
        # What another facilitator noted of a wish may be about the reader.
        rows = rows.filter(Q(author=actor.user_id) | ~Q(about__in=[rule.value for rule in WISHES]))
    shown = list(rows.order_by("-created_at", "-pk")[:MOST_NOTES])
    authors = host.people({row.author_id for row in shown if row.author_id is not None})
    return tuple(
        NoteLine(
            note_id=row.pk,
            text=row.text,
            author=authors[row.author_id].full_name if row.author_id in authors else "",
            is_own=row.author_id == actor.user_id,
            rule=Rule(row.about) if row.about in set(Rule) else None,
            created_at=row.created_at,
        )
        for row in shown
    )


def _events(
    pair: Pairing, names: Mapping[int, str], alerts: Iterable[AlertState]
) -> Iterator[Event]:
    yield Event(localdate(pair.opened_at), What.PAIRED)
    yield from _agreement_events(pair, names)
    yield from _meeting_events(pair)
    yield from _alert_events(alerts, names)
    if pair.closed_at:
        yield Event(localdate(pair.closed_at), What.CLOSED, state=pair.state)


def _agreement_events(pair: Pairing, names: Mapping[int, str]) -> Iterator[Event]:
    for version in Agreement.objects.filter(pairing=pair):
        name = names.get(version.created_by_id or 0, "")
        yield Event(localdate(version.created_at), What.VERSION, name, version.number)
        if version.in_force_since:
            yield Event(localdate(version.in_force_since), What.IN_FORCE, number=version.number)
    signatures = Signature.objects.filter(agreement__pairing=pair).select_related("agreement")
    for signature in signatures:
        name = names.get(signature.participant_id, "")
        day = localdate(signature.signed_at)
        yield Event(day, What.SIGNED, name, signature.agreement.number)


def _meeting_events(pair: Pairing) -> Iterator[Event]:
    for meeting in Session.objects.filter(pairing=pair):
        planned = localdate(meeting.starts_at or meeting.created_at)
        yield Event(meeting.held_on or planned, What.MEETING, state=meeting.state)
    for pause in Pause.objects.filter(pairing=pair):
        yield Event(localdate(pause.started_at), What.REST)
        if pause.ended_at:
            yield Event(localdate(pause.ended_at), What.ON_AGAIN)


def _alert_events(alerts: Iterable[AlertState], names: Mapping[int, str]) -> Iterator[Event]:
    for row in alerts:
        name, rule = names.get(row.participant_id or 0, ""), Rule(row.rule)
        yield Event(localdate(row.raised_at), What.ALERT, name, rule=rule)
        if row.over_at:
            yield Event(localdate(row.over_at), What.ALERT_OVER, name, rule=rule)


def _units(host: Host, course_key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in host.blocks(course_key, *UNITS):
        found.setdefault(block.block_type, host.unit_url(block.usage_key))
    return {kind: url for kind, url in found.items() if url}
