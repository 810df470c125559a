"""Every state of every page, on the narrowest phone: nothing for axe to find, nothing to scroll sideways, nothing too
small to touch; the same with text twice as large, and from right to left."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Visit
from tests.browser.profile_states import PROFILE_STATES
from tests.browser.states import STATES, State

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
TOUCH = 44

# What reaches out of its block, or out of the page.
SIDEWAYS = """() => {
  const page = document.documentElement;
  const reachesOut = (box) => {
    const at = box.getBoundingClientRect();
    const around = (box.parentElement.closest(".ment") || page).getBoundingClientRect();
    return at.width > 1 && (at.right > around.right + 1 || at.left < around.left - 1);
  };
  const out = [...document.querySelectorAll("main, main *")]
    .filter((box) => box.checkVisibility() && !box.closest(".hidden, thead, option") && reachesOut(box));
  if (page.scrollWidth > page.clientWidth) out.push(page);
  return out.map((box) => `${box.tagName} ${box.id || box.className}: ${box.textContent.trim().slice(0, 40)}`);
}"""

SMALL = """(least) => {
  const boxes = [...document.querySelectorAll(
    ".ment :is(button, input:not([type=hidden]), select, textarea, summary, a.button)")];
  return boxes.map((box) => box.matches("[type=checkbox], [type=radio]") ? box.closest("label") : box)
    .filter((box) => box.checkVisibility())
    .map((box) => [box, box.getBoundingClientRect()])
    .filter(([box, size]) => size.width < least - .5 || size.height < least - .5)
    .map(([box, size]) => `${box.outerHTML.slice(0, 80)} ${size.width} x ${size.height}`);
}"""


@pytest.mark.parametrize("state", [*STATES, *PROFILE_STATES], ids=lambda state: state.name)
def test_state(state: State, cohort, visit: Visit, axe) -> None:
    state.seed(cohort)
    page = visit(state.person, state.path)
    state.act(page)
    assert page.viewport_size == PHONE
    assert findings(axe.run(page, options=RULES).response) == []
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(SMALL, TOUCH) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(SIDEWAYS) == []
    page.evaluate("document.documentElement.style.fontSize = ''")
    from_right_to_left(page)
    assert page.evaluate(SIDEWAYS) == []


def findings(result: dict) -> list[str]:
    return [
        f"{finding['id']}: {node['html'][:120]} ({node['failureSummary']})"
        for finding in result["violations"]
        for node in finding["nodes"]
    ]


def from_right_to_left(page: Page) -> None:
    page.evaluate(
        "document.querySelectorAll('html, .ment').forEach((box) => box.setAttribute('dir', 'rtl'))"
    )


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
