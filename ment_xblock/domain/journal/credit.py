"""What meetings are worth: days with a meeting that counts, of those required (product design, "Credit")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import attrs

from ment_xblock.domain.credit import Credit

MOST_DAYS_LATE = 30


@attrs.frozen
class MeetingFact:
    """One meeting whose log stands. All days are the programme's.

    Attributes:
        held_on: day of the meeting.
        minutes: its length.
        opened_on: day on which the pair was made.
        timed_on: day on which the meeting's day and length were written down as they stand.
        logged_at: when the meeting was first logged.
    """

    held_on: date
    minutes: int
    opened_on: date
    timed_on: date
    logged_at: datetime


def why_not(fact: MeetingFact, least_minutes: int) -> str:
    """Why a meeting whose log stands is not countable.

    It must have been held after the pair was made, not later than it was written down and at most 30 days before, and
    for long enough.

    Returns:
        ``"before_pair"``, ``"in_future"``, ``"too_late"`` or ``"too_short"``; empty where it is countable.
    """
    days_late = (fact.timed_on - fact.held_on).days
    if fact.held_on < fact.opened_on:
        return "before_pair"
    if days_late < 0:
        return "in_future"
    if days_late > MOST_DAYS_LATE:
        return "too_late"
    return "too_short" if fact.minutes < least_minutes else ""


def journal_credit(
    facts: Iterable[MeetingFact],
    *,
    required: int,
    least_minutes: int,
    credit_from: datetime | None = None,
) -> Credit:
    """Credit for meetings: distinct days over all pairs of the learner, of those required.

    Args:
        facts: meetings whose log stands, of all pairs of the learner.
        required: the author's setting.
        least_minutes: the author's setting.
        credit_from: meetings logged before this moment do not count, because the instructor deleted the learner's state.
    """
    days = {
        fact.held_on
        for fact in facts
        if not why_not(fact, least_minutes)
        and (credit_from is None or fact.logged_at > credit_from)
    }
    earned = min(len(days) / max(required, 1), 1.0)
    return Credit(earned=earned, possible=1.0, completion=earned)
