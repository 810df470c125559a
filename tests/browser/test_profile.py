"""A whole profile on a phone: how many taps it takes, by keyboard alone, in two windows, and what gets lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from ment_xblock.domain.people import Role
from ment_xblock.domain.profile_answers import Part
from ment_xblock.models import Profile
from tests.browser.conftest import Visit
from tests.browser.profile_states import UNIT, open_part, save, tell, with_role
from tests.browser.test_keyboard import press, tab_to

pytestmark = pytest.mark.browser

MOST_TAPS = 12


class Thumb:
    """Taps, and counts those that are no answer to a question."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def answer(self, name: str, group: str = "") -> None:
        """Choose one answer."""
        within = self.page.get_by_role("group", name=group) if group else self.page
        within.locator("label").filter(has_text=re.compile(name)).first.click()

    def go_on(self, button: str) -> None:
        """Press a button, which answers nothing."""
        self.taps += 1
        heading = self.page.locator(".ment h2").inner_text()
        self.page.get_by_role("button", name=button, exact=True).click()
        expect(self.page.locator(".ment h2")).not_to_have_text(heading)


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_profile_takes_few_taps_beyond_the_answers(cohort, visit: Visit, role: str) -> None:
    page = visit("lena", UNIT)
    thumb = Thumb(page)
    thumb.answer(f"a {role}")
    thumb.go_on("That is me")
    thumb.answer("Sort my job photos")
    if role == "mentor":
        thumb.answer("ready to show", "How well? Sort my job photos")
    thumb.go_on("Save and go on")
    thumb.answer("Deutsch")
    thumb.go_on("Save and go on")
    thumb.answer("Evening", "Tuesday")
    thumb.go_on("Save and go on")
    thumb.answer("In person")
    thumb.answer("In a public place")
    thumb.go_on("Save and go on")
    thumb.answer("Hair and beauty", "Which trade do you work in")
    page.get_by_role("textbox", name="What is your firm called?").fill("Salon Brise")
    thumb.answer("No", "Do you own or lead")
    thumb.answer("Yes", "Could your partner come")
    thumb.go_on("Save and go on")
    thumb.answer("Gently", "How do we talk?")
    thumb.go_on("Save and go on")
    if role == "mentor":
        thumb.answer("No", "Are you under 18?")
    thumb.go_on("Save and go on")
    page.get_by_role("textbox", name="Your phone number").fill("555 0100")
    thumb.go_on("Save and finish")
    expect(page.get_by_role("heading", name="Your profile is complete")).to_be_visible()
    assert thumb.taps <= MOST_TAPS
    stored = Profile.objects.get()
    assert (stored.languages, stored.times, stored.same_firm_ok) == (["de"], ["tue-evening"], True)
    assert stored.skills == ({"sort-job-photos": 4} if role == "mentor" else {})
    assert stored.wanted == ([] if role == "mentor" else ["sort-job-photos"])


def order_of(page: Page) -> list[str]:
    return page.locator("[data-order] input").evaluate_all("(all) => all.map((one) => one.value)")


def box(page: Page, words: str) -> Locator:
    return page.get_by_role("checkbox", name=words)


def test_the_order_follows_the_ticks_and_can_be_changed_by_keyboard(cohort, visit: Visit) -> None:
    with_role("mario", Role.MENTEE)(cohort)
    page = visit("mario", UNIT)
    tab_to(page, box(page, "Sort my job photos"))
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="Most wanted first")).to_be_hidden()
    box(page, "Join and leave a video call").press("Space")
    box(page, "Scan receipts").press("Space")
    assert order_of(page) == ["sort-job-photos", "video-call", "scan-receipts"]
    expect(box(page, "Judge whether")).to_be_disabled()
    expect(page.locator(".ment [data-live]")).to_contain_text("Three are chosen")
    press(page, page.get_by_role("button", name="Move up Scan receipts"))
    expect(page.locator(".ment [data-live]")).to_have_text("Now place 2 of 3")
    box(page, "Sort my job photos").press("Space")
    expect(box(page, "Judge whether")).to_be_enabled()
    assert order_of(page) == ["scan-receipts", "video-call"]
    press(page, page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_role("heading", name="My languages")).to_be_focused()
    assert Profile.objects.get().wanted == ["scan-receipts", "video-call"]
    page.reload()
    open_all(page)
    open_part(page, "What I want to learn")
    assert order_of(page) == ["scan-receipts", "video-call"]


def open_all(page: Page) -> None:
    page.get_by_role("button", name="All parts").click()
    expect(page.get_by_role("region").first).to_be_visible()


def test_the_week_by_keyboard_and_by_ear(cohort, visit: Visit) -> None:
    with_role("mario", Role.MENTEE, Part.TASKS, Part.LANGUAGES)(cohort)
    page = visit("mario", UNIT)
    evening = page.get_by_role("group", name="Thursday").get_by_role("checkbox", name="Evening")
    press(page, evening, "Space")
    expect(evening).to_be_checked()
    press(page, page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_role("heading", name="How we meet")).to_be_focused()
    assert Profile.objects.get().times == ["thu-evening"]


