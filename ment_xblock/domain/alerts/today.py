"""Which of many alerts a facilitator looks at today."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ment_xblock.domain.alerts.facts import Alert, Rule

LINES = 5


@attrs.frozen
class Today:
    """What stands on the page.

    Attributes:
        lines: the worst alert of each of at most ``LINES`` pairs, worst first.
        more: of each of these pairs, the other alerts.
        left_out: how many pairs with an alert did not fit.
    """

    lines: tuple[Alert, ...]
    more: tuple[tuple[Alert, ...], ...]
    left_out: int


def today(alerts: Iterable[Alert], lines: int = LINES) -> Today:
    """Choose what fits, worst first: red before amber, then the kind, then what has waited longest.

    A pair gets one line, since one call can be about all of its troubles.

    Args:
        alerts: of all pairs.
        lines: how many lines there are.
    """
    by_pair: dict[int, list[Alert]] = {}
    for alert in sorted(alerts, key=_urgency):
        by_pair.setdefault(alert.pairing_id, []).append(alert)
    pairs = list(by_pair.values())
    return Today(
        lines=tuple(pair[0] for pair in pairs[:lines]),
        more=tuple(tuple(pair[1:]) for pair in pairs[:lines]),
        left_out=max(len(pairs) - lines, 0),
    )


_ORDER = {rule: place for place, rule in enumerate(Rule)}


def _urgency(alert: Alert) -> tuple[int, int, float, int]:
    return (-alert.level, _ORDER[alert.rule], alert.since.timestamp(), alert.pairing_id)
