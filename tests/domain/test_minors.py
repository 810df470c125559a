"""Mentors under 18: who needs a guardian, since when somebody counts as under 18, and what a consent is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from ment_xblock.domain.errors import Invalid
from ment_xblock.domain.minors import (
    check_consent_date,
    consent_in_agreement,
    consent_missing,
    under_18_after,
)
from ment_xblock.domain.people import Role

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONSENT = date(2026, 1, 1)


@attrs.frozen
class Someone:
    """Somebody with a role."""

    role: str
    under_18: bool
    guardian_consent: date | None = None


@pytest.mark.parametrize(
    ("role", "under_18", "consent", "is_missing"),
    [
        (Role.MENTOR, True, None, True),
        (Role.MENTOR, True, CONSENT, False),
        (Role.MENTOR, False, None, False),
        (Role.MENTEE, True, None, False),
        (Role.MENTEE, False, None, False),
    ],
)
def test_only_a_young_mentor_needs_a_guardian(
    role: Role, under_18: bool, consent: date | None, is_missing: bool
) -> None:
    assert consent_missing(Someone(role.value, under_18, consent)) is is_missing


def test_an_agreement_shows_the_consent_of_a_young_mentor_even_if_they_are_a_mentee_by_now() -> (
    None
):
    assert consent_in_agreement(Someone("mentee", True, CONSENT)) == CONSENT
    assert consent_in_agreement(Someone("mentor", False, CONSENT)) is None


@pytest.mark.parametrize(
    ("days", "code"),
    [(0, None), (1, None), (2, "in_future"), (-732, None), (-733, "too_long_ago")],
)
def test_the_day_of_a_consent(days: int, code: str | None) -> None:
    given_on = NOW.date() + timedelta(days=days)
    if code is None:
        check_consent_date(given_on, NOW)
        return
    with pytest.raises(Invalid) as refused:
        check_consent_date(given_on, NOW)
    assert [(one.field, one.code) for one in refused.value.problems] == [("guardian_consent", code)]


@pytest.mark.parametrize(
    ("noted", "consent", "said_before", "says_now", "counts"),
    [
        (False, None, None, True, True),
        (False, None, None, False, False),
        (True, None, True, False, False),  # takes back what they said themselves
        (True, CONSENT, True, False, True),  # a consent was noted meanwhile
        (True, None, None, False, True),  # a facilitator noted it
        (True, None, False, False, True),
        (True, None, None, None, True),
    ],
)
def test_who_counts_as_under_18(
    noted: bool,
    consent: date | None,
    said_before: bool | None,
    says_now: bool | None,
    counts: bool,
) -> None:
    person = Someone("mentor", noted, consent)
    assert under_18_after(person, said_before=said_before, says_now=says_now) is counts
