"""Which of many alerts a facilitator looks at first."""

from __future__ import annotations

from ment_xblock.domain.alerts.facts import Level, Rule

LINES = 5

# More reasons than this no pair has: each rule once for each of the two.
MOST_REASONS = 2 * len(Rule)

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


def same_call(worst: int | None, other: int | None) -> bool:
    """Tell whether the call for the worst trouble of a pair deals with another trouble of it, too.

    What is about the partner of the one who is rung is often a confidence. It needs a call of its own, or else somebody who
    asked to be rung would be noted as called because the partner was.

    Args:
        worst: participant whom the worst trouble is about; None for both.
        other: the same of the other trouble.
    """
    return worst is None or other is None or worst == other
