"""Whom the programme may have to write to: facts of a whole course run, in a bounded number of queries."""

from __future__ import annotations

from datetime import datetime

from ment_xblock.domain.notices.facts import ProgrammeFacts
from ment_xblock.models import Programme
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.notices.agreements import match_facts, signing_facts
from ment_xblock.selectors.notices.sessions import action_facts, log_facts, meeting_facts
from ment_xblock.selectors.notices.surveys import SURVEY, form_facts, open_surveys, pulse_facts
from ment_xblock.selectors.notices.week import week_facts


def programme_facts(host: Host, programme: Programme, now: datetime) -> ProgrammeFacts:
    """Find everything in one programme that might be worth a mail now.

    Args:
        host: the host.
        programme: the programme.
        now: the present moment.
    """
    surveys = open_surveys(host.blocks(programme.course_key, SURVEY), now)
    return ProgrammeFacts(
        programme_id=programme.pk,
        matches=match_facts(programme, now),
        signings=signing_facts(programme, now),
        meetings=meeting_facts(programme, now),
        logs=log_facts(programme),
        pulses=pulse_facts(programme, surveys, now),
        actions=action_facts(programme, now),
        forms=form_facts(programme, surveys, now),
        weeks=week_facts(programme, host.team_ids(programme.course_key), now),
    )
