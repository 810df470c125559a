"""One letter of each kind, with names that would do harm if they were not escaped."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from ment_xblock.domain.notices.facts import WeekFact
from ment_xblock.domain.notices.kinds import Kind
from ment_xblock.domain.notices.rules import Occasion
from ment_xblock.domain.people import Person
from ment_xblock.services.notices import Letter

LINK = "http://example.org/unit/agreement/?a=1&b=2"
GIULIA = Person(1, "giulia", "Giulia Morbelli", "giulia@example.org", "en", "Europe/Rome")
MARIO = Person(2, "mario", "Mario Tessarin", "mario@example.org", "en", "Europe/Rome")
STARTS_AT = datetime(2026, 12, 1, 16, 30, tzinfo=UTC)
WEEK = WeekFact(1, to_ring=3, urgent=1, open_pairs=8, met=5)


def letter(kind: Kind, **changes: Any) -> Letter:
    """A letter to Giulia; ``changes`` are of the letter, or else of its occasion."""
    of_letter = {field.name for field in attrs.fields(Letter)}
    occasion = Occasion(
        kind=kind,
        what="1",
        user_id=GIULIA.user_id,
        since=STARTS_AT,
        until=STARTS_AT,
        partner=None if kind in (Kind.PULSE_WAITING, Kind.FORM_WAITING) else MARIO.user_id,
        moment=STARTS_AT,
        day=date(2026, 12, 1),
        figures=WEEK if kind is Kind.WEEKLY_DIGEST else None,
    )
    made = Letter(
        occasion=attrs.evolve(
            occasion, **{name: it for name, it in changes.items() if name not in of_letter}
        ),
        reader=GIULIA,
        zone=ZoneInfo(GIULIA.time_zone),
        partner=MARIO if occasion.partner else None,
        link=LINK,
        has_dashboard=True,
    )
    return attrs.evolve(made, **{name: it for name, it in changes.items() if name in of_letter})
