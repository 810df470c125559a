"""Credit for the agreement: half for signing, all once both signed the same version, and never less again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.credit import Credit, SignatureFact, agreement_credit

DAY = timedelta(days=1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

moments = st.integers(-5, 5).map(lambda days: NOON + days * DAY)
facts = st.lists(st.builds(SignatureFact, moments, st.booleans()), max_size=6)


@pytest.mark.parametrize(
    ("partner_signed", "earned"),
    [([], 0.0), ([False], 0.5), ([True], 1.0), ([False, False], 0.5), ([True, False], 1.0)],
)
def test_best_of_all_signatures(partner_signed, earned):
    signatures = [
        SignatureFact(NOON + turn * DAY, both) for turn, both in enumerate(partner_signed)
    ]
    assert agreement_credit(signatures) == Credit(earned, possible=1.0, completion=earned)


@pytest.mark.parametrize(
    ("start", "earned"), [(NOON - DAY, 1.0), (NOON, 0.0), (NOON + DAY, 0.0), (None, 1.0)]
)
def test_only_what_came_after_the_start_counts(start, earned):
    assert agreement_credit([SignatureFact(NOON, partner_signed=True)], start).earned == earned


@given(facts, facts, st.none() | moments)
def test_credit_never_falls_with_more_facts(before, more, start):
    assert agreement_credit(before + more, start).earned >= agreement_credit(before, start).earned


@given(facts)
def test_credit_never_falls_when_the_partner_signs_too(before):
    after = [SignatureFact(fact.signed_at, partner_signed=True) for fact in before]
    assert agreement_credit(after).earned >= agreement_credit(before).earned


@given(facts, moments, st.integers(0, 5))
def test_a_later_start_never_gives_more(signatures, start, days):
    later = start + days * DAY
    assert agreement_credit(signatures, later).earned <= agreement_credit(signatures, start).earned


@given(facts, st.randoms())
def test_the_order_of_facts_does_not_matter(signatures, random):
    shuffled = random.sample(signatures, len(signatures))
    assert agreement_credit(shuffled) == agreement_credit(signatures)
