"""What one partner sees of the pair's meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import attrs
from django.db.models import Q

from ment_xblock.domain.agreement.terms import Value
from ment_xblock.domain.credit import Credit
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.journal.progress import Progress
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import HELD_STATES, Act, possible_acts
from ment_xblock.domain.journal.states import State as MeetingState
from ment_xblock.domain.pairing import OPEN_STATES, State
from ment_xblock.domain.people import Actor, Person, Role, require_member
from ment_xblock.models import HelpRequest, Pairing, Participant, PrivateNote, Session
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.credit_facts import credit_of
from ment_xblock.selectors.meetings import (
    REFLECTION,
    ActionLine,
    AgreedTerms,
    TaskLine,
    Turn,
    WordsLine,
    actions_of,
    agreed_terms,
    facts_of,
    party_at,
    progress_of,
    reflection_place,
    tasks_of,
    time_left_of,
    turns_of,
    why_not_counting,
    words_of,
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
class MeetingLine:
    """One meeting that was held.

    Attributes:
        session_id: the meeting.
        state: where it stands.
        revision: of the meeting.
        number: which meeting of the pair it is; 0 for one that was taken back.
        was_planned: whether it had been proposed before.
        held_on: the day.
        facts: what the log says, field to ids and numbers.
        words: what the partners wrote.
        by_me: whether the reader wrote the log last.
        by_partner: whether the partner did; neither for the facilitator.
        acts: what the reader may do now.
        on_paper: the facilitator entered it.
        corrected_at: when it was corrected last.
        contested_by_me: whether the reader contested it.
        time_left: how long the partner still has; None where nobody waits.
        not_counting: why it earns nothing although it stands, such as ``"too_short"``; empty where it does.
        i_share: the reader lets the facilitator read the words.
        partner_shares: the partner does.
        reflection: what the reader wrote for themselves.
        actions: what was promised in it.
    """

    session_id: int
    state: MeetingState
    revision: int
    number: int
    was_planned: bool
    held_on: date
    facts: Mapping[str, Value]
    words: tuple[WordsLine, ...]
    by_me: bool
    by_partner: bool
    acts: frozenset[Act]
    on_paper: bool
    corrected_at: datetime | None
    contested_by_me: bool
    time_left: timedelta | None
    not_counting: str
    i_share: bool
    partner_shares: bool
    reflection: str
    actions: tuple[ActionLine, ...]

    @property
    def may_say_yes(self) -> bool:
        """Whether a yes of the reader makes it count."""
        return not self.acts.isdisjoint({Act.CONFIRM, Act.SETTLE})


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
    reading = _Reading(host, actor, settings, here, chosen, me)
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


@attrs.frozen
class _Reading:
    """Who reads which pair's meetings."""

    host: Host
    actor: Actor
    settings: JournalSettings
    here: BlockRef
    pairing: Pairing
    me: Participant

    def lines(self, rows: list[Session]) -> dict[int, MeetingLine]:
        ids = [row.pk for row in rows]
        # Staff who view as a learner see the page without what the two wrote.
        words = {} if self.actor.is_masquerading else words_of(ids)
        left = time_left_of(self.pairing.pk, rows, self.host.now())
        reflections = self._reflections(ids)
        turns = turns_of(self.pairing.pk)
        promised: dict[int, list[ActionLine]] = {}
        for line in self.actions(of_sessions=ids):
            promised.setdefault(line.session_id or 0, []).append(line)
        return {
            row.pk: self._line(
                (row, turns.get(row.pk, Turn())),
                words.get(row.pk, ()),
                left.get(row.pk),
                reflections.get(row.pk, ""),
                tuple(promised.get(row.pk, ())),
            )
            for row in rows
        }

    def actions(self, of_sessions: list[int] | None = None) -> tuple[ActionLine, ...]:
        return actions_of(
            self.pairing.pk,
            self.settings.day_of(self.host.now()),
            of_sessions,
            with_words=not self.actor.is_masquerading,
        )

    def _line(
        self,
        in_turn: tuple[Session, Turn],
        words: tuple[WordsLine, ...],
        time_left: timedelta | None,
        reflection: str,
        actions: tuple[ActionLine, ...],
    ) -> MeetingLine:
        row, turn = in_turn
        state = MeetingState(row.state)
        is_mentor = self.pairing.mentor_id == self.me.pk
        shares = (row.mentor_shares, row.mentee_shares)
        i_share, partner_shares = shares if is_mentor else shares[::-1]
        assert row.held_on is not None  # noqa: S101 - the query asks for it
        return MeetingLine(
            session_id=row.pk,
            state=state,
            revision=row.revision,
            number=turn.number,
            was_planned=row.starts_at is not None,
            held_on=row.held_on,
            facts=facts_of(row),
            words=words,
            by_me=row.writer_id == self.me.pk,
            by_partner=row.writer_id is not None and row.writer_id != self.me.pk,
            acts=frozenset()
            if self.actor.is_masquerading
            else possible_acts(state, party_at(row, self.me.pk)),
            on_paper=row.on_paper,
            corrected_at=row.corrected_at,
            contested_by_me=row.contested_by_id == self.me.pk,
            time_left=time_left,
            not_counting=why_not_counting(row, self.pairing, self.settings, turn),
            i_share=i_share,
            partner_shares=partner_shares,
            reflection=reflection,
            actions=actions,
        )

    def _reflections(self, ids: list[int]) -> dict[int, str]:
        """What the reader wrote for themselves; staff who view as a learner get nothing."""
        if self.actor.is_masquerading:
            return {}
        places = {reflection_place(pk): pk for pk in ids}
        rows = PrivateNote.objects.filter(
            programme_id=self.pairing.programme_id,
            user_id=self.actor.user_id,
            usage_key=self.here.usage_key,
            activity__in=list(places),
            field=REFLECTION,
        )
        return {places[row.activity]: row.text for row in rows}


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
