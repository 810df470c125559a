"""The facilitator's fifteen minutes, without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ment_xblock.domain.pairing import State
from ment_xblock.models import AlertState, FacilitatorNote, HelpRequest, Pairing
from tests.browser.conftest import DESK, Visit
from tests.browser.dashboard_states import HOME, PAIR, troubled
from tests.browser.test_keyboard import press, type_into

pytestmark = pytest.mark.browser


def test_ring_somebody_note_it_and_look_at_the_pair(cohort, visit: Visit) -> None:
    pair = troubled(cohort)
    page = visit("chiara", HOME, viewport=DESK)
    card = page.get_by_role("listitem").filter(has_text="Mario Tessarin asks to be rung").first
    expect(card.get_by_role("link", name="+39 055")).to_have_attribute("href", "tel:+390555550163")
    press(page, card.locator("summary", has_text="Add a note").first)
    type_into(page, card.get_by_label("Your note").first, "He is fine")
    press(page, card.get_by_role("button", name="I called").first)
    expect(page.get_by_text("Noted: you called.")).to_be_focused()
    expect(page.get_by_text("Mario Tessarin asks to be rung")).to_have_count(0)
    # She asks as well, and was not the one who was rung.
    expect(page.get_by_text("Giulia Morbelli asks to be rung").first).to_be_visible()
    assert HelpRequest.objects.get(participant__user__username="giulia").state == "open"
    assert (
        AlertState.objects.get(
            pairing=pair, rule="ring_me", participant__user__username="mario"
        ).handled
        == "called"
    )
    assert FacilitatorNote.objects.filter(pairing=pair, about="ring_me").get().text == "He is fine"

    press(page, page.get_by_role("button", name="All pairs"))
    type_into(page, page.get_by_label("Find a name"), "tessarin")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 pair", exact=True)).to_be_visible()
    press(page, page.get_by_role("button", name=PAIR))
    expect(page.get_by_role("heading", name=PAIR)).to_be_focused()
    expect(page.get_by_role("paragraph").filter(has_text="He is fine")).to_be_visible()
    press(page, page.locator("summary", has_text="Pause or end"))
    press(page, page.get_by_role("button", name="Start a pause"))
    expect(page.get_by_text("The pair is on a pause now.")).to_be_focused()
    assert Pairing.objects.get(pk=pair).state == State.PAUSED
    press(page, page.get_by_role("button", name="Back to all pairs"))
    expect(page.get_by_label("Find a name")).to_have_value("tessarin")
    expect(page.get_by_text("1 pair", exact=True)).to_be_visible()
