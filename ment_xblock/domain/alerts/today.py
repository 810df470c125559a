"""Which of many alerts a facilitator looks at first."""

from __future__ import annotations

from ment_xblock.domain.alerts.facts import Level, Rule

LINES = 5

_ORDER = {rule: place for place, rule in enumerate(Rule)}


def urgency(rule: Rule, level: Level) -> int:
    """How urgent an alert is: red before amber, then by kind.

    Args:
        rule: what kind.
        level: how bad.

    Returns:
        A small number; 0 is the most urgent.
    """
    return (Level.RED - level) * len(_ORDER) + _ORDER[rule]
