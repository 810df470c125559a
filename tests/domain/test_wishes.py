"""How somebody wishes to go on: which pair is meant, and which facilitator reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ment_xblock.domain.alerts.facts import Wish, WishFact
from ment_xblock.domain.alerts.wishes import Choice, Request, wish_of
from ment_xblock.domain.confidences import Reader, Spell

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MARIO, GIULIA, PIOTR = 1, 2, 3
WITH_GIULIA, WITH_PIOTR = 10, 20


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def spell(pair: int, opened: float, closed: float | None = None) -> Spell:
    mentor = {WITH_GIULIA: GIULIA, WITH_PIOTR: PIOTR}[pair]
    return Spell(pair, mentor, MARIO, ago(opened), None if closed is None else ago(closed))


BOTH = (spell(WITH_GIULIA, 60), spell(WITH_PIOTR, 50))


def wishes(*spells: Spell, said: float = 10, option: str = "another-partner", **more: Any) -> dict:
    """What Mario wishes of each of his pairs: how many pairs it may be about."""
    asked = {"requests": (), "choice": Choice(option, ago(said)), "spells": spells} | more
    found = {one.pairing_id: wish_of(MARIO, one.pairing_id, **asked) for one in spells}
    return {pair: wish.pairs for pair, wish in found.items() if wish}


def test_the_form_is_about_all_pairs_that_were_open_when_it_was_answered() -> None:
    assert wishes(*BOTH) == {WITH_GIULIA: 2, WITH_PIOTR: 2}
    assert wishes(BOTH[0], spell(WITH_PIOTR, 9)) == {WITH_GIULIA: 1}
    assert wishes(spell(WITH_GIULIA, 60, 11), BOTH[1]) == {WITH_PIOTR: 1}
    assert wishes(spell(WITH_GIULIA, 10)) == {WITH_GIULIA: 1}, "at the same moment"


@pytest.mark.parametrize("option", Wish)
def test_with_the_first_pair_that_ends_it_is_over(option: Wish) -> None:
    assert wishes(spell(WITH_GIULIA, 60, 5), BOTH[1], option=option.value) == {}


def test_a_request_is_about_its_own_pair_and_says_whom_the_form_means() -> None:
    for asked, closed in ((12, None), (5, None), (12, 8), (5, 3)):
        request = Request(WITH_GIULIA, ago(asked), None if closed is None else ago(closed))
        found = wishes(*BOTH, requests=(request,))
        assert found == ({WITH_GIULIA: 1} if closed is None else {}), (asked, closed)


def test_a_request_that_was_settled_before_the_form_says_nothing_of_it() -> None:
    earlier = Request(WITH_GIULIA, ago(20), ago(15))
    assert wishes(*BOTH, requests=(earlier,)) == {WITH_GIULIA: 2, WITH_PIOTR: 2}


def test_a_request_alone() -> None:
    request = Request(WITH_GIULIA, ago(3), None)
    found = wish_of(MARIO, WITH_GIULIA, requests=(request,), choice=None, spells=BOTH)
    assert found == WishFact(MARIO, Wish.ANOTHER_PARTNER, ago(3))
    assert wish_of(MARIO, WITH_PIOTR, requests=(request,), choice=None, spells=BOTH) is None


def test_who_goes_on_as_they_are_wishes_nothing() -> None:
    assert wishes(*BOTH, option="go-on") == {}


# Who reads it


def test_a_facilitator_who_may_be_meant_does_not_read_it() -> None:
    giulia = Reader(GIULIA, (spell(WITH_GIULIA, 60),))
    assert not giulia.may_read_wish(MARIO, ago(10), pairs=2)
    assert giulia.may_read_wish(PIOTR, ago(10), pairs=2), "it is not she who is meant"
    assert Reader().may_read_wish(MARIO, ago(10), pairs=2)


def test_what_is_about_one_pair_is_read_by_who_is_not_in_it() -> None:
    giulia = Reader(GIULIA, (spell(WITH_GIULIA, 60),))
    assert giulia.may_read_wish(MARIO, ago(10), pairs=1)


@pytest.mark.parametrize(("opened", "closed"), [(9, None), (60, 11)])
def test_who_was_not_their_partner_at_that_time_reads_it(opened: float, closed: float) -> None:
    giulia = Reader(GIULIA, (spell(WITH_GIULIA, opened, closed),))
    assert giulia.may_read_wish(MARIO, ago(10), pairs=2)


def test_partners_are_all_whom_one_ever_had_but_not_oneself() -> None:
    assert Reader(MARIO, BOTH).partners == {GIULIA, PIOTR}
    assert Reader(GIULIA, (spell(WITH_GIULIA, 60, 5),)).partners == {MARIO}
    assert Reader().partners == frozenset()
