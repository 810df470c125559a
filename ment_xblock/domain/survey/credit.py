"""What answering is worth: the same whatever was answered (product design, "Credit in the gradebook")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ment_xblock.domain.credit import NOT_FOR_ME, Credit
from ment_xblock.domain.survey.items import When


def survey_credit(
    answered: Sequence[datetime | None],
    *,
    when: When,
    required: int = 1,
    credit_from: datetime | None = None,
) -> Credit:
    """Credit for a survey: all of it once it is answered; for pulses, those answered of the sessions required.

    The follow-up comes when grades may be frozen, so it has no points and leaves the others' as they are.

    Args:
        answered: for each answered form when that was, or None in an anonymous survey, which keeps no time.
        when: the occasion of the survey.
        required: the author's number of sessions, for pulses.
        credit_from: what was answered before this moment counts no more, because the instructor deleted the learner's
            state. An anonymous survey stays answered and is worth nothing then, since there is no second answer.
    """
    counting = [
        moment
        for moment in answered
        if credit_from is None or (moment is not None and moment > credit_from)
    ]
    needed = max(required, 1) if when is When.PULSE else 1
    share = min(len(counting) / needed, 1.0)
    if when is When.FOLLOW_UP:
        return Credit(earned=NOT_FOR_ME.earned, possible=NOT_FOR_ME.possible, completion=share)
    return Credit(earned=share, possible=1.0, completion=share)
