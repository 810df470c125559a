"""Bad lines, lost logins, second taps, closed tabs: nothing that somebody typed is lost."""

import pytest
from playwright.sync_api import Page, Route, expect

from ment_xblock.models import Agreement, Signature
from tests.browser import steps
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

GOAL = "Giulia's own goal"
WORDS = "Explain things slowly, with “care” & 1 < 2"
LOGIN_PAGE = "<!doctype html><html><title>Sign in</title><body><h1>Sign in</h1></body></html>"


@pytest.fixture
def typed(cohort, visit: Visit) -> Page:
    """Giulia's page with words in a form that are not saved yet."""
    cohort.pair()
    page = visit("giulia")
    steps.edit(page, steps.GAINS).get_by_label(GOAL).fill(WORDS)
    return page


def press_save(page: Page) -> None:
    steps.part(page, steps.GAINS).get_by_role("button", name="Save").click()


def see_that_nothing_is_lost(page: Page, message: str) -> None:
    alert = steps.part(page, steps.GAINS).get_by_role("alert")
    expect(alert).to_contain_text(message)
    expect(alert).to_be_focused()
    expect(page.get_by_label(GOAL)).to_have_value(WORDS)


def save_and_see(page: Page) -> None:
    steps.save(page, steps.GAINS)
    expect(steps.part(page, steps.GAINS).get_by_role("alert")).to_have_count(0)
    expect(steps.part(page, steps.GAINS)).to_contain_text(WORDS)


def test_no_network(typed: Page) -> None:
    typed.context.set_offline(True)
    press_save(typed)
    see_that_nothing_is_lost(typed, "No connection. Nothing you typed is lost.")
    typed.context.set_offline(False)
    save_and_see(typed)


