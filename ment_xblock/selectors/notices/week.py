"""The facilitator's week in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from ment_xblock.domain.journal.states import HELD_STATES
from ment_xblock.domain.notices.facts import WeekFact
from ment_xblock.models import Pairing, Programme, Session
from ment_xblock.selectors.today import pairs_to_ring

WEEK = timedelta(days=7)


def week_facts(programme: Programme, team: Iterable[int], now: datetime) -> tuple[WeekFact, ...]:
    """How a programme stands, for each of its team: two queries, and one for each member.

    Nothing as long as there is no pair to look after.
    """
    open_pairs = Pairing.objects.filter(programme=programme, open_key__isnull=False).count()
    met = Session.objects.filter(
        pairing__programme=programme,
        state__in=sorted(HELD_STATES),
        held_on__gt=(now - WEEK).date(),
        held_on__lte=now.date(),
    ).count()
    weeks = [
        WeekFact(user_id, *pairs_to_ring(programme.course_key, user_id, now), open_pairs, met)
        for user_id in sorted(team)
    ]
    return tuple(week for week in weeks if week.to_ring or week.open_pairs)
