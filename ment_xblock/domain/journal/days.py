"""Which meeting a new log is about, on a day that has one already.

Two partners often log the same meeting, at the same moment even, and meet in one log. A log that stands is not touched
this way: whoever means that one says so, and whoever met a second time says that.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ment_xblock.domain.errors import WhichMeeting
from ment_xblock.domain.journal.states import State

MOST_A_DAY = 2


@attrs.frozen
class LogThatDay:
    """A meeting of the day.

    Attributes:
        session_id: the meeting.
        state: where it stands.
        by_me: whether the person who is logging now wrote its log last.
    """

    session_id: int
    state: State
    by_me: bool

    @property
    def waits_for_me(self) -> bool:
        """Whether the partner has logged it, and nobody has answered yet."""
        return self.state is State.LOGGED and not self.by_me


def meeting_meant(held: Sequence[LogThatDay], besides: int | None = None) -> int | None:
    """Tell which meeting of the day a new log is about.

    Args:
        held: the meetings of that day that have a log.
        besides: the one that the person does not mean: they met a second time.

    Returns:
        The meeting that the partner has logged and that waits for an answer; None for one that has no log yet.

    Raises:
        WhichMeeting: only the person can tell.
    """
    others = [one for one in held if one.session_id != besides]
    waiting = [one.session_id for one in others if one.waits_for_me]
    if len(waiting) == 1:
        return waiting[0]
    if others or len(held) >= MOST_A_DAY:
        raise WhichMeeting(tuple(one.session_id for one in held))
    return None