@pytest.mark.parametrize("status", [200, 403, 502])
def test_a_page_of_the_host_instead_of_an_answer(typed: Page, status: int) -> None:
    def answer(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html", body=LOGIN_PAGE)

    typed.route("**/save_section/**", answer)
    press_save(typed)
    see_that_nothing_is_lost(typed, "Perhaps you have to sign in again")
    expect(typed).not_to_have_title("Sign in")
    typed.unroute("**/save_section/**")
    save_and_see(typed)


def test_no_csrf_cookie_any_more(typed: Page) -> None:
    cookies = typed.context.cookies()
    typed.context.clear_cookies()
    press_save(typed)
    see_that_nothing_is_lost(typed, "Perhaps you have to sign in again")
    typed.context.add_cookies(cookies)
    save_and_see(typed)


def test_signed_out_meanwhile(typed: Page) -> None:
    def as_nobody(route: Route) -> None:
        route.continue_(url=route.request.url.replace("student=giulia", "student="))

    typed.route("**/save_section/**", as_nobody)
    press_save(typed)
    see_that_nothing_is_lost(typed, "You are not signed in any more.")
    typed.unroute("**/save_section/**")
    save_and_see(typed)


def test_a_second_tap_on_a_slow_line_does_nothing_more(cohort, visit: Visit) -> None:
    pair = cohort.pair()
    cohort.fill(pair)
    page = visit("giulia")
    sent: list[Route] = []
    page.route("**/sign/**", lambda route: sent.append(route))  # noqa: PLW0108
    button = page.get_by_role("button", name="Sign version 1")
    button.dblclick()
    button.click()
    page.wait_for_timeout(200)
    assert len(sent) == 1
    sent[0].continue_()
    expect(page.get_by_text("You have signed.", exact=True)).to_be_visible()
    assert len(sent) == 1
    assert Signature.objects.count() == 1


def test_one_copy_is_mailed_for_two_taps(cohort, visit: Visit, mailoutbox) -> None:
    cohort.active_pair()
    page = visit("giulia")
    steps.unfold(page, "Copies")
    page.get_by_role("button", name="Send me a copy by mail").dblclick()
    expect(page.get_by_text("The copy is on its way")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(mailoutbox) == 1


def test_a_tap_before_the_page_is_ready_counts(cohort, visit: Visit, live_server) -> None:
    cohort.pair()
    page = visit("giulia", "/")
    held: list[Route] = []
    page.route("**/htmx.esm.min.js", lambda route: held.append(route))  # noqa: PLW0108
    page.goto(f"{live_server}/unit/agreement/?student=giulia")
    steps.part(page, steps.GAINS).get_by_role("button", name="Fill in").click()
    page.wait_for_function("document.querySelector('.ment').dataset.started")
    held[0].continue_()
    expect(page.get_by_label(GOAL)).to_be_visible()


def test_without_script_nothing_typed_gets_into_an_address(cohort, visit: Visit) -> None:
    cohort.pair()
    page = visit("giulia", java_script_enabled=False)
    before = page.url
    page.locator("summary").filter(has_text="If things change").click()
    page.locator("summary").filter(has_text="Take a pause").click()
    page.get_by_label("Why?").nth(1).fill("Ill")
    page.get_by_role("button", name="Start the pause").click()
    page.wait_for_timeout(200)
    assert page.url == before


def test_unsaved_words_stand_in_the_way_of_signing(cohort, visit: Visit) -> None:
    pair = cohort.pair()
    cohort.fill(pair)
    page = visit("giulia")
    word = steps.edit(page, steps.PROMISES).get_by_label("Our stop word")
    word.fill("coffee")
    page.get_by_role("button", name="Sign version 1").click()
    alert = steps.part(page, steps.PROMISES).get_by_role("alert")
    expect(alert).to_contain_text("You have not saved this yet.")
    expect(word).to_be_focused()
    expect(word).to_have_value("coffee")
    assert not Signature.objects.exists()
    steps.save(page, steps.PROMISES)
    steps.sign(page)
    assert Agreement.objects.get().values["stop_word"] == "coffee"


def test_words_taken_back_are_no_longer_unsaved(cohort, visit: Visit) -> None:
    cohort.active_pair()
    page = visit("giulia")
    steps.unfold(page, "If things change")
    steps.unfold(page, "Take a pause")
    fold = page.locator("details.way-out").filter(has_text="Take a pause")
    fold.get_by_label("Why?").fill("My back")
    steps.unfold(page, "End this pair")
    end = page.get_by_role("button", name="End the pair", exact=True)
    fold.locator("summary").click()
    end.click()
    expect(fold.get_by_label("Why?")).to_be_focused()
    expect(fold.get_by_role("alert")).to_contain_text("You have not saved this yet.")
    fold.get_by_role("button", name="Cancel").click()
    expect(fold.locator("summary")).to_be_focused()
    end.click()
    expect(page.get_by_text("This pair has ended.")).to_be_visible()


def test_leaving_the_page_asks_first(typed: Page) -> None:
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    typed.once("dialog", stay)
    typed.get_by_role("link", name="Gradebook").click()
    typed.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    expect(typed.get_by_label(GOAL)).to_have_value(WORDS)
    save_and_see(typed)
    typed.get_by_role("link", name="Gradebook").click()
    expect(typed.get_by_role("heading", name="Gradebook")).to_be_visible()
    assert asked == ["beforeunload"]


def test_an_agreement_that_changed_while_somebody_read_it(cohort, visit: Visit) -> None:
    pair = cohort.pair()
    cohort.fill(pair)
    page = visit("giulia")
    cohort.fill(pair, by="mario", stop_word="coffee")
    page.get_by_role("button", name="Sign version 1").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The agreement changed while you were reading.")
    assert not Signature.objects.exists()
    alert.get_by_role("button", name="Load the page again").click()
    expect(steps.part(page, steps.PROMISES)).to_contain_text("coffee")
    steps.sign(page)


def test_the_partner_signed_while_somebody_typed(cohort, visit: Visit) -> None:
    pair = cohort.pair()
    cohort.fill(pair)
    page = visit("giulia")
    word = steps.edit(page, steps.PROMISES).get_by_label("Our stop word")
    word.fill("coffee")
    cohort.sign(pair, "mario")
    steps.part(page, steps.PROMISES).get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Your partner has just signed.")
    expect(word).to_have_value("coffee")
    steps.save(page, steps.PROMISES)
    expect(page.get_by_text("version 2", exact=True)).to_be_visible()
