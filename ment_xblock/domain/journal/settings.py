"""What the course author decided for one journal block."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

import attrs


@attrs.frozen
class JournalSettings:
    """The author's settings.

    Attributes:
        required: on how many days a pair has to meet for the full credit.
        least_minutes: a shorter meeting is kept, but earns nothing.
        zone: the programme's time zone; it says on which day something was.
        prompts: whether the checklist stands beside the meetings.
        fields_off: fields of the log that are not asked for.
        share_first: whether "share our words with the facilitator" is ticked to begin with.
        paper_allowed: whether facilitators may enter logs.
    """

    required: int = 6
    least_minutes: int = 15
    zone: tzinfo = UTC
    prompts: bool = True
    fields_off: frozenset[str] = frozenset()
    share_first: bool = False
    paper_allowed: bool = True

    def day_of(self, moment: datetime) -> date:
        """The programme's day at a moment."""
        return moment.astimezone(self.zone).date()
