"""Whom the programme may have to write to: facts of a whole course run, in a bounded number of queries."""

from __future__ import annotations

from datetime import datetime

from ment_xblock.domain.notices.facts import ProgrammeFacts
from ment_xblock.models import Programme
from ment_xblock.selectors.notices.agreements import match_facts, signing_facts


def programme_facts(programme: Programme, now: datetime) -> ProgrammeFacts:
    """Find everything in one programme that might be worth a mail now.

    Args:
        programme: the programme.
        now: the present moment.
    """
    return ProgrammeFacts(
        programme_id=programme.pk,
        matches=match_facts(programme, now),
        signings=signing_facts(programme, now),
    )
