"""A meeting is logged: by the partners, who may do it at the same moment, or by the facilitator from paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any

import attrs

from ment_xblock.domain.agreement.merge import Conflict, Merge, merge
from ment_xblock.domain.agreement.terms import Value
from ment_xblock.domain.errors import FieldProblem, Invalid, Malformed, WhichMeeting, WrongState
from ment_xblock.domain.journal.days import LogThatDay, meeting_meant
from ment_xblock.domain.journal.log import TIMING, LogForm, read_facts, read_words
from ment_xblock.domain.journal.promises import Promise, Review, read_promises, read_reviews
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import (
    COUNTING_STATES,
    HELD_STATES,
    UNLOGGED_STATES,
    Act,
    Party,
    State,
)
from ment_xblock.domain.pairing import State as PairState
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import Pairing, Participant, Session, SessionText
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.meetings import facts_of, form_of, open_actions_of, touches_of
from ment_xblock.services.actions import keep_promises, note_reviews
from ment_xblock.services.announcing import announce_counting
from ment_xblock.services.credit import credit_meetings_later
from ment_xblock.services.log_rows import (
    held_of_day,
    keep_words,
    new_words,
    planned_of_day,
    put_facts,
    session_or_none,
)
from ment_xblock.services.next_date import NextDate, propose_next, read_next
from ment_xblock.services.pairings import Acting, take_hold
from ment_xblock.services.sendings import arrived_before, note_arrival
from ment_xblock.services.sessions import Meeting, move_on, partner, party_of
from ment_xblock.services.unit_of_work import unit_of_work


@attrs.frozen
class Sheet:
    """A form of a log as it arrived.

    Attributes:
        typed: field to what was typed.
        base_revision: revision of the meeting on the page it was typed on; 0 for a page that knew of none.
        sent: name that the page gave this sending, which counts once; empty for a page without script.
        zone: the writer's time zone, for the next date.
        seen: the meeting that ``base_revision`` is of, where the page found it by its day.
        besides: the meeting of that day which the person does not mean: they met a second time.
    """

    typed: Mapping[str, Any]
    base_revision: int
    sent: str
    zone: tzinfo
    seen: int | None = None
    besides: int | None = None


@attrs.frozen
class LogOutcome:
    """What became of a log that was sent.

    Attributes:
        session_id: the meeting.
        state: where it stands now.
        act: what the sending amounted to; None where nothing changed, or it had arrived before.
        conflicts: facts that are noted down differently; they stay until the person has chosen. Nothing was stored.
    """

    session_id: int
    state: State
    act: Act | None
    conflicts: tuple[Conflict, ...] = ()


@attrs.frozen
class PaperOutcome:
    """A log that was entered from paper.

    Attributes:
        session_id: the meeting.
        held_on: its day.
        tell: users who are to be told: both partners, as far as they are still there.
    """

    session_id: int
    held_on: date
    tell: tuple[int, ...]


@attrs.frozen
class _Typed:
    """All that one form of a log held, read."""

    facts: dict[str, Value]
    words: dict[str, str]
    promises: tuple[Promise, ...]
    reviews: tuple[Review, ...]
    next_date: NextDate | None
    shares: bool


@unit_of_work
def log(
    *,
    host: Host,
    actor: Actor,
    pairing_id: int,
    session_id: int | None,
    settings: JournalSettings,
    here: BlockRef,
    sheet: Sheet,
) -> LogOutcome:
    """Log a meeting, or change its log, merged field by field with what the partner wrote meanwhile.

    Who fills in the log of a meeting that the partner has logged, and leaves the facts as they stand, confirms it. A
    meeting that nobody planned is found by its day, so that two partners who log it at once make one log. No other log
    of that day is touched, unless the person names it.

    Args:
        host: the host.
        actor: one of the two partners.
        pairing_id: the pair.
        session_id: the meeting; None for one that was not planned.
        settings: what the course author decided.
        here: the block.
        sheet: what was typed.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Malformed, Invalid: what was typed cannot be read or accepted; nothing is stored.
        WhichMeeting: the day has a log, and the person has to say whether they met a second time; nothing is stored.
    """
    acting = take_hold(actor, pairing_id)
    person = partner(acting.participant)
    _check_began(acting)
    before = arrived_before(person, sheet.sent)
    if before is not None and before.session is not None:
        return LogOutcome(before.session.pk, State(before.session.state), None)
    session = session_or_none(acting.pairing, session_id)
    form = form_of(settings, acting.pairing, session)
    read, problems = _read(acting.pairing, form, settings, sheet, host.now())
    day = read.facts.get("held_on")
    try:
        session, base = _meeting(acting.pairing, person, session, day, sheet)
    except WhichMeeting:
        _check_complete(form, None, read.facts, read, problems)
        raise
    session = session or planned_of_day(acting.pairing, day, settings)
    if session is not None and base > session.revision:
        raise Malformed("not_readable")
    stored = facts_of(session)
    read = attrs.evolve(read, words=new_words(session, person, read.words))
    merged = merge(stored, touches_of(session), read.facts, base)
    _check_complete(form, session, {**stored, **merged.changed}, read, problems)
    _check_day_free(acting.pairing, session, read.facts)
    now = host.now()
    if session is not None and merged.conflicts:
        return LogOutcome(session.pk, State(session.state), None, merged.conflicts)
    state_before = State(session.state) if session else None
    act = _act(session, person, merged, read)
    session = session or Session(pairing=acting.pairing, revision=0, created_at=now)
    if act is not None:
        _log(Meeting(session, acting.pairing, person, party_of(session, person)), act, merged, now)
    announce_counting(host, session, state_before)
    _keep_the_rest(session, person, read, settings, now)
    note_arrival(person, sheet.sent, session, now)
    if COUNTING_STATES & {state_before, State(session.state)}:
        credit_meetings_later(host, pairing_id, here)
    return LogOutcome(session.pk, State(session.state), act)


@unit_of_work
def enter_from_paper(
    *,
    host: Host,
    actor: Actor,
    pairing_id: int,
    settings: JournalSettings,
    here: BlockRef,
    typed: Mapping[str, Any],
) -> PaperOutcome:
    """Enter a log that a pair kept on paper. It counts at once; the words stay on the paper.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such pair.
        WrongState: the author does not allow it, or the pair never began.
        Invalid: something is missing or cannot be accepted, or the day has a log already.
    """
    acting = take_hold(actor, pairing_id)
    require_facilitator(actor)
    if not settings.paper_allowed:
        raise WrongState("paper_not_allowed")
    _check_began(acting)
    form = form_of(settings, acting.pairing, None)
    facts, problems = _facts(acting.pairing, form, settings, typed, host.now())
    wrong = {problem.field for problem in problems}
    problems += [one for one in form.missing(facts) if one.field not in wrong]
    if problems:
        raise Invalid(problems)
    if held_of_day(acting.pairing, facts["held_on"]):
        raise Invalid([FieldProblem("held_on", "day_taken")])
    session = planned_of_day(acting.pairing, facts["held_on"], settings)
    now = host.now()
    before = State(session.state) if session else None
    session = session or Session(pairing=acting.pairing, revision=0, created_at=now, writer=None)
    meeting = Meeting(session, acting.pairing, None, Party.FACILITATOR)
    put_facts(session, facts, None)
    move_on(
        meeting,
        Act.ENTER,
        writer=None,
        on_paper=True,
        logged_at=now,
        timed_at=now,
        counted_at=now,
    )
    announce_counting(host, session, before)
    credit_meetings_later(host, pairing_id, here)
    partners = (acting.pairing.mentor, acting.pairing.mentee)
    return PaperOutcome(
        session_id=session.pk,
        held_on=date.fromisoformat(str(facts["held_on"])),
        tell=tuple(one.user_id for one in partners if one.user_id is not None),
    )


def _check_began(acting: Acting) -> None:
    if acting.state is PairState.DECLINED:
        raise WrongState("pair_never_began")


def _read(
    pairing: Pairing, form: LogForm, settings: JournalSettings, sheet: Sheet, now: datetime
) -> tuple[_Typed, list[FieldProblem]]:
    facts, problems = _facts(pairing, form, settings, sheet.typed, now)
    words, wrong_words = read_words(form, sheet.typed)
    promises, wrong_promises = read_promises(sheet.typed, settings.day_of(now))
    next_date, wrong_date = read_next(sheet.typed, now, sheet.zone)
    reviews = read_reviews(sheet.typed, open_actions_of(pairing.pk))
    shares = sheet.typed.get("share") == "true"
    read = _Typed(facts, words, promises, reviews, next_date, shares)
    return read, [*problems, *wrong_words, *wrong_promises, *wrong_date]


def _facts(
    pairing: Pairing,
    form: LogForm,
    settings: JournalSettings,
    typed: Mapping[str, Any],
    now: datetime,
) -> tuple[dict[str, Value], list[FieldProblem]]:
    return read_facts(
        form,
        typed,
        settings=settings,
        opened_on=settings.day_of(pairing.opened_at),
        closed_on=settings.day_of(pairing.closed_at) if pairing.closed_at else None,
        now=now,
    )


def _meeting(
    pairing: Pairing,
    person: Participant,
    session: Session | None,
    day: Value | None,
    sheet: Sheet,
) -> tuple[Session | None, int]:
    """The meeting that a log is about, None for a new one, and the revision of it that the page knew."""
    if session is not None and State(session.state) not in UNLOGGED_STATES:
        return session, sheet.base_revision
    rows = {row.pk: row for row in held_of_day(pairing, day)}
    held = [
        LogThatDay(row.pk, State(row.state), row.writer_id == person.pk) for row in rows.values()
    ]
    meant = meeting_meant(held, sheet.besides)
    if meant is not None:
        return rows[meant], sheet.base_revision if sheet.seen == meant else 0
    return session, 0


def _check_day_free(pairing: Pairing, session: Session | None, facts: Mapping[str, Value]) -> None:
    """A log that stands moves to no day that has one: it would look as if both had been there."""
    day = facts.get("held_on")
    if not day or session is None or session.state not in HELD_STATES:
        return
    if day != str(session.held_on) and held_of_day(pairing, day):
        raise Invalid([FieldProblem("held_on", "day_taken")])


def _check_complete(
    form: LogForm,
    session: Session | None,
    facts: Mapping[str, Value],
    read: _Typed,
    problems: list[FieldProblem],
) -> None:
    """Say all at once: what cannot be accepted, and what is missing."""
    missing = form.missing(facts)
    others = SessionText.objects.filter(session=session, field=SessionText.Field.TRIED)
    if not read.words.get("tried") and (session is None or not others.exists()):
        missing.append(FieldProblem("tried", "required"))
    wrong = {problem.field for problem in problems}
    problems = problems + [one for one in missing if one.field not in wrong]
    if problems:
        raise Invalid(problems)


def _act(session: Session | None, person: Participant, merged: Merge, read: _Typed) -> Act | None:
    """What a sending amounts to; None where it changes none of the facts, and is no confirmation either."""
    state = State(session.state) if session else None
    if state not in HELD_STATES:
        return Act.LOG
    if state is State.LOGGED and not merged.changed:
        return Act.CONFIRM if party_of(session, person) is Party.OTHER else None
    if state in COUNTING_STATES:
        if TIMING & set(merged.changed):
            return Act.RETIME
        return Act.CORRECT if merged.changed or read.words else None
    return Act.LOG if merged.changed else None


def _log(meeting: Meeting, act: Act, merged: Merge, now: datetime) -> None:
    session, person = meeting.session, meeting.participant
    changes: dict[str, Any] = {}
    if act is Act.CONFIRM:
        changes = {"counted_at": now}
    elif act is Act.CORRECT:
        changes = {"corrected_at": now}
    else:
        changes = {"writer": person, "waits_since": now, "counted_at": None}
        changes |= {"missed_by": "", "closed_at": None}
        changes["logged_at"] = session.logged_at or now
        if act is Act.RETIME:
            changes["corrected_at"] = now
        if TIMING & set(merged.changed):
            changes["timed_at"] = now
    put_facts(session, merged.changed, person)
    move_on(meeting, act, **changes)


def _keep_the_rest(
    session: Session, person: Participant, read: _Typed, settings: JournalSettings, now: datetime
) -> None:
    keep_words(session, person, read.words, now)
    keep_promises(session, person, read.promises, now)
    note_reviews(session, read.reviews, now)
    if read.next_date is not None:
        propose_next(session, person, read.next_date, settings, now)
    if read.shares:
        column = "mentor_shares" if session.pairing.mentor_id == person.pk else "mentee_shares"
        Session.objects.filter(pk=session.pk).update(**{column: True})
