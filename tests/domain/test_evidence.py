"""The toolkit's items tick themselves, and only when the figures say so."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.evidence import CHECKLIST, OUTPUTS, Item, Status, evidence
from ment_xblock.domain.figures import Figures, share

NAMES = [field.name for field in attrs.fields(Figures)]
ITEMS = CHECKLIST + OUTPUTS
figures = st.builds(
    Figures,
    **{name: st.integers(0, 40) for name in NAMES} | {"next_round": st.none() | st.integers(0, 40)},
)


def line(item: Item, counts: Figures):
    return next(line for line in evidence(counts) if line.item == item)


def test_the_toolkit_has_nine_items_and_sixteen_outputs() -> None:
    assert [item.group for item in CHECKLIST] == ["before"] * 3 + ["during"] * 3 + ["after"] * 3
    assert [item.group for item in OUTPUTS] == (
        ["phase1"] * 3 + ["phase2"] * 3 + ["phase3"] * 3 + ["phase4"] * 4 + ["phase5"] * 3
    )
    assert len({item.id for item in ITEMS}) == 25


def test_at_the_beginning_everything_is_open() -> None:
    assert {line.status for line in evidence(Figures())} == {Status.OPEN}


@pytest.mark.parametrize("item", ITEMS, ids=[item.id for item in ITEMS])
def test_every_item_can_be_done_and_falls_back_when_one_check_fails(item: Item) -> None:
    whole = {name: 10 for check in item.checks for name in (check.figure, check.of) if name}
    whole |= {"mentors": 5, "mentees": 5} if "participants" in whole else {}
    whole |= {"pairs": 10} if "pairs_that_stay" in whole else {}
    for computed in ("participants", "pairs_that_stay"):
        whole.pop(computed, None)
    done = Figures(**whole)
    assert line(item, done).status is Status.DONE
    for check in item.checks:
        assert line(item, attrs.evolve(done, **{check.figure: 0})).status is not Status.DONE


@pytest.mark.parametrize(
    ("signed", "status"), [(0, Status.OPEN), (7, Status.PARTLY), (8, Status.DONE)]
)
def test_most_of_the_pairs_means_four_of_five(signed: int, status: Status) -> None:
    item = next(item for item in OUTPUTS if item.id == "commitment")
    assert line(item, Figures(pairs=10, pairs_signed=signed)).status is status


def test_a_programme_that_is_over_keeps_its_ticks() -> None:
    over = Figures(pairs=10, pairs_open=0, pairs_signed=9, pairs_with_tasks=8, pairs_ended_early=2)
    over = attrs.evolve(over, pairs_in_rhythm=8, kick_offs=1)
    for name in ("introduction", "roles", "commitment", "consistency"):
        item = next(item for item in ITEMS if item.id == name)
        assert line(item, over).status is Status.DONE


@given(figures)
def test_nothing_is_ticked_without_a_figure_that_says_so(counts: Figures) -> None:
    for one in evidence(counts):
        assert one.findings
        if one.status is Status.DONE:
            assert all(finding.value > 0 for finding in one.findings)
        if one.status is Status.OPEN:
            assert not any(finding.value for finding in one.findings)


def test_a_share_of_nothing_is_no_number() -> None:
    assert share(0, 0) is None
    assert share(1, 4) == 0.25
    assert share(5, 4) == 1.0
