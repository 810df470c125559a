"""What each person sees on the page, in every state, through the site's real addresses."""

from __future__ import annotations

import pytest

from ment_xblock.domain.pairing import State
from tests.blocks import cast
from tests.blocks.visitor import Visitor, text_of


@pytest.mark.parametrize("state", State)
def test_smoke(state):
    pair = cast.make_pair("giulia", "mario")
    cast.bring_to(state, pair, "giulia", "mario")
    for name in ("giulia", "mario", "chiara", "nora", "lena", ""):
        r = Visitor(name).unit()
        assert r.status_code == 200
        assert text_of(r)
