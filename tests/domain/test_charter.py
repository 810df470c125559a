"""The charter: what can be filled in, what cannot be, and what the other parts read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ment_xblock.domain.agreement.values import read_values
from ment_xblock.domain.alerts.facts import Rule
from ment_xblock.domain.alerts.limits import DEFAULTS, Limits
from ment_xblock.domain.charter import (
    Charter,
    charter_of,
    charter_terms,
    check_charter,
    indicator_share,
    limit_field,
)
from ment_xblock.domain.errors import Invalid

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TERMS = charter_terms(["digital_skills", "generations"])


def refusals(values: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        check_charter(values)
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_a_charter_that_nobody_opened_has_the_defaults() -> None:
    assert charter_of({}) == Charter()
    assert charter_of({}).limits == DEFAULTS


def test_what_was_filled_in_is_what_the_others_read() -> None:
    values = read_values(
        TERMS,
        {
            "goals": ["generations"],
            "indicator2": "Tasks done alone",
            "indicator2_target": "20",
            "indicator2_by": "2026-06-30",
            "every_weeks": "1",
            "number": "8",
            "kick_off": "2026-03-10",
            "clinic2": "2026-05-01",
            "clinic1": "2026-04-01",
            "ends_on": "2026-07-01",
            limit_field(Rule.MATCH_UNANSWERED, "amber"): "5",
            "funding_logo": "https://example.org/logo.png",
        },
        NOW,
    )
    check_charter(values)
    charter = charter_of(values)
    assert charter.goals == ("generations",)
    assert charter.indicators == (("Tasks done alone", "20", date(2026, 6, 30), ""),)
    assert charter.cadence == timedelta(weeks=1)
    assert charter.clinics == (date(2026, 4, 1), date(2026, 5, 1))
    assert charter.limits[Rule.MATCH_UNANSWERED] == Limits(5, 7)
    assert charter.limits[Rule.NO_SESSION] == DEFAULTS[Rule.NO_SESSION]
    assert charter.defaults == {"every_weeks": "1", "number": 8, "goals": ["generations"]}


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"match_unanswered_red": 2}, [("match_unanswered_red", "red_before_amber")]),
        ({"kick_off": "2026-03-10", "clinic1": "2026-03-09"}, [("clinic1", "before_kick_off")]),
        ({"ends_on": "2026-03-10", "clinic3": "2026-03-11"}, [("clinic3", "after_the_end")]),
        (
            {"kick_off": "2026-03-10", "ends_on": "2026-03-09"},
            [("ends_on", "end_before_start")],
        ),
        ({"funding_logo": "javascript:alert(1)"}, [("funding_logo", "not_an_address")]),
        ({"funding_logo": "//example.org/a.png"}, [("funding_logo", "not_an_address")]),
        ({"funding_logo": "data:image/svg+xml,x"}, [("funding_logo", "not_an_address")]),
    ],
)
def test_what_cannot_be(values: dict[str, Any], refused: list[tuple[str, str]]) -> None:
    assert refusals(values) == refused


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("every_weeks", "0", "out_of_range"),
        ("device_with_mentor_red", "21", "out_of_range"),
        ("goals", ["riches"], "not_an_option"),
        ("kick_off", "2300-01-01", "too_far_ahead"),
    ],
)
def test_each_field_is_read_by_the_rules_of_its_kind(field: str, typed: Any, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_values(TERMS, {field: typed}, NOW)
    assert [(one.field, one.code) for one in refused.value.problems] == [(field, code)]


@pytest.mark.parametrize(
    ("now", "target", "share"),
    [
        ("2 mentees", "6 mentees", 2 / 6),
        ("7", "6", 1.0),
        ("45 %", "90 %", 0.5),
        ("2,5 hours", "5 hours", 0.5),
        ("0", "6", 0.0),
        ("", "6", None),
        ("3", "", None),
        ("3", "0", None),
        ("-1", "5", None),
        ("some", "every Friday", None),
        ("3 of 5", "5", None),
        ("45 %", "90 people", None),
    ],
)
def test_how_much_of_a_target_is_reached(now, target, share):
    assert indicator_share(now, target) == (None if share is None else pytest.approx(share))
