"""What keeps somebody from using a page: what axe finds, what reaches out of it sideways, what is too small to touch."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    # To describe what is all right takes several times as long as to find out what is not.
    "resultTypes": ["violations"],
}
TOUCH = 44

AXE = """async (options) => (await axe.run(options)).violations.flatMap(({ id, nodes }) =>
  nodes.map((node) => `${id}: ${node.html.slice(0, 120)} (${node.failureSummary})`))"""

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


def found_by_axe(page: Page) -> list[str]:
    """Name each rule that is broken, and where; also in the frames of the page."""
    for frame in page.frames:
        if not frame.evaluate("'axe' in window"):
            frame.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE, RULES)


def reaching_out(page: Page | Frame) -> list[str]:
    """Name what one would have to scroll sideways for."""
    return page.evaluate(SIDEWAYS)


def too_small(page: Page | Frame) -> list[str]:
    """Name what a thumb cannot hit."""
    return page.evaluate(SMALL, TOUCH)


def assert_no_barrier(page: Page) -> None:
    """Nothing for axe to find, nothing to scroll sideways for."""
    assert found_by_axe(page) == []
    assert reaching_out(page) == []


def from_right_to_left(page: Page | Frame) -> None:
    """Turn the page that is open round."""
    page.evaluate(
        "document.querySelectorAll('html, .ment').forEach((box) => box.setAttribute('dir', 'rtl'))"
    )
