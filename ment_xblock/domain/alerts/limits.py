"""From when on something is amber or red: the defaults of content.md, and what a facilitator may change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import attrs

from ment_xblock.domain.alerts.facts import Rule
from ment_xblock.domain.errors import FieldProblem, Invalid

DEFAULT_CADENCE = timedelta(days=14)
LARGEST_LIMIT = 365.0


@attrs.frozen
class Limits:
    """From when on a rule speaks.

    Attributes:
        amber: days, times, or multiples of the rhythm, as ``UNITS`` says; None for never.
        red: the same, never below ``amber``; None for never.
    """

    amber: float | None
    red: float | None


# What the numbers of a rule count. Rules that are not here have no number to change.
UNITS: Mapping[Rule, str] = {
    Rule.MATCH_UNANSWERED: "days",
    Rule.FIRST_SESSION_MISSING: "days",
    Rule.AGREEMENT_UNSIGNED: "days",
    Rule.NO_SESSION: "rhythm",
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
    Rule.NO_SESSION: Limits(1.5, 2),
    Rule.LOG_UNCONFIRMED: Limits(4, None),
    Rule.PULSES_MISSING: Limits(2, 3),
    Rule.ACTION_OVERDUE: Limits(7, 14),
    Rule.DEVICE_WITH_MENTOR: Limits(2, 3),
    Rule.END_FORMS_MISSING: Limits(7, 21),
}


def limits_of(changed: Mapping[str, tuple[float | None, float | None]]) -> dict[Rule, Limits]:
    """The limits of a programme: the defaults, with what its facilitator changed.

    Args:
        changed: rule id to its two numbers.

    Raises:
        Invalid: an unknown rule, a number that is not from 1 (from a tenth, for the rhythm) to ``LARGEST_LIMIT``, or
            red before amber; the field is the rule id.
    """
    problems = [
        problem for rule, pair in changed.items() if (problem := _problem(rule, *pair)) is not None
    ]
    if problems:
        raise Invalid(problems)
    return {**DEFAULTS, **{Rule(rule): Limits(*pair) for rule, pair in changed.items()}}


def _problem(rule: str, amber: float | None, red: float | None) -> FieldProblem | None:
    if rule not in set(UNITS):
        return FieldProblem(rule, "not_an_option")
    least = 0.1 if UNITS[Rule(rule)] == "rhythm" else 1.0
    if any(not least <= number <= LARGEST_LIMIT for number in (amber, red) if number is not None):
        return FieldProblem(rule, "out_of_range", {"least": least, "most": LARGEST_LIMIT})
    if amber is not None and red is not None and red < amber:
        return FieldProblem(rule, "red_before_amber")
    return None
