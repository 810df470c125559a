"""The rows of a log: facts into columns, words into rows of their own. The caller holds the pair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ment_xblock.domain.agreement.terms import Value
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.journal.days import MOST_A_DAY
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


def held_of_day(pairing: Pairing, day: Value | None) -> list[Session]:
    """The meetings of a day that have a log."""
    keys = held_keys(pairing.pk, str(day)) if day else ()
    return list(Session.objects.filter(held_key__in=keys).order_by("pk"))


def planned_of_day(
    pairing: Pairing, day: Value | None, settings: JournalSettings
) -> Session | None:
    """The first meeting that was planned for a day and has no log yet."""
    planned = Session.objects.filter(pairing=pairing, state__in=AHEAD_STATES).order_by("starts_at")
    for session in planned:
        if session.starts_at and settings.day_of(session.starts_at).isoformat() == day:
            return session
    return None


def held_keys(pairing_id: int, day: str) -> tuple[str, ...]:
    """The places of a day; each can be taken once, so that no two logs of one meeting slip in."""
    first = f"{pairing_id}-{day}"
    return (first, *(f"{first}-{number}" for number in range(2, MOST_A_DAY + 1)))


def _free_key(session: Session, day: str) -> str:
    """The place that a meeting has on a day already, or else the first free one."""
    keys = held_keys(session.pairing_id, day)
    if session.held_key in keys:
        return str(session.held_key)
    taken = set(Session.objects.filter(held_key__in=keys).values_list("held_key", flat=True))
    return next(key for key in keys if key not in taken)


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
        session.held_key = _free_key(session, session.held_on.isoformat())


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
