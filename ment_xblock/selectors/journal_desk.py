"""What the facilitator sees of all pairs' meetings: dates, states and promises, and no words unless both partners share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import attrs
from django.db.models import Exists, OuterRef, Q, QuerySet

from ment_xblock.domain.agreement.terms import Value
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.journal.log import LogForm
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import (
    Act,
    Party,
    State,
    possible_acts,
)
from ment_xblock.domain.pairing import State as PairState
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import Pairing, Session
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
from ment_xblock.selectors.pair_lines import PairLine, names_of_pairs, pair_lines

PAGE_SIZE = 20
MOST_ACTIONS = 30


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
    names = names_of_pairs(host, known)
    now = host.now()
    lines = pair_lines(
        [*rows, *([chosen] if chosen else [])], names, now=now, today=settings.day_of(now)
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
