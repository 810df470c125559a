"""How long words are kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.retention import end_of_programme, is_kept_long_enough, months_later

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 6, 30), 12, date(2026, 6, 30)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 12, 1), 0, date(2025, 12, 1)),
    ],
)
def test_months_later(day, months, later):
    assert months_later(day, months) == later


@given(day=DAYS, months=st.integers(0, 60))
def test_a_month_has_28_to_31_days(day, months):
    assert 28 * months <= (months_later(day, months) - day).days <= 31 * months


def test_the_end_is_the_latest_that_is_known():
    assert end_of_programme([None, date(2025, 5, 1), date(2025, 4, 1)]) == date(2025, 5, 1)
    assert end_of_programme([None]) is None


@given(end=DAYS, months=st.integers(1, 60))
def test_words_are_erased_on_the_day_after_and_no_sooner(end, months):
    last = months_later(end, months)
    assert not is_kept_long_enough(end, months, last)
    assert is_kept_long_enough(end, months, last + timedelta(days=1))


def test_without_an_end_words_stay():
    assert not is_kept_long_enough(None, 1, date(2099, 1, 1))
