"""What the facilitator sees of all pairs' meetings: dates, states and promises, and no words unless both partners share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

import attrs
from django.db.models import Exists, OuterRef, Q, QuerySet

from ment_xblock.domain.agreement.terms import Value
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.journal.clock import REMINDS, Rest, time_waited
from ment_xblock.domain.journal.log import BOTH_HELD, MENTEE_HELD, NO_DEVICE, LogForm
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import (
    AHEAD_STATES,
    HELD_STATES,
    Act,
    Party,
    State,
    possible_acts,
)
from ment_xblock.domain.pairing import State as PairState
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import Action, Pairing, Participant, Pause, Session
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.call_requests import CallRequest, call_request, open_requests
from ment_xblock.selectors.meetings import (
    ActionLine,
    AgreedTerms,
    TaskLine,
    WordsLine,
    actions_of,
    agreed_terms,
    facts_of,
    form_of,
    tasks_of,
    words_of,
)
from ment_xblock.selectors.people import persons_of

PAGE_SIZE = 20
MOST_ACTIONS = 30


@attrs.frozen
class PairLine:
    """One pair at a glance.

    Attributes:
        pairing_id: the pair.
        mentor: name; empty when they have left.
        mentee: name; empty when they have left.
        state: where the pair stands.
        held: meetings held.
        agreed: meetings agreed on; 0 as long as nothing is signed.
        last_on: day of the last meeting.
        next_at: when the next one is planned.
        contested: how many logs are contested.
        waiting: how many logs wait for the partner.
        waits_long: one of them has waited four days or more.
        open_actions: promises that are open.
        overdue: those of them that are late.
        hands_on: meetings in which the mentee had the device in hand, and meetings with one.
    """

    pairing_id: int
    mentor: str
    mentee: str
    state: PairState
    held: int
    agreed: int
    last_on: date | None
    next_at: datetime | None
    contested: int
    waiting: int
    waits_long: bool
    open_actions: int
    overdue: int
    hands_on: tuple[int, int]


@attrs.frozen
class DeskMeeting:
    """One meeting of a pair, whatever became of it.

    Attributes:
        session_id: the meeting.
        state: where it stands.
        revision: of the meeting.
        held_on: the day; None for one that was not held.
        starts_at: when it was planned; None for one that was not.
        facts: what the log says, field to ids and numbers.
        words: what the partners wrote; only where both share it.
        on_paper: a facilitator entered it.
        acts: what the facilitator may do now.
    """

    session_id: int
    state: State
    revision: int
    held_on: date | None
    starts_at: datetime | None
    facts: Mapping[str, Value]
    words: tuple[WordsLine, ...]
    on_paper: bool
    acts: frozenset[Act]


@attrs.frozen
class OpenedPair:
    """One pair with its meetings.

    Attributes:
        line: the pair at a glance.
        mentor_id: participant id.
        meetings: one page of them, newest first.
        total: how many there are.
        offset: index of the first one shown.
        actions: the open promises, without their words.
        tasks: what the pair agreed to work on.
        form: what a log from paper is asked; None where the author does not allow one, or the pair never began.
        today: the programme's day.
        terms: what the pair agreed on.
    """

    line: PairLine
    mentor_id: int
    meetings: tuple[DeskMeeting, ...]
    total: int
    offset: int
    actions: tuple[ActionLine, ...]
    tasks: tuple[TaskLine, ...]
    form: LogForm | None
    today: date
    terms: AgreedTerms


@attrs.frozen
class JournalDesk:
    """The facilitator's page.

    Attributes:
        requests: who asks to be rung, the oldest first.
        pairs: one page of the pairs, those with a contested log first.
        total: how many there are.
        offset: index of the first one shown.
        opened: the pair that is looked at; None for none.
    """

    requests: tuple[CallRequest, ...]
    pairs: tuple[PairLine, ...]
    total: int
    offset: int
    opened: OpenedPair | None


def journal_desk(
    *,
    host: Host,
    actor: Actor,
    settings: JournalSettings,
    offset: int = 0,
    opened: int | None = None,
    earlier: int = 0,
) -> JournalDesk:
    """Read the facilitator's page.

    Args:
        host: the host.
        actor: the facilitator.
        settings: what the course author decided.
        offset: index of the first pair to show.
        opened: the pair to look at.
        earlier: index of its first meeting to show.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such pair in this course.
    """
    require_facilitator(actor)
    pairings = _pairings(actor.course_key)
    requests = open_requests(actor)
    rows = list(pairings[offset : offset + PAGE_SIZE])
    chosen = pairings.filter(pk=opened).first() if opened is not None else None
    if opened is not None and chosen is None:
        raise NotFound("no_such_pair")
    asking = [one.pairing for one in requests]
    known = [*rows, *asking, *([chosen] if chosen else [])]
    names = _names(host, known)
    lines = _pair_lines(
        {row.pk: row for row in [*rows, *([chosen] if chosen else [])]}, names, host, settings
    )
    return JournalDesk(
        requests=tuple(call_request(one, names) for one in requests),
        pairs=tuple(lines[row.pk] for row in rows),
        total=pairings.count(),
        offset=offset,
        opened=_opened(chosen, lines[chosen.pk], host, settings, earlier) if chosen else None,
    )


def _pairings(course_key: str) -> QuerySet[Pairing]:
    contested = Session.objects.filter(pairing=OuterRef("pk"), state=State.CONTESTED)
    return (
        Pairing.objects.filter(programme__course_key=course_key)
        .select_related("mentor", "mentee")
        .annotate(is_contested=Exists(contested), is_closed=Q(open_key__isnull=True))
        .order_by("-is_contested", "is_closed", "-opened_at", "-pk")
    )


def _names(host: Host, pairings: Collection[Pairing]) -> dict[int, str]:
    people: list[Participant] = [one for row in pairings for one in (row.mentor, row.mentee)]
    return {pk: person.full_name for pk, person in persons_of(host, people).items()}


def _pair_lines(
    pairings: Mapping[int, Pairing],
    names: Mapping[int, str],
    host: Host,
    settings: JournalSettings,
) -> dict[int, PairLine]:
    now = host.now()
    sessions = _by_pair(Session.objects.filter(pairing_id__in=pairings))
    agreed = agreed_terms(pairings)
    rests = _rests(pairings)
    today = settings.day_of(now)
    due: dict[int, list[date | None]] = {}
    open_actions = Action.objects.filter(pairing_id__in=pairings, state=Action.State.OPEN)
    for pairing_id, day in open_actions.values_list("pairing_id", "due"):
        due.setdefault(pairing_id, []).append(day)
    return {
        pk: _pair_line(
            row,
            names,
            _Meetings(sessions.get(pk, []), rests.get(pk, []), now),
            agreed.get(pk, AgreedTerms()).number,
            (
                len(due.get(pk, [])),
                sum(1 for day in due.get(pk, []) if day is not None and day < today),
            ),
        )
        for pk, row in pairings.items()
    }


@attrs.frozen
class _Meetings:
    """The meetings of one pair, to be counted."""

    rows: list[Session]
    rests: list[Rest]
    now: datetime

    @property
    def held(self) -> list[Session]:
        return [row for row in self.rows if row.state in HELD_STATES]

    def in_state(self, state: State) -> list[Session]:
        return [row for row in self.rows if row.state == state]

    @property
    def waits_long(self) -> bool:
        return any(
            time_waited(row.waits_since, self.now, self.rests) >= REMINDS
            for row in self.in_state(State.LOGGED)
            if row.waits_since
        )

    @property
    def next_at(self) -> datetime | None:
        ahead = [row.starts_at for row in self.rows if row.state in AHEAD_STATES]
        return min((one for one in ahead if one and one >= self.now), default=None)

    @property
    def hands_on(self) -> tuple[int, int]:
        devices = [row.device for row in self.held if row.device not in ("", NO_DEVICE)]
        return sum(one in (MENTEE_HELD, BOTH_HELD) for one in devices), len(devices)


def _pair_line(
    row: Pairing,
    names: Mapping[int, str],
    meetings: _Meetings,
    agreed: int,
    actions: tuple[int, int],
) -> PairLine:
    return PairLine(
        pairing_id=row.pk,
        mentor=names.get(row.mentor_id, ""),
        mentee=names.get(row.mentee_id, ""),
        state=PairState(row.state),
        held=len(meetings.held),
        agreed=agreed,
        last_on=max((one.held_on for one in meetings.held if one.held_on), default=None),
        next_at=meetings.next_at,
        contested=len(meetings.in_state(State.CONTESTED)),
        waiting=len(meetings.in_state(State.LOGGED)),
        waits_long=meetings.waits_long,
        open_actions=actions[0],
        overdue=actions[1],
        hands_on=meetings.hands_on,
    )


def _by_pair(rows: QuerySet[Session]) -> dict[int, list[Session]]:
    found: dict[int, list[Session]] = {}
    for row in rows:
        found.setdefault(row.pairing_id, []).append(row)
    return found


def _rests(pairing_ids: Collection[int]) -> dict[int, list[Rest]]:
    rests: dict[int, list[Rest]] = {}
    rows = Pause.objects.filter(pairing_id__in=pairing_ids)
    for pairing_id, start, end in rows.values_list("pairing_id", "started_at", "ended_at"):
        rests.setdefault(pairing_id, []).append(Rest(start, end))
    return rests


def _opened(
    row: Pairing, line: PairLine, host: Host, settings: JournalSettings, offset: int
) -> OpenedPair:
    rows = Session.objects.filter(pairing=row).order_by("-held_on", "-starts_at", "-pk")
    shown = list(rows[offset : offset + PAGE_SIZE])
    words = words_of([one.pk for one in shown if one.mentor_shares and one.mentee_shares])
    today = settings.day_of(host.now())
    may_enter = settings.paper_allowed and line.state is not PairState.DECLINED
    return OpenedPair(
        line=line,
        mentor_id=row.mentor_id,
        meetings=tuple(_meeting(one, words.get(one.pk, ())) for one in shown),
        total=rows.count(),
        offset=offset,
        actions=actions_of(row.pk, today, with_words=False)[:MOST_ACTIONS],
        tasks=tasks_of(row.pk),
        form=form_of(settings, row, None) if may_enter else None,
        today=today,
        terms=agreed_terms([row.pk]).get(row.pk, AgreedTerms()),
    )


def _meeting(row: Session, words: tuple[WordsLine, ...]) -> DeskMeeting:
    state = State(row.state)
    return DeskMeeting(
        session_id=row.pk,
        state=state,
        revision=row.revision,
        held_on=row.held_on,
        starts_at=row.starts_at,
        facts=facts_of(row),
        words=words,
        on_paper=row.on_paper,
        acts=possible_acts(state, Party.FACILITATOR),
    )
