"""From when on something is amber or red: the defaults of content.md, and what a facilitator may change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import attrs

from ment_xblock.domain.alerts.facts import Rule
from ment_xblock.domain.errors import FieldProblem, Invalid

DEFAULT_CADENCE = timedelta(days=14)
# Smallest and largest number for each unit.
BOUNDS: Mapping[str, tuple[int, int]] = {"days": (1, 365), "times": (1, 20), "percent": (50, 1000)}


@attrs.frozen
class Limits:
    """From when on a rule speaks.

    Attributes:
        amber: days, times in a row, or per cent of the rhythm, as ``UNITS`` says; None for never.
        red: the same, never below ``amber``; None for never.
    """

    amber: int | None
    red: int | None


# What the numbers of a rule count. Rules that are not here have no number to change.
UNITS: Mapping[Rule, str] = {
    Rule.MATCH_UNANSWERED: "days",
    Rule.FIRST_SESSION_MISSING: "days",
    Rule.AGREEMENT_UNSIGNED: "days",
    Rule.NO_SESSION: "percent",
    Rule.LOG_UNCONFIRMED: "days",
    Rule.PULSES_MISSING: "times",
    Rule.ACTION_OVERDUE: "days",
    Rule.DEVICE_WITH_MENTOR: "times",
    Rule.END_FORMS_MISSING: "days",
}

DEFAULTS: Mapping[Rule, Limits] = {
    Rule.MATCH_UNANSWERED: Limits(3, 7),
    Rule.FIRST_SESSION_MISSING: Limits(10, 21),
    Rule.AGREEMENT_UNSIGNED: Limits(7, 14),
    Rule.NO_SESSION: Limits(150, 200),
    Rule.LOG_UNCONFIRMED: Limits(4, None),
    Rule.PULSES_MISSING: Limits(2, 3),
    Rule.ACTION_OVERDUE: Limits(7, 14),
    Rule.DEVICE_WITH_MENTOR: Limits(2, 3),
    Rule.END_FORMS_MISSING: Limits(7, 21),
}


def limits_of(changed: Mapping[str, tuple[int | None, int | None]]) -> dict[Rule, Limits]:
    """The limits of a programme: the defaults, with what its facilitator changed.

    Args:
        changed: rule id to its two numbers.

    Raises:
        Invalid: an unknown rule, a number outside the ``BOUNDS`` of its unit, or red before amber; the field is the
            rule id.
    """
    problems = [
        problem for rule, pair in changed.items() if (problem := _problem(rule, *pair)) is not None
    ]
    if problems:
        raise Invalid(problems)
    return {**DEFAULTS, **{Rule(rule): Limits(*pair) for rule, pair in changed.items()}}


def _problem(rule: str, amber: int | None, red: int | None) -> FieldProblem | None:
    if rule not in set(UNITS):
        return FieldProblem(rule, "not_an_option")
    least, most = BOUNDS[UNITS[Rule(rule)]]
    if any(not least <= number <= most for number in (amber, red) if number is not None):
        return FieldProblem(rule, "out_of_range", {"least": least, "most": most})
    if amber is not None and red is not None and red < amber:
        return FieldProblem(rule, "red_before_amber")
    return None
