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
class Schedule:
    """When a survey opens and closes.

    Attributes:
        opens_at: not before; None for no such date.
        closes_at: closed from then on, for good; None for by hand only.
        after: the event with which it opens.
        session_number: how many sessions must have been held, for ``After.SESSION_NUMBER``.
        weeks_later: how many weeks after the end of the pair it opens, for ``After.PAIR_CLOSED``.
        closes_with_last: closes by itself once everybody who is asked has answered.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    after: After = After.NOTHING
    session_number: int = 3
    weeks_later: int = 0
    closes_with_last: bool = False

    def is_due_to_close(self, now: datetime) -> bool:
        """Whether the closing date has come."""
        return self.closes_at is not None and now >= self.closes_at

    def opens_after_pair(self, closed_at: datetime) -> datetime:
        """When it opens for somebody whose pair came to its end.

        Args:
            closed_at: when that was.
        """
        return closed_at + timedelta(weeks=self.weeks_later)

    def phase(
        self, now: datetime, *, sessions_held: int, pair_closed_at: datetime | None = None
    ) -> Phase:
        """Where the survey is for one person, as long as nobody closed it.

        Args:
            now: the present moment.
            sessions_held: how many sessions of this person were held.
            pair_closed_at: when the last pair of this person that has ended came to its end; None for none.
        """
        if self.is_due_to_close(now):
            return Phase.CLOSED
        if self.opens_at is not None and now < self.opens_at:
            return Phase.NOT_YET
        has_happened = {
            After.NOTHING: True,
            After.EACH_SESSION: sessions_held >= 1,
            After.SESSION_NUMBER: sessions_held >= self.session_number,
            After.PAIR_CLOSED: pair_closed_at is not None
            and now >= self.opens_after_pair(pair_closed_at),
        }
        return Phase.OPEN if has_happened[self.after] else Phase.NOT_YET