def test_what_is_wrong_is_said_where_it_is_and_nothing_is_lost(cohort, visit: Visit) -> None:
    with_role("mario", Role.MENTEE, *tuple(Part)[:4])(cohort)
    page = visit("mario", UNIT)
    firm = page.get_by_role("textbox", name="What is your firm called?")
    firm.fill("Tessarin")
    page.get_by_role("radio", name="Wood and furniture").check()
    save(page)
    boss = page.get_by_role("group", name="Do you own or lead this firm?")
    expect(boss.get_by_role("alert")).to_have_text("Please choose an answer.")
    expect(boss.get_by_label("Yes")).to_be_focused()
    expect(firm).to_have_value("Tessarin")
    boss.get_by_label("Yes").check()
    page.get_by_role("group", name="Could your partner").get_by_label("No").check()
    save(page)
    expect(page.get_by_role("heading", name="What suits me")).to_be_focused()


def test_two_windows(cohort, visit: Visit) -> None:
    with_role("mario", Role.MENTEE, *Part)(cohort)
    one, two = visit("mario", UNIT), visit("mario", UNIT)
    for page, name in ((one, "Maestro"), (two, "Mario T.")):
        open_part(page, "About me")
        page.get_by_role("textbox", name="What shall we call you?").fill(name)
    save(one)
    expect(one.get_by_role("region", name="About me")).to_contain_text("Maestro")
    save(two)
    expect(two.get_by_role("alert")).to_be_focused()
    called = two.get_by_role("textbox", name="What shall we call you?")
    expect(called).to_have_value("Mario T.")
    two.get_by_role("button", name="Cancel").click()
    expect(two.get_by_role("region", name="About me")).to_contain_text("Maestro")
    assert Profile.objects.get().called == "Maestro"


def test_leaving_a_part_that_is_not_saved_is_noticed(cohort, visit: Visit) -> None:
    with_role("mario", Role.MENTEE)(cohort)
    tell("mario", Part.TASKS)
    page = visit("mario", UNIT)
    box(page, "Italiano").check()
    page.context.set_offline(True)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("No connection")
    expect(box(page, "Italiano")).to_be_checked()
    page.context.set_offline(False)
    save(page)
    expect(page.get_by_role("heading", name="When I am free")).to_be_focused()


KEPT = "You began this before. Here is what you typed."


def wait_for_draft(page: Page, part: str, words: str) -> None:
    """The device has something of a part."""
    page.wait_for_function(
        "([part, words]) => Object.entries(localStorage).some("
        "([key, kept]) => key.endsWith(`:part-${part}`) && kept.includes(words))",
        arg=[part, words],
    )


def test_taps_of_a_part_outlive_the_page_with_their_order(cohort, visit: Visit) -> None:
    with_role("mario", Role.MENTEE)(cohort)
    page = visit("mario", UNIT)
    for words in ("Sort my job photos", "Join and leave a video call", "Scan receipts"):
        box(page, words).check()
    page.get_by_role("button", name="Move up Scan receipts").click()
    order = ["sort-job-photos", "scan-receipts", "video-call"]
    assert order_of(page) == order
    wait_for_draft(page, "tasks", " ".join(order))
    page.reload()
    expect(page.get_by_text(KEPT).first).to_be_visible()
    expect(box(page, "Scan receipts")).to_be_checked()
    assert order_of(page) == order
    save(page)
    expect(page.get_by_role("heading", name="My languages")).to_be_focused()
    assert Profile.objects.get().wanted == order
    assert not page.evaluate("Object.keys(localStorage).some((key) => key.includes(':part-'))")


def test_who_ticks_slowly_is_not_taken_back_to_what_was_kept_before(cohort, visit: Visit) -> None:
    with_role("mario", Role.MENTEE)(cohort)
    page = visit("mario", UNIT)
    order: list[str] = []
    for words, task in (
        ("Sort my job photos", "sort-job-photos"),
        ("Join and leave a video call", "video-call"),
        ("Scan receipts", "scan-receipts"),
    ):
        box(page, words).check()
        order.append(task)
        wait_for_draft(page, "tasks", " ".join(order))
    box(page, "Sort my job photos").uncheck()
    wait_for_draft(page, "tasks", "video-call scan-receipts")
    assert order_of(page) == ["video-call", "scan-receipts"]


def test_only_the_order_was_changed(cohort, visit: Visit) -> None:
    with_role("mario", Role.MENTEE, *Part)(cohort)
    page = visit("mario", UNIT)
    open_part(page, "What I want to learn")
    first, second, *rest = order_of(page)
    page.locator("[data-order] [data-move=down]").first.click()
    wait_for_draft(page, "tasks", f"{second} {first}")
    page.reload()
    open_part(page, "What I want to learn")
    assert order_of(page) == [second, first, *rest]
    save(page)
    expect(page.get_by_role("region", name="What I want to learn")).to_be_visible()
    assert Profile.objects.get().wanted == [second, first, *rest]


def test_words_of_a_part_outlive_the_page_and_nobody_elses(cohort, visit: Visit) -> None:
    with_role("mario", Role.MENTEE, *Part)(cohort)
    cohort.give_role("anna", Role.MENTEE)
    page = visit("mario", UNIT)
    open_part(page, "About me")
    called = page.get_by_role("textbox", name="What shall we call you?")
    called.fill("Maestro")
    wait_for_draft(page, "about", "Maestro")
    page.reload()
    open_part(page, "About me")
    expect(called).to_have_value("Maestro")
    page.get_by_role("button", name="Cancel").click()
    open_part(page, "About me")
    expect(called).not_to_have_value("Maestro")
    called.fill("Maestro")
    wait_for_draft(page, "about", "Maestro")
    page.goto(page.url.replace("student=mario", "student=anna"))
    expect(page.get_by_role("button", name="Save and go on")).to_be_visible()
    assert not page.evaluate("Object.values(localStorage).some((kept) => kept.includes('Maestro'))")
