"""The rows of a log: facts into columns, words into rows of their own. The caller holds the pair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ment_xblock.domain.agreement.terms import Value
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.journal.log import OTHER_TASK
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import AHEAD_STATES
from ment_xblock.models import Pairing, Participant, Session, SessionText


def session_or_none(pairing: Pairing, session_id: int | None) -> Session | None:
    """Find a meeting of a pair.

    Raises:
        NotFound: the pair has no such meeting.
    """
    if session_id is None:
        return None
    session = Session.objects.filter(pk=session_id, pairing=pairing).first()
    if session is None:
        raise NotFound("no_such_meeting")
    return session


def session_of_day(
    pairing: Pairing, day: Value | None, settings: JournalSettings
) -> Session | None:
    """The meeting of a day: the one that has a log, or else one that was planned for it."""
    if not day:
        return None
    held = Session.objects.filter(held_key=held_key(pairing.pk, str(day))).first()
    if held is not None:
        return held
    planned = Session.objects.filter(pairing=pairing, state__in=AHEAD_STATES).order_by("starts_at")
    for session in planned:
        if session.starts_at and settings.day_of(session.starts_at).isoformat() == day:
            return session
    return None


def held_key(pairing_id: int, day: str) -> str:
    """What makes sure that a pair has one log a day."""
    return f"{pairing_id}-{day}"


def put_facts(session: Session, facts: Mapping[str, Value], author: Participant | None) -> None:
    """Put facts into the columns of a meeting, and remember who changed them; the caller saves it.

    Args:
        session: the meeting, whose revision is about to be raised by one.
        facts: only those that are new.
        author: who changed them; None for the facilitator.
    """
    touch = [session.revision + 1, author.pk if author else 0]
    for name, value in facts.items():
        session.touches[name] = touch
        match name:
            case "task":
                session.task_id = None if value in ("", OTHER_TASK) else int(str(value))
            case "held_on":
                session.held_on = date.fromisoformat(str(value))
            case _:
                setattr(session, name, value)
    if session.held_on is not None:
        session.held_key = held_key(session.pairing_id, session.held_on.isoformat())


def new_words(
    session: Session | None, author: Participant, words: Mapping[str, str]
) -> dict[str, str]:
    """Leave out what the author has written before."""
    rows = SessionText.objects.filter(session=session, author=author) if session else ()
    known = {row.field: row.text for row in rows}
    return {field: text for field, text in words.items() if text != known.get(field, "")}


def keep_words(
    session: Session, author: Participant, words: Mapping[str, str], now: datetime
) -> None:
    """Keep one partner's own words; an emptied field is forgotten."""
    for field, text in words.items():
        which: dict[str, Any] = {"session": session, "author": author, "field": field}
        if text:
            SessionText.objects.update_or_create(
                **which, defaults={"text": text, "updated_at": now}
            )
        else:
            SessionText.objects.filter(**which).delete()
