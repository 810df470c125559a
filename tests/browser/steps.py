"""What a person does on the agreement page and on the desk, named as they would say it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

TASKS = "What we work on"
GAINS = "What each of us gains"
MEETINGS = "When and how we meet"
PROMISES = "What we promise each other"


def part(page: Page, title: str) -> Locator:
    """One part of the agreement."""
    return page.get_by_role("region", name=title, exact=True)


def unfold(page: Page, title: str) -> None:
    """Open a fold that is closed."""
    summary = page.locator("summary").filter(has_text=title).first
    if summary.locator("..").get_attribute("open") is None:
        summary.click()


def unfold_all(page: Page) -> None:
    """Open every fold."""
    page.evaluate("document.querySelectorAll('details').forEach((fold) => fold.open = true)")


def edit(page: Page, title: str) -> Locator:
    """Open the form of a part."""
    button = (
        part(page, title)
        .get_by_role("button", name="Fill in")
        .or_(part(page, title).get_by_role("button", name="Change"))
    )
    if not button.is_visible():
        unfold(page, title)
    button.click()
    form = part(page, title).locator("form")
    expect(form).to_be_visible()
    return form


def save(page: Page, title: str) -> None:
    """Save a part, and see that it was saved."""
    part(page, title).get_by_role("button", name="Save").click()
    expect(part(page, title).get_by_text("Saved", exact=True)).to_be_visible()


def sign(page: Page, number: int = 1) -> None:
    """Sign a version, and see that it was signed."""
    page.get_by_role("button", name=f"Sign version {number}").click()
    expect(page.get_by_text("You have signed.", exact=True)).to_be_visible()


def at_the_same_moment(handler: str, acts: dict[Page, Callable[[], None]]) -> None:
    """Let each person act, and let no request reach the server before all were sent."""
    held: list[Route] = []
    for page, act in acts.items():
        page.route(f"**/{handler}/**", lambda route: held.append(route))  # noqa: PLW0108 Playwright marks what it calls
        act()
    page = next(iter(acts))
    while len(held) < len(acts):
        page.wait_for_timeout(20)
    for route in held:
        route.continue_()
    for page in acts:
        page.unroute(f"**/{handler}/**")


def wait_until_kept(page: Page, words: str) -> None:
    """Until the device has kept what was typed: the page does so a moment after the last key."""
    page.wait_for_function(
        "(words) => Object.values(localStorage).some((kept) => kept.includes(words))", arg=words
    )


def grade(page: Page, name: str) -> Locator:
    """What a person has for the agreement on the gradebook page."""
    return page.get_by_role("row", name=name).locator("td[data-h='Our agreement']")


def points(page: Page, name: str) -> Locator:
    """The same, as points."""
    return grade(page, name).locator(".points")
