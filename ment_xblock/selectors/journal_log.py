"""What a partner's form of a log starts from."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ment_xblock.domain.agreement.terms import Value
from ment_xblock.domain.errors import NotFound, WrongState
from ment_xblock.domain.journal.log import OTHER_TASK, LogForm
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import HELD_STATES, TRANSITIONS, Act, State
from ment_xblock.domain.people import Actor, require_writer
from ment_xblock.models import Pairing, Session
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.journal_page import JournalPage, NoPair, journal_page
from ment_xblock.selectors.meetings import facts_of, form_of, words_of

USUAL_MINUTES = 60


@attrs.frozen
class LogSheet:
    """A form of a log before anything is typed.

    Attributes:
        page: the pair and its meetings.
        form: what is asked.
        session_id: the meeting; None for one that was not planned.
        revision: of the meeting; 0 where there is none.
        state: where the meeting stands; None where there is none.
        values: what stands in the log, or is offered to begin with.
        words: the reader's own words so far, by field.
    """

    page: JournalPage
    form: LogForm
    session_id: int | None
    revision: int
    state: State | None
    values: Mapping[str, Value]
    words: Mapping[str, str]

    @property
    def is_held(self) -> bool:
        """Whether there is a log already, so that the form changes it."""
        return self.state in HELD_STATES


@attrs.frozen
class DayLog:
    """One log of a day, in short.

    Attributes:
        session_id: the meeting.
        minutes: how long it was.
        way: how the two met.
        state: where it stands.
    """

    session_id: int
    minutes: int | None
    way: str
    state: State


def logs_of_day(pairing_id: int, session_id: int | None) -> tuple[DayLog, ...]:
    """The logs of the day of one meeting, in their order. The caller has made sure that the reader may read them.

    Args:
        pairing_id: the pair.
        session_id: a meeting that has a log; None for none.
    """
    rows = Session.objects.filter(pairing_id=pairing_id, held_key__isnull=False)
    if session_id is None:
        return ()
    days = rows.filter(pk=session_id).values("held_on")
    same = rows.filter(held_on__in=days).order_by("pk")
    return tuple(DayLog(row.pk, row.minutes, row.way, State(row.state)) for row in same)


def log_sheet(
    *,
    host: Host,
    actor: Actor,
    settings: JournalSettings,
    here: BlockRef,
    pairing_id: int,
    session_id: int | None,
) -> LogSheet:
    """Read what the form of a log starts from.

    Raises:
        NotSignedIn, NotAllowed: a stranger, or staff who view as a learner.
        NotFound: no such pair or meeting, or not the reader's.
        WrongState: the meeting cannot be logged or corrected now.
    """
    page = journal_page(host=host, actor=actor, settings=settings, here=here, pairing_id=pairing_id)
    if isinstance(page, NoPair):
        raise NotFound("no_such_pair")
    require_writer(actor)
    if not page.may_write:
        raise WrongState("pair_never_began")
    pairing = Pairing.objects.get(pk=pairing_id)
    session = _session(pairing_id, session_id)
    stored = facts_of(session)
    return LogSheet(
        page=page,
        form=form_of(settings, pairing, session),
        session_id=session_id,
        revision=session.revision if session else 0,
        state=State(session.state) if session else None,
        values=stored or _offered(page, session, settings),
        words=_my_words(session, page.me),
    )


def _session(pairing_id: int, session_id: int | None) -> Session | None:
    if session_id is None:
        return None
    session = Session.objects.filter(pk=session_id, pairing_id=pairing_id).first()
    if session is None:
        raise NotFound("no_such_meeting")
    state = State(session.state)
    if not {(state, Act.LOG), (state, Act.CORRECT)} & set(TRANSITIONS):
        raise WrongState("meeting_cannot_log")
    return session


def _my_words(session: Session | None, me: int) -> dict[str, str]:
    if session is None:
        return {}
    lines = words_of([session.pk]).get(session.pk, ())
    return {line.field: line.text for line in lines if line.author_id == me}


def _offered(
    page: JournalPage, session: Session | None, settings: JournalSettings
) -> dict[str, Value]:
    """What was planned, or else agreed; nothing that only the two can know."""
    day = page.today
    if session is not None and session.starts_at is not None:
        day = min(day, settings.day_of(session.starts_at))
    ways = page.agreed.ways
    way = (session.way if session else "") or (ways[0] if len(ways) == 1 else "")
    minutes = (session.minutes if session else None) or page.agreed.minutes or USUAL_MINUTES
    live = [task.task_id for task in page.tasks if not task.is_dropped]
    task = (session.task_id if session else None) or (live[0] if len(live) == 1 else None)
    offered: dict[str, Value] = {"held_on": day.isoformat(), "minutes": minutes}
    if way:
        offered["way"] = way
    if task or not live:
        offered["task"] = str(task or OTHER_TASK)
    return offered
