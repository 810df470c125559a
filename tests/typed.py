"""What people type, whatever host their course is on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from ment_xblock.domain.survey.items import Item, Kind

# A log of a meeting, but for its day.
FACTS: Mapping[str, Any] = {
    "minutes": "45",
    "way": "in_person",
    "task": "other",
    "step": "with-help",
    "kinds": ["digital"],
    "direction": "to_senior",
    "device": "mentee",
}
TRIED = "We sent a quote, and it arrived."


def answers(start: date) -> dict[str, Any]:
    """What a pair types into the built-in agreement; with the defaults, it can be signed."""
    return {
        "goals": ["digital_skills", "tacit_knowledge"],
        "task1_job": "quote-as-pdf",
        "task1_evidence": "Mario sends a quote alone, and the customer gets it",
        "task2_job": "own",
        "task2_words": "Order timber on the dealer's page",
        "task2_evidence": "One order went out without help",
        "mentor_goal": "I learn how to explain calmly. 😀",
        "senior_gives": "He shows me how to read a plan.\nAnd the grain of wood.",
        "start": start.isoformat(),
        "end": (start + timedelta(weeks=16)).isoformat(),
        "time": "17:30",
        "place": "In the workshop, after work",
        "paid_time": "yes",
    }


def everything(asked: Iterable[Item], number: int = 4) -> dict[str, Any]:
    """An answer to each question, as a form sends it."""
    return {slot.key: _value(item, number) for item in asked for slot in item.slots}


def _value(item: Item, number: int) -> Any:
    if item.kind is Kind.TEXT:
        return "A quiet room"
    return str(min(number, item.kind.numbers[-1])) if item.kind.numbers else item.options[0]
