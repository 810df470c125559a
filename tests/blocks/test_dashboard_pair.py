"""The page of one pair, as the facilitator reads it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.blocks import cast
from tests.blocks.visitor import Visitor, tree_of

pytestmark = pytest.mark.django_db
MISSING = "Giulia Morbelli is under 18 and cannot sign before you note"
NOTHING = "This pair needs no call"


@pytest.mark.parametrize(("consent", "is_said"), [(None, True), (date(2026, 1, 10), False)])
def test_a_missing_consent_is_what_is_wrong(consent: date | None, is_said: bool) -> None:
    pair = cast.make_pair("giulia", "mario", **cast.under_18(consent=consent))
    page = tree_of(Visitor("chiara", slug="home").post("pair_view", pairing=pair))
    words = " ".join(page.text_content().split())
    assert (MISSING in words, NOTHING in words) == (is_said, not is_said)
