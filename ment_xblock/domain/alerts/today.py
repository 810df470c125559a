"""Which of many alerts a facilitator looks at first."""

from __future__ import annotations

from ment_xblock.domain.alerts.facts import WISHES, Level, Rule

LINES = 5

# More reasons than this no pair has: each rule once for each of the two.
MOST_REASONS = 2 * len(Rule)

_CONFIDED = frozenset({Rule.RING_ME, Rule.LOW_PULSE, *WISHES})
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


def same_call(worst: int | None, rule: Rule, about: int | None) -> bool:
    """Tell whether the call for the worst trouble of a pair deals with another trouble of it, too.

    What somebody confides takes a call to them: or else who asked to be rung would be noted as called because the partner
    was, or because the pair was rung for something else.

    Args:
        worst: participant whom the worst trouble is about; None for both.
        rule: what kind the other trouble is.
        about: whom it is about; None for both.
    """
    if about is None or about == worst:
        return True
    return worst is None and rule not in _CONFIDED
