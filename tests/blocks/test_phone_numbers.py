"""The numbers beside a call: nobody may ring the wrong one of two."""

from __future__ import annotations

import pytest

from ment_xblock.blocks.dashboard_pairs import phone_links
from ment_xblock.selectors.today import CallLine

PIOTR = ("Piotr", "+48 22 555", "+4822555")
ANNA = ("Anna", "555 0101", "5550101")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([], []),
        ([PIOTR], [PIOTR, ("Anna", "", "")]),
        ([ANNA], [ANNA, ("Piotr", "", "")]),
        ([PIOTR, ANNA], [PIOTR, ANNA]),
    ],
)
def test_beside_one_number_stands_who_gave_none(given: list, shown: list) -> None:
    line = CallLine(1, "Piotr", "Anna", (), tuple(one[:2] for one in given))
    assert phone_links(line) == shown
