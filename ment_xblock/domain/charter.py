"""The programme charter: why a programme is run, how it will be known, in which rhythm, and when to worry.

Its fields are of the same kinds as those of an agreement, and are read and merged by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import attrs

from ment_xblock.domain.agreement.terms import Clause, Field, Kind, Terms, Value, Values
from ment_xblock.domain.alerts.facts import Rule
from ment_xblock.domain.alerts.limits import BOUNDS, DEFAULTS, UNITS, Limits, limits_of
from ment_xblock.domain.errors import FieldProblem, Invalid

INDICATORS = tuple(range(1, 6))
CLINICS = ("clinic1", "clinic2", "clinic3")
MONTHS_KEPT = 12
_SAFE_SCHEMES = ("https://", "/")


def charter_terms(goals: Iterable[str]) -> Terms:
    """Everything that a facilitator can fill in.

    Args:
        goals: ids of the toolkit's goals.
    """
    sections = {
        "goals": (Field("goals", Kind.CHOICES, tuple(goals)), *_indicator_fields()),
        "rhythm": (
            Field("every_weeks", Kind.NUMBER, least=1, most=4, default=2),
            Field("number", Kind.NUMBER, least=1, most=40, default=6),
            Field("minutes", Kind.NUMBER, least=15, most=180, default=45),
        ),
        "dates": (
            Field("kick_off", Kind.DATE),
            *(Field(clinic, Kind.DATE) for clinic in CLINICS),
            Field("ends_on", Kind.DATE),
            Field("months_kept", Kind.NUMBER, least=1, most=60, default=MONTHS_KEPT),
        ),
        "funding": (Field("funding", Kind.TEXT), Field("funding_logo", Kind.LINE)),
        "alerts": tuple(_limit_fields()),
    }
    return Terms(
        tuple(
            Clause(name, number, 1, name, fields=fields)
            for number, (name, fields) in enumerate(sections.items(), 1)
        )
    )


def limit_field(rule: Rule, level: str) -> str:
    """Id of the field that holds a limit; ``level`` is ``"amber"`` or ``"red"``."""
    return f"{rule.value}_{level}"


def check_charter(values: Values) -> None:
    """Check what no field can check alone.

    Args:
        values: all values as they would be stored.

    Raises:
        Invalid: red before amber, a clinic before the kick-off or after the end, or a logo whose address is unsafe.
    """
    problems = _limit_problems(values) + _date_problems(values)
    logo = str(values.get("funding_logo") or "")
    # "//host" would be another site without encryption on some pages.
    if logo and (not logo.startswith(_SAFE_SCHEMES) or logo.startswith("//")):
        problems.append(FieldProblem("funding_logo", "not_an_address"))
    if problems:
        raise Invalid(problems)


@attrs.frozen
class Charter:
    """What the other parts of a programme read of its charter.

    Attributes:
        goals: ids of the goals.
        indicators: words, target, day, and where it stands, of each own indicator.
        cadence: time between two sessions, where a pair agreed on nothing else.
        limits: from when on alert rules speak.
        kick_off: day of the kick-off; None for none.
        clinics: days of the clinics.
        ends_on: last day of the programme; None while it is open.
        months_kept: months after the end in which personal texts are kept.
        funding: who pays for the programme.
        funding_logo: address of a picture.
        defaults: what a new agreement starts with.
    """

    goals: tuple[str, ...] = ()
    indicators: tuple[tuple[str, str, date | None, str], ...] = ()
    cadence: timedelta = timedelta(weeks=2)
    limits: Mapping[Rule, Limits] = attrs.field(factory=lambda: dict(DEFAULTS))
    kick_off: date | None = None
    clinics: tuple[date, ...] = ()
    ends_on: date | None = None
    months_kept: int = MONTHS_KEPT
    funding: str = ""
    funding_logo: str = ""
    defaults: Mapping[str, Value] = attrs.field(factory=dict)


def charter_of(values: Values) -> Charter:
    """Read stored values.

    Args:
        values: as they are stored; nothing for a programme whose charter nobody has opened.
    """
    proposed: dict[str, Value] = {
        name: values[name] for name in ("number", "minutes") if values.get(name)
    }
    if values.get("every_weeks"):
        # The agreement offers it as a choice of words.
        proposed["every_weeks"] = str(values["every_weeks"])
    goals = tuple(_many(values.get("goals")))
    clinics = [day for clinic in CLINICS if (day := _day(values.get(clinic)))]
    return Charter(
        goals=goals,
        indicators=tuple(_indicators(values)),
        cadence=timedelta(weeks=int(str(values.get("every_weeks") or 2))),
        limits=limits_of(_changed_limits(values)),
        kick_off=_day(values.get("kick_off")),
        clinics=tuple(sorted(clinics)),
        ends_on=_day(values.get("ends_on")),
        months_kept=int(str(values.get("months_kept") or MONTHS_KEPT)),
        funding=str(values.get("funding") or ""),
        funding_logo=str(values.get("funding_logo") or ""),
        defaults={**proposed, **({"goals": list(goals)} if goals else {})},
    )


def indicator_share(now: str, target: str) -> float | None:
    """How much of a target is reached, where both say one number.

    Args:
        now: where the programme stands, as a facilitator typed it, such as "12 of them".
        target: what it wants to reach, such as "20".

    Returns:
        0 to 1, at most 1; None where either says no number, or several, or they are no counts of the same thing.
    """
    reached, wanted = _only_number(now), _only_number(target)
    if reached is None or not wanted or ("%" in now) != ("%" in target):
        return None
    return min(reached / wanted, 1.0)


def _only_number(words: str) -> float | None:
    found = re.findall(r"-?\d+(?:[.,]\d+)?", words)
    number = float(found[0].replace(",", ".")) if len(found) == 1 else -1.0
    return number if number >= 0 else None


def _indicator_fields() -> tuple[Field, ...]:
    return tuple(
        field
        for number in INDICATORS
        for field in (
            Field(f"indicator{number}", Kind.LINE),
            Field(f"indicator{number}_target", Kind.LINE, only_if=f"indicator{number}"),
            Field(f"indicator{number}_by", Kind.DATE, only_if=f"indicator{number}"),
            Field(f"indicator{number}_now", Kind.LINE, only_if=f"indicator{number}"),
        )
    )


def _limit_fields() -> Iterable[Field]:
    for rule, unit in UNITS.items():
        least, most = BOUNDS[unit]
        for level in ("amber", "red"):
            default = getattr(DEFAULTS[rule], level)
            yield Field(
                limit_field(rule, level), Kind.NUMBER, least=least, most=most, default=default
            )


def _changed_limits(values: Values) -> dict[str, tuple[int | None, int | None]]:
    changed = {}
    for rule, defaults in DEFAULTS.items():
        amber = _number(values.get(limit_field(rule, "amber")))
        red = _number(values.get(limit_field(rule, "red")))
        if amber is not None or red is not None:
            changed[rule.value] = (
                defaults.amber if amber is None else amber,
                defaults.red if red is None else red,
            )
    return changed


def _limit_problems(values: Values) -> list[FieldProblem]:
    try:
        limits_of(_changed_limits(values))
    except Invalid as invalid:
        return [
            FieldProblem(limit_field(Rule(one.field), "red"), one.code, one.params)
            for one in invalid.problems
        ]
    return []


def _date_problems(values: Values) -> list[FieldProblem]:
    start, end = _day(values.get("kick_off")), _day(values.get("ends_on"))
    problems = []
    for clinic in CLINICS:
        day = _day(values.get(clinic))
        if day and start and day < start:
            problems.append(FieldProblem(clinic, "before_kick_off"))
        elif day and end and day > end:
            problems.append(FieldProblem(clinic, "after_the_end"))
    if start and end and end < start:
        problems.append(FieldProblem("ends_on", "end_before_start"))
    return problems


def _indicators(values: Values) -> Iterable[tuple[str, str, date | None, str]]:
    for number in INDICATORS:
        name = f"indicator{number}"
        if values.get(name):
            yield (
                str(values[name]),
                str(values.get(f"{name}_target") or ""),
                _day(values.get(f"{name}_by")),
                str(values.get(f"{name}_now") or ""),
            )


def _many(value: Value | None) -> list[str]:
    return list(value) if isinstance(value, list) else []


def _day(value: Value | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _number(value: Value | None) -> int | None:
    return value if isinstance(value, int) else None
