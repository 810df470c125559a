"""Every state of every page, on the narrowest phone: nothing for axe to find, nothing to scroll sideways, nothing too
small to touch; the same with text twice as large, and from right to left."""

import pytest
from playwright.sync_api import Frame

from tests.browser.barriers import found_by_axe, from_right_to_left, reaching_out, too_small
from tests.browser.conftest import PHONE, Visit
from tests.browser.journal_states import JOURNAL_STATES
from tests.browser.profile_states import PROFILE_STATES
from tests.browser.states import STATES, State
from tests.snapshots import Seeds

pytestmark = pytest.mark.browser

EVERY_STATE = [*STATES, *PROFILE_STATES, *JOURNAL_STATES]


@pytest.mark.parametrize("state", EVERY_STATE, ids=lambda state: state.name)
def test_state(state: State, cohort, visit: Visit, seeds: Seeds) -> None:
    seeds.sow(state.seed, cohort)
    page = visit(state.person, state.path)
    state.act(page)
    assert page.viewport_size == PHONE
    assert found_by_axe(page) == []
    for frame in page.frames:
        see_that_all_fits(frame)


def see_that_all_fits(page: Frame) -> None:
    assert reaching_out(page) == []
    assert too_small(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert reaching_out(page) == []
    page.evaluate("document.documentElement.style.fontSize = ''")
    from_right_to_left(page)
    assert reaching_out(page) == []


def test_the_look_is_mirrored_from_right_to_left(cohort, visit: Visit) -> None:
    cohort.pair()
    page = visit("giulia")
    edge = (
        "(box) => [getComputedStyle(box).borderLeftWidth, getComputedStyle(box).borderRightWidth]"
    )
    arrow = "(box) => getComputedStyle(box, '::before').transform"
    status, fold = page.locator(".next").first, page.locator("summary").first
    at_left, pointing_right = status.evaluate(edge), fold.evaluate(arrow)
    heading = page.locator(".ment h2").bounding_box()
    tag = page.locator(".ment .tag").first.bounding_box()
    from_right_to_left(page)
    assert status.evaluate(edge) == at_left[::-1] != at_left
    assert fold.evaluate(arrow) != pointing_right
    mirrored = page.locator(".ment .tag").first.bounding_box()
    assert heading["x"] + heading["width"] - mirrored["x"] - mirrored["width"] == pytest.approx(
        tag["x"] - heading["x"], abs=1
    )
