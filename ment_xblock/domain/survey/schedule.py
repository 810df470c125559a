"""When a survey is open, as its author decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import attrs


class After(StrEnum):
    """The event with which a survey opens for a person."""

    NOTHING = "nothing"
    EACH_SESSION = "each-session"
    SESSION_NUMBER = "session-number"
    PAIR_CLOSED = "pair-closed"


class Phase(StrEnum):
    """Where a survey is, for one person."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"


@attrs.frozen
class Way:
    """How far somebody has come, as far as it opens surveys for them.

    Attributes:
        sessions_held: how many sessions, over all pairs.
        has_had_pair: whether they are or were in a pair.
        pair_ended_at: when the first of their pairs that came to its end did so; None while none has. The first, so that
            the end of another pair never closes a form that is open.
    """

    sessions_held: int = 0
    has_had_pair: bool = False
    pair_ended_at: datetime | None = None

    def with_pair(self, sessions_held: int, ended_at: datetime | None) -> Way:
        """The same with one pair more.

        Args:
            sessions_held: how many sessions this pair held.
            ended_at: when it came to its end; None while it has not, or never came about.
        """
        ends = [one for one in (self.pair_ended_at, ended_at) if one is not None]
        return Way(self.sessions_held + sessions_held, True, min(ends, default=None))


@attrs.frozen
class Schedule:
    """When a survey opens and closes.

    Attributes:
        opens_at: not before; None for no such date.
        closes_at: closed from then on, for good; None for by hand only.
        after: the event with which it opens.
        session_number: how many sessions must have been held, for ``After.SESSION_NUMBER``.
        weeks_later: how many weeks after the end of the pair it opens, for ``After.PAIR_CLOSED``.
        closes_with_last: closes by itself once everybody who is asked has answered.
        looks_back: it asks about meetings, so it is open for nobody before their first one; where it has a day of its
            own, for nobody before their first pair.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    after: After = After.NOTHING
    session_number: int = 3
    weeks_later: int = 0
    closes_with_last: bool = False
    looks_back: bool = False

    def is_due_to_close(self, now: datetime) -> bool:
        """Whether the closing date has come."""
        return self.closes_at is not None and now >= self.closes_at

    def opens_after_pair(self, closed_at: datetime) -> datetime:
        """When it opens for somebody whose pair came to its end.

        Args:
            closed_at: when that was.
        """
        return closed_at + timedelta(weeks=self.weeks_later)

    @property
    def waits_for_session(self) -> bool:
        """Whether it opens with somebody's first session."""
        is_about_sessions = self.looks_back and self.after is After.NOTHING
        return self.after is After.EACH_SESSION or (is_about_sessions and self.opens_at is None)

    def phase(self, now: datetime, way: Way) -> Phase:
        """Where the survey is for one person, as long as nobody closed it.

        Args:
            now: the present moment.
            way: how far this person has come.
        """
        if self.is_due_to_close(now):
            return Phase.CLOSED
        return Phase.OPEN if self.has_opened(now, way) else Phase.NOT_YET

    def has_opened(self, now: datetime, way: Way) -> bool:
        """Whether the survey is open for one person, or was before its closing date.

        Args:
            now: the present moment, or when somebody closed it.
            way: how far this person has come.
        """
        moment = now if self.closes_at is None else min(now, self.closes_at)
        if self.opens_at is not None and moment < self.opens_at:
            return False
        return self._has_happened(moment, way)

    def due_since(self, ended_at: datetime, way: Way) -> datetime:
        """Since when an answer is due from somebody for whom it is open, and whose pair came to its end.

        Args:
            ended_at: when the pair did.
            way: how far this person has come.
        """
        moments = [ended_at]
        if self.opens_at is not None:
            moments.append(self.opens_at)
        if self.after is After.PAIR_CLOSED and way.pair_ended_at is not None:
            moments.append(self.opens_after_pair(way.pair_ended_at))
        return max(moments)

    def _has_happened(self, now: datetime, way: Way) -> bool:
        """Whether the event has come with which it opens for somebody."""
        if self.after is After.SESSION_NUMBER:
            return way.sessions_held >= self.session_number
        if self.after is After.PAIR_CLOSED:
            ended = way.pair_ended_at
            return ended is not None and now >= self.opens_after_pair(ended)
        if self.waits_for_session:
            return way.sessions_held >= 1
        return way.has_had_pair or not self.looks_back
