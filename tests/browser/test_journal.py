"""The journal in real browsers: three meetings of two people, and the keyboard alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from ment_xblock.models import Action, Session
from tests.browser.conftest import Visit
from tests.browser.journal_states import NOTE_DOWN, UNIT, pair_of_some_weeks, send
from tests.browser.seeding import Cohort
from tests.meetings import Meetings

pytestmark = pytest.mark.browser

TAPS = {"way": 0, "task": 0, "step": 2, "direction": 2, "device": 0}


def tap(page: Page, name: str, number: int) -> None:
    page.locator(f"[name='{name}']").nth(number).locator("..").click()


def fill_log(page: Page, words: str, day: str = "", minutes: str = "") -> None:
    """Fill in what a log needs, by tapping."""
    page.get_by_role("button", name=NOTE_DOWN).click()
    expect(page.locator("[name=tried]")).to_be_visible()
    if day:
        page.locator("[name=held_on]").fill(day)
    if minutes:
        page.locator("[name=minutes]").fill(minutes)
    for name, number in TAPS.items():
        tap(page, name, number)
    tap(page, "kinds", 2)
    page.locator("[name=tried]").fill(words)


def points(visit: Visit) -> list[str]:
    page = visit("chiara", "/gradebook/")
    cells = [
        page.get_by_role("row", name=name).locator("td[data-h='Our meetings'] .points")
        for name in ("Giulia", "Mario")
    ]
    found = [cell.inner_text() for cell in cells]
    page.close()
    return found


def test_three_meetings_of_two_people(cohort: Cohort, visit: Visit) -> None:
    pair_of_some_weeks(cohort)
    giulia, mario = visit("giulia", UNIT), visit("mario", UNIT)
    days = [(cohort.host.now() - timedelta(days=ago)).date().isoformat() for ago in (6, 4, 2)]

    # The first one they write down at the same time, and see it differently.
    fill_log(giulia, "We sent a quote.", days[0], "45")
    fill_log(mario, "I sent it myself.", days[0], "60")
    giulia.locator("[name=action1_words]").fill("Send another one")
    tap(giulia, "action1_owner", 1)
    send(giulia)
    expect(giulia.get_by_text("It is noted down.")).to_be_visible()
    send(mario)
    expect(mario.get_by_text("a little differently")).to_be_visible()
    expect(mario.locator("[name=tried]")).to_have_value("I sent it myself.")
    mario.get_by_role("button", name="Take what is noted").click()
    send(mario)
    expect(mario.get_by_text("so it counts now")).to_be_visible()
    for page in (giulia, mario):
        page.reload()
        page.locator("details.card > summary").first.click()
        expect(page.get_by_text("We sent a quote.")).to_be_visible()
        expect(page.get_by_text("I sent it myself.")).to_be_visible()
    first = points(visit)

    # The second one is confirmed with one tap.
    fill_log(giulia, "Ten pictures of a table.", days[1])
    tap(giulia, f"review_{Action.objects.get().pk}", 0)
    send(giulia)
    expect(giulia.get_by_text("It is noted down.")).to_be_visible()
    mario.reload()
    mario.get_by_role("button", name="Yes, it is right").click()
    expect(mario.get_by_text("counts now, for both of you")).to_be_visible()
    assert Action.objects.get().state == "done"
    second = points(visit)

    # The third one is contested, changed together, and settled.
    fill_log(giulia, "The calendar.", days[2])
    send(giulia)
    expect(giulia.get_by_text("It is noted down.")).to_be_visible()
    mario.reload()
    mario.locator("summary").filter(has_text="No, it was not like this").click()
    mario.locator("[name=reason]").fill("It was half an hour.")
    mario.get_by_role("button", name="Say so").click()
    expect(mario.get_by_text("Your partner sees why.")).to_be_visible()
    mario.get_by_role("button", name="Change or add something").first.click()
    mario.locator("[name=minutes]").fill("30")
    mario.get_by_role("button", name="Save", exact=True).click()
    expect(mario.get_by_text("Your partner says whether it is right now")).to_be_visible()
    giulia.reload()
    expect(giulia.get_by_text("It was half an hour.").first).to_be_visible()
    giulia.get_by_role("button", name="It is right now").click()
    expect(giulia.get_by_text("It is settled.")).to_be_visible()
    third = points(visit)
    assert [first, second, third] == [["0.17"] * 2, ["0.33"] * 2, ["0.5"] * 2]
    assert set(Session.objects.values_list("minutes", flat=True)) == {45, 60, 30}


def test_a_second_meeting_of_a_day_is_one_of_its_own(cohort: Cohort, visit: Visit) -> None:
    pair = pair_of_some_weeks(cohort)
    first = Meetings(cohort).confirmed(pair, ago=2)
    before = Session.objects.values().get()
    day = before["held_on"].isoformat()
    giulia, mario = visit("giulia", UNIT), visit("mario", UNIT)
    for page, words in ((giulia, "The till."), (mario, "I did the till.")):
        fill_log(page, words, day, "30")
        send(page)
        expect(page.get_by_text("Did you meet a second time that day?")).to_be_visible()
        expect(page.locator("[name=tried]")).to_have_value(words)
    # Both say so, one after the other, from pages that know of one meeting.
    giulia.get_by_role("button", name="We met a second time that day").click()
    expect(giulia.get_by_text("It is noted down.")).to_be_visible()
    mario.get_by_role("button", name="We met a second time that day").click()
    expect(mario.get_by_text("so it counts now")).to_be_visible()
    second = Session.objects.exclude(pk=first).get()
    assert (second.state, second.minutes) == ("confirmed", 30)
    assert Session.objects.values().get(pk=first) == before
    # Nothing of it is left on the device.
    mario.get_by_role("button", name=NOTE_DOWN).click()
    expect(mario.locator("[name=tried]")).to_have_value("")


def test_who_means_the_meeting_that_stands_corrects_it(cohort: Cohort, visit: Visit) -> None:
    pair = pair_of_some_weeks(cohort)
    day = Meetings(cohort).row(Meetings(cohort).confirmed(pair, ago=2)).held_on
    mario = visit("mario", UNIT)
    fill_log(mario, "It was half an hour.", day.isoformat(), "30")
    send(mario)
    mario.get_by_role("button", name="Correct the meeting of").click()
    expect(mario.get_by_text("It is noted down as: 45 minutes")).to_be_visible()
    assert Session.objects.get().minutes == 45
    for box in mario.locator(".theirs").all()[::-1]:
        box.get_by_role("button", name="Keep mine").click()
    send(mario)
    expect(mario.get_by_text("Day or length changed")).to_be_visible()
    assert (Session.objects.get().minutes, Session.objects.get().state) == (30, "logged")


def test_a_log_by_keyboard_alone(cohort: Cohort, visit: Visit) -> None:
    pair_of_some_weeks(cohort)
    page = visit("giulia", UNIT)
    tab_to(page, "main .ment button[hx-get*=log_form]")
    page.keyboard.press("Enter")
    expect(page.locator(".ment h2")).to_be_focused()
    for name in ("way", "task", "step", "kinds", "direction", "device"):
        tab_to(page, f"[name='{name}']")
        page.keyboard.press("Space")
        assert page.locator(f"[name='{name}']:checked").count() == 1
    tab_to(page, "[name=tried]")
    page.keyboard.type("We looked at the price list.")
    tab_to(page, "[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is noted down.")).to_be_focused()
    assert Session.objects.get().state == "logged"


def test_what_is_missing_is_said_beside_its_field(cohort: Cohort, visit: Visit) -> None:
    pair_of_some_weeks(cohort)
    page = visit("giulia", UNIT)
    page.get_by_role("button", name=NOTE_DOWN).click()
    page.locator("[name=tried]").fill("Words that must not be lost")
    page.locator("[name=held_on]").fill("2300-01-01")
    send(page)
    expect(page.get_by_text("This day has not come yet.")).to_be_visible()
    expect(page.locator("[name=tried]")).to_have_value("Words that must not be lost")
    assert page.locator("fieldset.wrong").count() >= 3


def tab_to(page: Page, selector: str) -> None:
    for _ in range(120):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard")
