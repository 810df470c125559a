"""Every type of activity in a real browser: by keyboard alone, at 320 pixels, checked by axe; also from right to left."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ment_xblock.curriculum import library
from ment_xblock.domain.people import Role
from tests.browser.barriers import assert_no_barrier

pytestmark = pytest.mark.browser

KINDS: dict[str, tuple[str, str]] = {}
for _id in library.MODULE_IDS:
    for _activity in library.module(_id).activities:
        KINDS.setdefault(_activity.kind, (_id, _activity.id))
STAGE = "[id$=-stage]"


def press_until(page: Page, selector: str, key: str = "Tab", most: int = 120) -> None:
    """Move on by keyboard until something that fits has the focus."""
    for _ in range(most):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def open_activity(page: Page, title: str) -> None:
    """Open a part by its name in the list of all parts, by keyboard."""
    if page.locator(".activity h2").inner_text() == title:
        return
    page.locator(STAGE).focus() if page.locator(f"{STAGE}[tabindex]").count() else None
    press_until(page, "details.ways > summary")
    page.keyboard.press("Enter")
    button = page.locator("details.ways button", has_text=title).first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".activity h2")).to_have_text(title)


def answer_by_keyboard(page: Page, kind: str) -> None:
    """Fill in every input with keys alone, and send the form."""
    form = page.locator(".activity form").first
    names = page.evaluate(
        "[...new Set([...document.querySelectorAll('.activity form :is([type=radio],[type=checkbox])')].map(i => i.name))]"
    )
    for name in names:
        boxes = page.locator(f"[name='{name}']")
        for number in range(2 if name == "benefits" else 1):
            boxes.nth(number).focus()
            page.keyboard.press("Space")
            assert boxes.nth(number).is_checked()
    for area in form.locator("textarea").all():
        area.focus()
        page.keyboard.type("Show me.")
    for number in form.locator("[type=number]").all():
        number.focus()
        page.keyboard.type("15")
    if kind == "order":
        move_by_keyboard(page)
    form.locator("button[type=submit]").first.focus()
    page.keyboard.press("Enter")


def move_by_keyboard(page: Page) -> None:
    before = page.locator(".order .words").all_inner_texts()
    page.locator("[data-move=down]").first.focus()
    page.keyboard.press("Enter")
    after = page.locator(".order .words").all_inner_texts()
    assert after[:2] == before[1::-1]
    assert page.locator("[data-live]").first.inner_text() == f"Now number 2 of {len(after)}"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.locator(".order .words").all_inner_texts() == before
    assert page.evaluate("document.activeElement.dataset.move") == "down", "focus is not lost"


def talk_to_the_end(page: Page) -> None:
    while page.locator("[name=reply]").count():
        page.locator("[name=reply]").first.focus()
        page.keyboard.press("Space")
        replies = page.locator(".says.me").count()
        page.keyboard.press("Enter")
        expect(page.locator(".says.me")).to_have_count(replies + 1)


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_by_keyboard(kind: str, visit: Any) -> None:
    module_id, activity_id = KINDS[kind]
    activity = library.module(module_id).activity(activity_id)
    # The facilitator may open any part, and sees the same templates.
    page = visit("chiara", f"/unit/{module_id}/")
    page.wait_for_selector("[data-htmx-powered]")
    open_activity(page, activity.title)
    assert_no_barrier(page)
    if kind == "conversation":
        talk_to_the_end(page)
    else:
        answer_by_keyboard(page, kind)
    if kind in ("lesson", "checklist"):
        expect(page.locator(f"{STAGE} h2")).not_to_have_text(activity.title)
    else:
        expect(page.locator(".verdict")).to_be_focused()
    assert_no_barrier(page)


def test_a_learner_is_asked_for_the_role_answers_leaves_and_resumes(visit: Any) -> None:
    page = visit("giulia", "/unit/j1/")
    page.wait_for_selector("[data-htmx-powered]")
    assert_no_barrier(page)
    page.locator("[value=mentor]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".activity h2")).to_have_text("The roles turn round")
    page.get_by_role("button", name="Go on").press("Enter")
    expect(page.locator(".activity h2")).to_have_text("Three ways to help")
    expect(page.locator(".activity h2")).to_be_focused()
    page.reload()
    expect(page.locator(".activity h2")).to_have_text("Three ways to help")
    page.get_by_role("button", name="Back").press("Enter")
    expect(page.locator(".activity h2")).to_have_text("The roles turn round")
    other = visit("giulia", "/unit/s1/")
    expect(other.get_by_text("This part is for the mentees")).to_be_visible()
    assert_no_barrier(other)


def test_unsaved_words_are_not_lost_by_going_back(visit: Any, cohort: Any) -> None:
    cohort.give_role("mario", Role.MENTEE)
    page = visit("mario", "/unit/s4/")
    page.wait_for_selector("[data-htmx-powered]")
    page.get_by_role("button", name="Go on").click()
    area = page.locator(".activity textarea").first
    area.fill("How to sharpen a plane")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("alert")).to_contain_text("not saved")
    expect(area).to_have_value("How to sharpen a plane")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".verdict")).to_be_visible()
    page.reload()
    expect(page.locator(f"{STAGE} h2")).to_be_visible()


def test_from_right_to_left(visit: Any) -> None:
    page = visit("chiara", "/unit/j7/")
    page.wait_for_selector("[data-htmx-powered]")
    page.evaluate("document.querySelector('.ment').dir = 'rtl'")
    open_activity(page, library.module("j7").activities[1].title)
    talk_to_the_end(page)
    mine, theirs = page.locator(".says.me").first, page.locator("blockquote.says").first
    assert mine.bounding_box()["x"] < theirs.bounding_box()["x"]
    assert_no_barrier(page)


def test_studio_checks_an_own_module_before_it_is_saved(visit: Any) -> None:
    page = visit("chiara", "/studio/j1/")
    expect(page.get_by_label("My own module")).not_to_be_visible()
    page.get_by_label("Module", exact=True).select_option("own")
    page.get_by_label("My own module").fill("id: ovens\ntrack: junor\n")
    page.get_by_role("button", name="Check and preview").click()
    expect(page.get_by_text("“junor” is not possible here.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error")).to_contain_text("Line 2")
    page.reload()
    expect(page.get_by_label("Module", exact=True)).to_have_value("j1")
    assert_no_barrier(page)
