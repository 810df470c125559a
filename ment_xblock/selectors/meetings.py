"""Meetings as stored, read as the domain's values; for the services and pages of the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

import attrs

from ment_xblock.domain.agreement.merge import Touch
from ment_xblock.domain.agreement.terms import Value
from ment_xblock.domain.journal.clock import Rest, time_left
from ment_xblock.domain.journal.credit import MeetingFact, why_not
from ment_xblock.domain.journal.log import FACTS, OTHER_TASK, LogForm, log_form
from ment_xblock.domain.journal.progress import Held, Progress, progress
from ment_xblock.domain.journal.promises import days_overdue
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import COUNTING_STATES, HELD_STATES, Party, State
from ment_xblock.models import Action, Agreement, Pairing, Pause, Session, SessionText, Task

REFLECTION = "reflection"


@attrs.frozen
class WordsLine:
    """What one partner wrote in one field.

    Attributes:
        author_id: the participant.
        field: what it is about.
        text: their words.
    """

    author_id: int
    field: str
    text: str


@attrs.frozen
class ActionLine:
    """A small promise.

    Attributes:
        action_id: the action.
        session_id: the meeting in which it was made.
        owner: a role or ``"both"``.
        due: None where nobody said.
        overdue: days that it is late; 0 when it is not, or when it is closed.
        words: what; empty for who must not read it.
        evidence: how the pair will see it.
        state: open, done or dropped.
        outcome: of the last review.
        reason: of the last review.
    """

    action_id: int
    session_id: int | None
    owner: str
    due: date | None
    overdue: int
    words: str
    evidence: str
    state: str
    outcome: str
    reason: str


@attrs.frozen
class TaskLine:
    """A task that the pair agreed on.

    Attributes:
        task_id: the task.
        job: id in the task library; empty for a task in own words.
        words: in own words.
        is_dropped: agreed no more.
    """

    task_id: int
    job: str
    words: str
    is_dropped: bool


@attrs.frozen
class AgreedTerms:
    """What a pair agreed on for its meetings.

    Attributes:
        number: how many; 0 where it stands nowhere.
        minutes: how long; 0 where it stands nowhere.
        ways: how to meet.
    """

    number: int = 0
    minutes: int = 0
    ways: tuple[str, ...] = ()


def form_of(settings: JournalSettings, pairing: Pairing, session: Session | None) -> LogForm:
    """What the log of a meeting asks; a task that was dropped can still be kept where it stands."""
    tasks = list(Task.objects.filter(pairing=pairing, dropped_at=None).values_list("pk", flat=True))
    if session is not None and session.task_id is not None and session.task_id not in tasks:
        tasks.append(session.task_id)
    return log_form(settings, tasks)


def facts_of(session: Session | None) -> dict[str, Value]:
    """The facts of a log; empty for a meeting without one."""
    if session is None or session.state not in HELD_STATES:
        return {}
    facts: dict[str, Value] = {}
    for field in FACTS:
        value = _value(session, field.id)
        if value not in ("", [], None):
            facts[field.id] = value
    return facts


def touches_of(session: Session | None) -> dict[str, Touch]:
    """Who changed each fact last."""
    if session is None or session.state not in HELD_STATES:
        return {}
    return {field: Touch(*last) for field, last in session.touches.items()}


def party_at(session: Session, participant_id: int) -> Party:
    """In which position a partner stands to a meeting."""
    return Party.WRITER if session.writer_id == participant_id else Party.OTHER


def words_of(session_ids: Collection[int]) -> dict[int, tuple[WordsLine, ...]]:
    """What the partners wrote, by meeting. The caller has made sure that the reader may read it."""
    lines: dict[int, tuple[WordsLine, ...]] = {}
    for row in SessionText.objects.filter(session_id__in=session_ids).order_by("pk"):
        line = WordsLine(row.author_id, row.field, row.text)
        lines[row.session_id] = (*lines.get(row.session_id, ()), line)
    return lines


def open_actions_of(pairing_id: int) -> list[int]:
    """Ids of the open actions of a pair."""
    rows = Action.objects.filter(pairing_id=pairing_id, state=Action.State.OPEN)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def actions_of(
    pairing_id: int,
    today: date,
    of_sessions: Collection[int] | None = None,
    *,
    with_words: bool = True,
) -> tuple[ActionLine, ...]:
    """Actions of a pair: the open ones, due first, or all that were promised in some meetings.

    Args:
        pairing_id: the pair.
        today: the programme's day.
        of_sessions: the meetings; None for all open actions.
        with_words: whether the reader may read what was promised.
    """
    rows = Action.objects.filter(pairing_id=pairing_id)
    if of_sessions is None:
        rows = rows.filter(state=Action.State.OPEN)
    else:
        rows = rows.filter(session_id__in=of_sessions)
    lines = [_action_line(row, today, with_words) for row in rows.order_by("pk")]
    return tuple(sorted(lines, key=lambda line: line.due or date.max))


def tasks_of(pairing_id: int) -> tuple[TaskLine, ...]:
    """The tasks of a pair in the order of its agreement, dropped ones last."""
    rows = Task.objects.filter(pairing_id=pairing_id)
    lines = [TaskLine(row.pk, row.job, row.words, row.dropped_at is not None) for row in rows]
    return tuple(sorted(lines, key=lambda line: line.is_dropped))


@attrs.frozen
class Turn:
    """Which meeting of a pair one is.

    Attributes:
        number: counted from 1 by its day, over all that were held; 0 for one that was not.
        is_second: the pair had met that day already.
    """

    number: int = 0
    is_second: bool = False


def turns_of(pairing_id: int) -> dict[int, Turn]:
    """Which meeting of a pair each one is."""
    rows = Session.objects.filter(pairing_id=pairing_id, state__in=HELD_STATES)
    turns: dict[int, Turn] = {}
    before: date | None = None
    for pk, day in rows.order_by("held_on", "pk").values_list("pk", "held_on"):
        turns[pk] = Turn(len(turns) + 1, day == before)
        before = day
    return turns


def progress_of(pairing_id: int) -> Progress:
    """How a pair gets on, over all meetings that were held."""
    rows = Session.objects.filter(
        pairing_id=pairing_id, state__in=HELD_STATES, held_on__isnull=False
    ).values_list("held_on", "task_id", "step", "direction", "device")
    return progress(
        Held(day, task_id, step, direction, device)
        for day, task_id, step, direction, device in rows
        if day is not None
    )


def agreed_terms(pairing_ids: Collection[int]) -> dict[int, AgreedTerms]:
    """What pairs agreed on for their meetings, where an agreement is in force."""
    rows = Agreement.objects.filter(in_force_for__in=pairing_ids)
    return {
        pk: AgreedTerms(
            number=int(values.get("number") or 0),
            minutes=int(values.get("minutes") or 0),
            ways=tuple(values.get("ways") or ()),
        )
        for pk, values in rows.values_list("pairing_id", "values")
    }


def rests_of(pairing_id: int) -> list[Rest]:
    """The pauses of a pair."""
    rows = Pause.objects.filter(pairing_id=pairing_id).values_list("started_at", "ended_at")
    return [Rest(start, end) for start, end in rows]


def time_left_of(
    pairing_id: int, sessions: Iterable[Session], now: datetime
) -> dict[int, timedelta]:
    """How long the partner still has, for each log that waits."""
    waiting = [row for row in sessions if row.state == State.LOGGED and row.waits_since]
    rests = rests_of(pairing_id) if waiting else []
    return {row.pk: time_left(row.waits_since, now, rests) for row in waiting if row.waits_since}


def why_not_counting(
    session: Session, pairing: Pairing, settings: JournalSettings, turn: Turn
) -> str:
    """Why a meeting whose log stands earns nothing, or nothing of its own; empty where it does, or may still."""
    if session.state not in HELD_STATES or session.held_on is None or session.timed_at is None:
        return ""
    fact = MeetingFact(
        held_on=session.held_on,
        minutes=session.minutes or 0,
        opened_on=settings.day_of(pairing.opened_at),
        timed_on=settings.day_of(session.timed_at),
        logged_at=session.logged_at or session.timed_at,
    )
    return why_not(fact, settings.least_minutes) or ("same_day" if turn.is_second else "")


def reflection_place(session_id: int) -> str:
    """Under which name a private reflection on a meeting is kept."""
    return f"meeting-{session_id}"


def counting_days(pairing_ids: Collection[int]) -> dict[int, set[date]]:
    """Days with a meeting whose log stands, by pair."""
    days: dict[int, set[date]] = {}
    rows = Session.objects.filter(pairing_id__in=pairing_ids, state__in=COUNTING_STATES)
    for pairing_id, held_on in rows.values_list("pairing_id", "held_on"):
        if held_on is not None:
            days.setdefault(pairing_id, set()).add(held_on)
    return days


def _action_line(row: Action, today: date, with_words: bool) -> ActionLine:
    is_open = row.state == Action.State.OPEN
    return ActionLine(
        action_id=row.pk,
        session_id=row.session_id,
        owner=row.owner,
        due=row.due,
        overdue=days_overdue(row.due, today) if is_open else 0,
        words=row.words if with_words else "",
        evidence=row.evidence if with_words else "",
        state=row.state,
        outcome=row.outcome,
        reason=row.reason,
    )


def _value(session: Session, field: str) -> Value | None:
    if field == "task":
        if session.task_id is not None:
            return str(session.task_id)
        return OTHER_TASK if "task" in session.touches else ""
    if field == "held_on":
        return session.held_on.isoformat() if session.held_on else ""
    value: Value | None = getattr(session, field)
    return value
