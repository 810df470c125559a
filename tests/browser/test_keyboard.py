"""All of it without a mouse, and told to who cannot see it."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.conftest import DESK, Visit

pytestmark = pytest.mark.browser

MOST_TABS = 120


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until the target has the focus, and see that the focus shows."""
    for _ in range(MOST_TABS):
        if target.evaluate("(element) => element === document.activeElement"):
            assert has_visible_focus(target)
            return
        page.keyboard.press(key)
    raise AssertionError(f"{target} cannot be reached")


def has_visible_focus(target: Locator) -> bool:
    return target.evaluate(
        "(element) => { const look = getComputedStyle(element);"
        " return look.outlineStyle === 'solid' && parseFloat(look.outlineWidth) >= 2; }"
    )


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def type_into(page: Page, target: Locator, words: str) -> None:
    tab_to(page, target)
    page.keyboard.type(words)


def fill_date(page: Page, target: Locator, day: date) -> None:
    type_into(page, target, f"{day:%m%d%Y}")


def live(page: Page) -> Locator:
    return page.locator(".ment [data-live]")


def open_form(page: Page, title: str) -> Locator:
    press(page, steps.part(page, title).get_by_role("button", name="Fill in"))
    heading = steps.part(page, title).get_by_role("heading", name=title)
    expect(heading).to_be_focused()
    return steps.part(page, title).locator("form")


def save(page: Page, title: str) -> None:
    press(page, steps.part(page, title).get_by_role("button", name="Save"))
    expect(steps.part(page, title).locator("summary").first).to_be_focused()
    expect(live(page)).to_have_text("Saved.")


def test_fill_in_and_sign(cohort, visit: Visit) -> None:
    cohort.pair()
    page = visit("giulia", viewport=DESK)
    form = open_form(page, steps.TASKS)
    press(page, form.get_by_label("Better digital skills"), "Space")
    type_into(page, form.get_by_label("First task", exact=True), "Send a quote")
    type_into(page, form.get_by_label("We will know the first task worked when"), "Three are sent")
    save(page, steps.TASKS)

    form = open_form(page, steps.GAINS)
    type_into(page, form.get_by_label("Giulia's own goal"), "Explain slowly")
    type_into(page, form.get_by_label("What Mario gives back"), "How to saw a board")
    save(page, steps.GAINS)

    form = open_form(page, steps.MEETINGS)
    start = date.today() + timedelta(days=7)
    fill_date(page, form.get_by_label("We start on"), start)
    fill_date(page, form.get_by_label("We end on"), start + timedelta(days=100))
    tab_to(page, form.get_by_role("group", name="How often we meet").get_by_label("Every 2 weeks"))
    page.keyboard.press("ArrowUp")
    type_into(page, form.get_by_label("Usual time"), "0530PM")
    type_into(page, form.get_by_label("Where we meet"), "At the back table")
    paid = form.get_by_role("group", name="Our meetings are paid working time")
    press(page, paid.get_by_label("Yes"), "Space")
    page.keyboard.press("ArrowDown")
    expect(paid.get_by_label("Partly")).to_be_checked()
    save(page, steps.MEETINGS)
    meetings = steps.part(page, steps.MEETINGS)
    expect(meetings).to_contain_text("Every week")
    expect(meetings).to_contain_text("5:30 p.m.")

    rules = steps.part(page, steps.TASKS).locator("summary", has_text="Read the rules")
    tab_to(page, rules, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("We choose one to three real jobs")).to_be_visible()
    press(page, page.get_by_role("button", name="Sign version 1"))
    expect(page.get_by_text("You have signed.", exact=True)).to_be_focused()


def test_cancel_and_escape_leave_a_form_and_say_nothing_of_saving(cohort, visit: Visit) -> None:
    cohort.pair()
    page = visit("giulia")
    summary = steps.part(page, steps.GAINS).locator("summary").first
    form = open_form(page, steps.GAINS)
    press(page, form.get_by_role("button", name="Cancel"))
    expect(summary).to_be_focused()
    form = open_form(page, steps.GAINS)
    goal = form.get_by_label("Giulia's own goal")
    tab_to(page, goal)
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(live(page)).to_have_text("")
    open_form(page, steps.GAINS)
    type_into(page, goal, "Explain slowly")
    page.keyboard.press("Escape")
    expect(goal).to_have_value("Explain slowly")
    expect(goal).to_be_focused()


def test_errors_are_announced_and_tied_to_their_fields(cohort, visit: Visit) -> None:
    cohort.pair()
    page = visit("mario")
    form = steps.edit(page, steps.MEETINGS)
    number, minutes = (
        form.get_by_label("Number of meetings"),
        form.get_by_label("Minutes per meeting"),
    )
    number.fill("2")
    minutes.fill("900")
    form.get_by_role("button", name="Save").click()
    expect(number).to_be_focused()
    expect(form.get_by_role("alert")).to_have_count(2)
    for field, hint, error in (
        (number, "Six is a good number to begin with.", "Please choose a number from 6 to 40."),
        (minutes, "45 to 60 minutes work well.", "Please choose a number from 45 to 180."),
    ):
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(f"{hint} {error}")
    number.fill("8")
    form.get_by_role("button", name="Save").click()
    expect(minutes).to_be_focused()
    expect(form.get_by_role("alert")).to_have_count(1)
    expect(number).not_to_have_attribute("aria-invalid", "true")
    expect(number).to_have_accessible_description("Six is a good number to begin with.")


def test_the_desk(cohort, visit: Visit) -> None:
    page = visit("chiara", viewport=DESK)
    role = page.get_by_label("Role of Giulia Morbelli")
    tab_to(page, role)
    page.keyboard.type("Mentor")
    person = page.locator("form.person").filter(has_text="Giulia Morbelli")
    press(page, person.get_by_label("Under 18"), "Space")
    expect(person.get_by_label("Guardian")).to_be_visible()
    press(page, person.get_by_role("button", name="Save"))
    expect(live(page)).to_have_text("Saved.")
    expect(person.locator(".who")).to_be_focused()
    expect(person.get_by_role("button", name="Save")).to_be_hidden()
    tab_to(page, role)
    page.keyboard.type("Mentee")
    press(page, person.get_by_role("button", name="Cancel"))
    expect(role).to_have_value("mentor")
    expect(role).to_be_focused()
    expect(person.get_by_role("button", name="Cancel")).to_be_hidden()
