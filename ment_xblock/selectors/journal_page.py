"""What one partner sees of the pair's meetings."""

from __future__ import annotations

from datetime import date, datetime

import attrs
from django.db.models import Q

from ment_xblock.domain.credit import Credit
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.journal.progress import Progress
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import HELD_STATES, Act
from ment_xblock.domain.journal.states import State as MeetingState
from ment_xblock.domain.pairing import OPEN_STATES, State
from ment_xblock.domain.people import Actor, Person, Role, require_member
from ment_xblock.models import HelpRequest, Pairing, Participant, Session
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.credit_facts import credit_of
from ment_xblock.selectors.journal_meetings import MeetingLine, MeetingReader
from ment_xblock.selectors.meetings import (
    ActionLine,
    AgreedTerms,
    TaskLine,
    agreed_terms,
    progress_of,
    tasks_of,
)
from ment_xblock.selectors.people import participant_of, persons_of

PAGE_SIZE = 10
SHOWN_STATES = HELD_STATES | {MeetingState.WITHDRAWN}


@attrs.frozen
class PairLine:
    """One of my pairs.

    Attributes:
        pairing_id: the pair.
        partner: None when they have left the site.
        state: where the pair stands.
        asks: a log waits for an answer of mine.
    """

    pairing_id: int
    partner: Person | None
    state: State
    asks: bool


@attrs.frozen
class NoPair:
    """A learner without a pair.

    Attributes:
        role: None as long as nobody gave them one.
        credit: what they have earned so far, from earlier pairs.
    """

    role: Role | None
    credit: Credit


@attrs.frozen
class RingMe:
    """The reader's own request for a call.

    Attributes:
        state: ``"open"`` or ``"called"``.
        text: what they wrote.
        asked_at: when.
    """

    state: str
    text: str
    asked_at: datetime


@attrs.frozen
class JournalPage:
    """One pair's meetings, for one of its partners.

    Attributes:
        pairs: all pairs of this person, open ones first.
        pairing_id: the pair that is shown.
        state: where the pair stands.
        role: the reader's role.
        me: participant id of the reader.
        partner_id: participant id of the partner.
        mentor, mentee: None when they have left the site.
        credit: what the reader has earned.
        meetings: one page of those that were held, newest first.
        total: how many there are.
        offset: index of the first one shown.
        to_answer: meetings that wait for the reader: to confirm, or contested.
        open_actions: those that are due first.
        tasks: what the pair agreed to work on, dropped ones too.
        progress: how the pair gets on.
        agreed: what the pair agreed on for its meetings; empty as long as nothing is signed.
        ring_me: the reader's own request; None without one.
        today: the programme's day.
        may_write: the reader may change something here.
    """

    pairs: tuple[PairLine, ...]
    pairing_id: int
    state: State
    role: Role
    me: int
    partner_id: int
    mentor: Person | None
    mentee: Person | None
    credit: Credit
    meetings: tuple[MeetingLine, ...]
    total: int
    offset: int
    to_answer: tuple[MeetingLine, ...]
    open_actions: tuple[ActionLine, ...]
    tasks: tuple[TaskLine, ...]
    progress: Progress
    agreed: AgreedTerms
    ring_me: RingMe | None
    today: date
    may_write: bool

    @property
    def partner(self) -> Person | None:
        """The other one of the pair."""
        return self.mentee if self.role is Role.MENTOR else self.mentor


