"""How long figures are shown before they are counted anew."""

from datetime import UTC, datetime, timedelta

import pytest

from ment_xblock.domain.figures import MANY_PAIRS, Counting, Figures

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pairs", "minutes", "is_old"),
    [
        (MANY_PAIRS - 1, 0.9, False),
        (MANY_PAIRS - 1, 1, True),
        (MANY_PAIRS, 29.9, False),
        (MANY_PAIRS, 30, True),
    ],
)
def test_the_edges(pairs, minutes, is_old):
    counting = Counting(Figures(pairs=pairs), NOON)
    assert counting.is_old(NOON + timedelta(minutes=minutes)) is is_old
