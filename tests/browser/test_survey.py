"""Surveys in a real browser: few taps, no mouse, one question at a time, and nothing lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ment_xblock.models import SurveyAnswer, SurveyParticipation
from tests.browser import steps
from tests.browser import survey_states as states
from tests.browser.conftest import Visit
from tests.browser.seeding import Cohort

pytestmark = pytest.mark.browser

MOST_TAPS = 8
READY = "[data-htmx-powered]"


def opened(visit: Visit, person: str, path: str, **options: Any) -> Page:
    page = visit(person, path, **options)
    page.wait_for_selector(READY)
    return page


@pytest.mark.parametrize("person", ["giulia", "mario"])
def test_a_pulse_takes_at_most_eight_taps_on_a_phone(
    visit: Visit, cohort: Cohort, person: str
) -> None:
    states.met(cohort)
    page = opened(visit, person, states.PULSE, has_touch=True)
    taps = 0
    for question in page.locator("form fieldset.step").all():
        # The last answer of each: whatever it is, one tap gives it.
        question.locator("label").last.tap()
        taps += 1
    page.get_by_role("button", name="Send").tap()
    taps += 1
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert taps <= MOST_TAPS
    assert SurveyParticipation.objects.count() == 1
    assert SurveyAnswer.objects.filter(participation__isnull=False).count() == taps - 1


def test_what_is_still_open_is_said_before_it_is_sent(visit: Visit, cohort: Cohort) -> None:
    states.met(cohort)
    page = opened(visit, "mario", states.PULSE)
    send = page.get_by_role("button", name="Send")
    expect(page.get_by_text("Questions still open")).to_have_count(0)
    questions = page.locator("form fieldset.step").all()
    for number, question in enumerate(questions[:-1], start=1):
        question.locator("label").last.click()
        left = f"Questions still open: {len(questions) - number} of"
        expect(page.get_by_text(left)).to_be_visible()
        assert left in (send.evaluate("(one) => one.ariaDescribedByElements[0].textContent"))
    steps.wait_until_kept(page, "true")
    page.reload()
    expect(page.get_by_text("Questions still open: 1 of")).to_be_visible()
    page.locator("form fieldset.step").last.locator("label").last.click()
    expect(page.get_by_text("Questions still open")).to_be_hidden()


def test_two_taps_on_send_at_once_make_one_answer(visit: Visit, cohort: Cohort) -> None:
    states.met(cohort)
    page = opened(visit, "mario", states.PULSE)
    for question in page.locator("form fieldset.step").all():
        question.locator("label").first.click()
    page.evaluate("""() => { const form = document.querySelector("form.survey");
      form.requestSubmit(); form.requestSubmit(); }""")
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert SurveyParticipation.objects.count() == 1


def test_without_a_mouse_and_told_to_who_cannot_see(visit: Visit, cohort: Cohort) -> None:
    states.met(cohort)
    page = opened(visit, "mario", states.PULSE)
    first = page.get_by_role("group", name="I could ask anything")
    expect(first.get_by_role("radio", name="1 not at all")).to_be_visible()
    expect(first.get_by_role("radio", name="5 completely")).to_be_visible()
    first.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(first.get_by_role("radio", name="2", exact=True)).to_be_checked()
    page.get_by_role("button", name="Send").focus()
    page.keyboard.press("Enter")
    problem = page.get_by_role("group", name="I did it myself")
    expect(problem.get_by_role("alert")).to_have_text("Please answer this one.")
    expect(problem.get_by_role("radio").first).to_be_focused()
    for name in ("I did it myself", "I can use this at work", "How sure are you"):
        page.get_by_role("group", name=name).get_by_role("radio").last.focus()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_be_focused()
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()


def test_one_question_at_a_time(visit: Visit, cohort: Cohort) -> None:
    states.step_by_step(cohort)
    page = opened(visit, "giulia", states.SECRET)
    shown = page.locator("form .step:visible")
    expect(shown).to_have_count(1)
    expect(page.get_by_text("Question 1 of 8")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_hidden()
    expect(page.get_by_role("button", name="Back")).to_be_hidden()
    for number in range(2, 9):
        shown.get_by_role("radio").nth(number % 5).focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")  # goes on, and sends nothing yet
        expect(page.get_by_text(f"Question {number} of 8")).to_be_visible()
        expect(shown.locator("legend")).to_be_focused()
    assert not SurveyParticipation.objects.exists()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_text("Question 7 of 8")).to_be_visible()
    expect(shown.get_by_role("radio").nth(8 % 5)).to_be_checked()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert SurveyAnswer.objects.count() == 7


def test_a_question_that_is_not_right_yet_brings_up_its_screen(
    visit: Visit, cohort: Cohort
) -> None:
    states.met(cohort)
    states.set_up("pulse", layout="one")
    page = opened(visit, "mario", states.PULSE)
    for _ in range(6):
        page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Question 1 of 7")).to_be_visible()
    expect(page.locator("form .step:visible")).to_have_count(1)
    expect(page.get_by_role("alert").first).to_be_visible()


def test_an_anonymous_form_is_kept_on_the_device_alone_until_it_is_sent(
    visit: Visit, cohort: Cohort
) -> None:
    states.everybody(cohort)
    page = opened(visit, "mario", states.SECRET)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("group", name="When something annoys me").get_by_text("4").click()
    page.get_by_label("What should we change?").fill("Larger letters")
    steps.wait_until_kept(page, "Larger letters")
    assert not [url for url in sent if "handler" in url], "nothing leaves the device"
    kept = page.evaluate("Object.entries(localStorage).map(([key, value]) => key + value).join()")
    assert "Larger letters" in kept
    assert "mario" not in kept.lower()
    page.reload()
    page.wait_for_selector(READY)
    expect(page.get_by_label("What should we change?")).to_have_value("Larger letters")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert "Larger letters" not in page.evaluate("JSON.stringify(localStorage)")
    assert SurveyAnswer.objects.filter(text="Larger letters", participation=None).count() == 1


def test_the_facilitator_closes_a_survey_for_good(visit: Visit, cohort: Cohort) -> None:
    states.secret(cohort)
    page = opened(visit, "chiara", states.SECRET)
    page.get_by_text("Close this survey").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close it for good").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What they said")).to_be_visible()
    expect(page.get_by_role("heading", level=2).first).to_be_focused()
    expect(page.get_by_text("Close this survey")).to_have_count(0)


def test_an_author_writes_a_question_by_keyboard(visit: Visit, cohort: Cohort) -> None:
    page = visit("chiara", states.STUDIO)
    page.get_by_label("A question of my own").select_option("single")
    page.get_by_role("button", name="Add it").press("Enter")
    text = page.locator("[name='own-1.text']")
    expect(text).to_be_focused()
    text.fill("How was the coffee?")
    row = page.locator("li.card").filter(has=page.locator("[name='own-1.text']"))
    row.get_by_label("Answers to choose from").fill("good\nbad")
    for _ in range(3):
        row.get_by_role("button", name="Move up").press("Enter")
    expect(row.get_by_role("button", name="Move up")).to_be_focused()
    expect(page.locator("form [data-live]")).to_contain_text("Now number")
    # Studio loads the page again by itself when it has saved.
    with page.expect_event("load"):
        page.locator("form.stack").get_by_role("button", name="Save").press("Enter")
    names = page.locator("[name=rows]").evaluate_all("(all) => all.map((one) => one.value)")
    # "Half way" has a question of its own last, before those that are left out.
    assert names.index("own-1") == names.index("own-change") - 3
    expect(
        page.locator("fieldset[disabled]").first.get_by_text("How was the coffee?")
    ).to_be_visible()


def test_what_is_wrong_is_said_beside_its_row_and_unfolds_it(visit: Visit, cohort: Cohort) -> None:
    page = visit("chiara", states.STUDIO)
    page.locator("[name='trust.text']").evaluate("(field) => { field.value = ''; }")
    page.get_by_label("Name", exact=True).fill("Half")
    page.locator("form.stack").get_by_role("button", name="Save").click()
    field = page.locator("[name='trust.text']")
    expect(field).to_be_focused()
    expect(field).to_be_visible()
    expect(page.get_by_role("alert")).to_have_text("Please fill this in.")