def journal_page(
    *,
    host: Host,
    actor: Actor,
    settings: JournalSettings,
    here: BlockRef,
    pairing_id: int | None = None,
    offset: int = 0,
) -> JournalPage | NoPair:
    """Read the meetings for one of the partners.

    Args:
        host: the host.
        actor: the reader.
        settings: what the course author decided.
        here: the block.
        pairing_id: which pair, for somebody who has several; without it one that waits for an answer of theirs, or else
            the open one that began last.
        offset: index of the first meeting to show.

    Returns:
        The page, or the lack of a pair.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
        NotFound: a pair that is not the reader's.
    """
    require_member(actor)
    me = participant_of(actor.course_key, actor.user_id)
    if me is None:
        return NoPair(None, credit_of(None, here))
    pairings = pairings_of(me)
    if pairing_id is None and not pairings:
        return NoPair(Role(me.role), credit_of(me, here))
    asking = _asking([row.pk for row in pairings], me)
    chosen = _choose(pairings, asking, pairing_id)
    persons = persons_of(host, [person for row in pairings for person in (row.mentor, row.mentee)])
    reading = MeetingReader(host, actor, settings, here, chosen, me)
    rows = Session.objects.filter(pairing=chosen, state__in=SHOWN_STATES, held_on__isnull=False)
    shown = list(rows.order_by("-held_on", "-pk")[offset : offset + PAGE_SIZE])
    waiting = list(rows.filter(state__in=(MeetingState.LOGGED, MeetingState.CONTESTED))[:PAGE_SIZE])
    lines = reading.lines([*shown, *waiting])
    return JournalPage(
        pairs=tuple(_line(row, me, persons, asking) for row in pairings),
        pairing_id=chosen.pk,
        state=State(chosen.state),
        role=Role(me.role),
        me=me.pk,
        partner_id=chosen.mentee_id if chosen.mentor_id == me.pk else chosen.mentor_id,
        mentor=persons.get(chosen.mentor_id),
        mentee=persons.get(chosen.mentee_id),
        credit=credit_of(me, here),
        meetings=tuple(lines[row.pk] for row in shown),
        total=rows.count(),
        offset=offset,
        to_answer=tuple(
            lines[row.pk]
            for row in waiting
            if lines[row.pk].acts
            and (row.state == MeetingState.CONTESTED or Act.CONFIRM in lines[row.pk].acts)
        ),
        open_actions=reading.actions(),
        tasks=tasks_of(chosen.pk),
        progress=progress_of(chosen.pk),
        agreed=agreed_terms([chosen.pk]).get(chosen.pk, AgreedTerms()),
        ring_me=_ring_me(actor, chosen, me),
        today=settings.day_of(host.now()),
        may_write=not actor.is_masquerading and State(chosen.state) is not State.DECLINED,
    )


def pairings_of(me: Participant) -> list[Pairing]:
    """All pairs of somebody, open ones first, then the newest first."""
    rows = (
        Pairing.objects.filter(Q(mentor=me) | Q(mentee=me))
        .select_related("mentor", "mentee")
        .order_by("-opened_at", "-pk")
    )
    return sorted(rows, key=lambda row: row.state not in OPEN_STATES)


def _ring_me(actor: Actor, pairing: Pairing, me: Participant) -> RingMe | None:
    if actor.is_masquerading:
        return None
    row = HelpRequest.objects.filter(
        pairing=pairing,
        participant=me,
        kind=HelpRequest.Kind.RING_ME,
        open_key__isnull=False,
    ).first()
    return RingMe(row.state, row.text, row.created_at) if row else None


def _asking(pairing_ids: list[int], me: Participant) -> frozenset[int]:
    """The pairs of which a log waits for the reader: to be answered, or to be mended by both."""
    waits = Q(state=MeetingState.LOGGED) & ~Q(writer=me) | Q(state=MeetingState.CONTESTED)
    rows = Session.objects.filter(waits, pairing_id__in=pairing_ids)
    return frozenset(rows.values_list("pairing_id", flat=True))


def _choose(pairings: list[Pairing], asking: frozenset[int], pairing_id: int | None) -> Pairing:
    if pairing_id is None:
        return next((row for row in pairings if row.pk in asking), pairings[0])
    for row in pairings:
        if row.pk == pairing_id:
            return row
    raise NotFound("no_such_pair")


def _line(
    row: Pairing, me: Participant, persons: dict[int, Person], asking: frozenset[int]
) -> PairLine:
    partner_id = row.mentee_id if row.mentor_id == me.pk else row.mentor_id
    return PairLine(row.pk, persons.get(partner_id), State(row.state), row.pk in asking)
