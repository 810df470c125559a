"""Two people find a date, each in their own browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from ment_xblock.domain.journal.states import State
from ment_xblock.models import Session
from tests.browser import steps
from tests.browser.conftest import Visit
from tests.browser.test_keyboard import press, tab_to

pytestmark = pytest.mark.browser

UNIT = "/unit/journal/"
PROPOSED = "Done. Your partner sees the date here"


def ready(page: Page) -> Page:
    expect(page.locator("input[name=client_id]").first).to_be_attached()
    return page


def open_journal(visit: Visit, person: str, **options: object) -> Page:
    return ready(visit(person, UNIT, **options))


def ask(page: Page, partner: str) -> None:
    page.get_by_role("button", name=f"Ask {partner}").click()


def test_propose_counter_accept_and_put_it_into_a_calendar(cohort, visit: Visit) -> None:
    cohort.active_pair()
    giulia, mario = open_journal(visit, "giulia"), open_journal(visit, "mario")
    ask(giulia, "Mario")  # one tap: the agreement has the date
    expect(giulia.get_by_text(PROPOSED)).to_be_focused()
    expect(giulia.get_by_text("waits for Mario")).to_be_visible()
    mario.reload()
    ready(mario)
    expect(mario.get_by_text("Giulia asks you")).to_be_visible()
    steps.unfold(mario, "Propose another date")
    form = mario.locator("form[data-draft^=move]")
    form.get_by_label("Time").fill("08:15")
    form.get_by_role("button", name="Ask Giulia").click()
    expect(mario.get_by_text("waits for Giulia")).to_be_visible()
    giulia.reload()
    giulia.get_by_role("button", name="Yes, that suits me").click()
    expect(giulia.get_by_text("It is settled.")).to_be_focused()
    expect(giulia.get_by_role("heading", name=re.compile("8:15 a.m. to 9:15 a.m."))).to_be_visible()
    expect(giulia.get_by_text("Before you meet")).to_be_visible()
    with giulia.expect_download() as download:
        giulia.get_by_role("link", name="Put it into my calendar").click()
    (event,) = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    row = Session.objects.get()
    assert row.state == State.PLANNED
    assert event.decoded("dtstart").astimezone(UTC) == row.starts_at
    assert event.decoded("dtstart").strftime("%H:%M") == "08:15"


def test_both_propose_at_the_same_moment(cohort, visit: Visit) -> None:
    cohort.active_pair()
    people = {
        open_journal(visit, one): partner
        for one, partner in (("giulia", "Mario"), ("mario", "Giulia"))
    }
    steps.at_the_same_moment(
        "propose_meeting",
        {
            page: lambda page=page, partner=partner: ask(page, partner)
            for page, partner in people.items()
        },
    )
    late = [page for page in people if settled(page)]
    assert len(late) == 1
    assert Session.objects.count() == 1
    alert = late[0].get_by_role("alert")
    expect(alert).to_contain_text("A date has just been proposed. Look at it first.")
    alert.get_by_role("button", name="Load the page again").click()
    expect(late[0].get_by_role("button", name="Yes, that suits me")).to_be_visible()


def settled(page: Page) -> bool:
    """Wait for an answer; tells whether it was a refusal."""
    done = page.get_by_text(PROPOSED).or_(page.get_by_role("alert"))
    expect(done).to_be_visible()
    return page.get_by_role("alert").is_visible()


def test_accept_while_it_is_moved(cohort, visit: Visit) -> None:
    session = cohort.plans.propose("giulia", cohort.active_pair())
    mario = open_journal(visit, "mario")
    cohort.plans.act("move", "giulia", session, sheet=cohort.plans.sheet(days=9))
    mario.get_by_role("button", name="Yes, that suits me").click()
    expect(mario.get_by_role("alert")).to_contain_text("Your partner has just changed this.")
    assert Session.objects.get().state == State.PROPOSED


def test_offline_while_planning(cohort, visit: Visit) -> None:
    cohort.active_pair()
    page = open_journal(visit, "giulia")
    page.context.set_offline(True)
    steps.unfold(page, "More:")
    page.get_by_label("By video").check()
    page.get_by_label("Where").fill("At the back door")
    steps.wait_until_kept(page, "At the back door")
    ask(page, "Mario")
    expect(page.get_by_role("alert")).to_contain_text("No connection. Nothing you typed is lost.")
    page.context.set_offline(False)
    page.reload()
    ready(page)
    expect(page.get_by_label("Where")).to_be_visible()
    expect(page.get_by_label("Where")).to_have_value("At the back door")
    expect(page.get_by_text("You began this before.").first).to_be_attached()
    ask(page, "Mario")
    expect(page.get_by_text(PROPOSED)).to_be_visible()
    row = Session.objects.get()
    assert (row.place, row.way) == ("At the back door", "video")
    assert (
        page.evaluate("Object.keys(localStorage).filter((key) => key.includes('plan')).length") == 0
    )


def test_a_lost_answer_plans_once(cohort, visit: Visit) -> None:
    cohort.active_pair()
    page = open_journal(visit, "giulia")

    def lose(route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/propose_meeting/**", lose)
    ask(page, "Mario")
    expect(page.get_by_role("alert")).to_contain_text("No connection.")
    page.unroute("**/propose_meeting/**")
    ask(page, "Mario")
    expect(page.get_by_text(PROPOSED)).to_be_visible()
    assert Session.objects.count() == 1


def test_what_is_wrong_in_a_fold_is_shown(cohort, visit: Visit) -> None:
    cohort.active_pair()
    page = open_journal(visit, "giulia")
    steps.unfold(page, "More:")
    page.get_by_label("Minutes").fill("500")
    page.locator("summary").filter(has_text="More:").click()
    expect(page.get_by_label("Minutes")).to_be_hidden()
    ask(page, "Mario")
    expect(page.get_by_label("Minutes")).to_be_focused()
    expect(page.get_by_label("Minutes")).to_have_accessible_description(
        "Please choose a number from 15 to 180."
    )


def test_without_a_mouse(cohort, visit: Visit) -> None:
    cohort.active_pair()
    page = open_journal(visit, "giulia")
    press(page, page.get_by_role("button", name="Ask Mario"))
    expect(page.get_by_text(PROPOSED)).to_be_focused()
    expect(page.locator(".ment [data-live]")).to_have_text("")
    press(page, page.locator("summary").filter(has_text="Call it off"))
    press(page, page.get_by_role("button", name="Call the meeting off"))
    expect(page.get_by_text("The meeting is called off.")).to_be_focused()
    tab_to(page, page.get_by_label("Day", exact=True))
    assert Session.objects.get().state == State.CANCELLED


def test_we_did_not_meet(cohort, visit: Visit) -> None:
    session = cohort.plans.planned(cohort.active_pair())
    Session.objects.filter(pk=session).update(starts_at=cohort.plans.moment(-1))
    page = open_journal(visit, "mario")
    expect(page.get_by_text("After you met")).to_be_visible()
    steps.unfold(page, "We did not meet")
    form = page.locator("form").filter(has_text="Who could not come?")
    form.get_by_role("button", name="Note it").click()
    expect(form.get_by_role("alert")).to_have_text("Please fill this in.")
    form.get_by_label("Neither of us").check()
    form.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("It happens to everybody.")).to_be_focused()
    assert (Session.objects.get().state, Session.objects.get().missed_by) == (State.MISSED, "both")


def test_a_log_that_was_begun_is_pointed_out(cohort, visit: Visit) -> None:
    session = cohort.plans.planned(cohort.active_pair())
    Session.objects.filter(pk=session).update(starts_at=cohort.plans.moment(-1))
    page = open_journal(visit, "mario")
    hint = page.get_by_text("You began to note down this meeting.")
    expect(hint).to_be_hidden()
    page.get_by_role("button", name="Note down this meeting").click()
    page.get_by_label("What did you try, and what worked?").fill("We sent a quote")
    steps.wait_until_kept(page, "We sent a quote")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.context.set_offline(False)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    ready(page)
    expect(hint).to_be_visible()
    page.get_by_role("button", name="Note down this meeting").click()
    expect(page.get_by_label("What did you try, and what worked?")).to_have_value("We sent a quote")


def test_a_fold_stays_folded(cohort, visit: Visit) -> None:
    cohort.plans.planned(cohort.active_pair())
    page = open_journal(visit, "giulia")
    reminder = page.get_by_text("Agree on one small goal for today.")
    expect(reminder).to_be_visible()
    page.locator("summary").filter(has_text="Before you meet").click()
    page.reload()
    ready(page)
    expect(reminder).to_be_hidden()
    page.locator("summary").filter(has_text="Before you meet").click()
    page.reload()
    ready(page)
    expect(reminder).to_be_visible()


def test_the_clock_of_the_reader_and_of_the_pair(cohort, visit: Visit) -> None:
    """Ioana reads by the clock of Bucharest, where it is an hour later than in Rome."""
    pair = cohort.pair("giulia", "ioana")
    day = cohort.plans.moment(30).date()
    cohort.plans.propose("giulia", pair, days=30, time="17:30")
    page = open_journal(visit, "ioana")
    expect(page.get_by_role("heading", name=re.compile("6:30 p.m. to 7:30 p.m."))).to_be_visible()
    expect(page.get_by_text("5:30 p.m. in Rome")).to_be_visible()
    steps.unfold(page, "Propose another date")
    form = page.locator("form[data-draft^=move]")
    expect(form.get_by_label("Time")).to_have_value("18:30")
    form.get_by_label("Time").fill("19:30")
    form.get_by_role("button", name="Ask Giulia").click()
    expect(page.get_by_text("6:30 p.m. in Rome")).to_be_visible()
    at = Session.objects.get().starts_at
    assert at == cohort.plans.moment(30).replace(hour=18, minute=30)
    assert at.date() == day
    assert isinstance(at, datetime)


def test_my_own_calendar(cohort, visit: Visit, settings, live_server) -> None:
    settings.SITE_URL = live_server.url
    cohort.plans.planned(cohort.active_pair())
    page = open_journal(visit, "giulia")
    steps.unfold(page, "My meetings in my own calendar")
    page.get_by_role("button", name="Make my calendar address").click()
    expect(page.locator("[data-focus]", has_text="Your calendar address is ready.")).to_be_focused()
    address = page.get_by_label("My calendar address").input_value()
    subscribe = page.get_by_role("link", name="Subscribe on this device")
    expect(subscribe).to_have_attribute("href", address.replace("http://", "webcal://"))
    assert b"Mentoring with Mario" in page.request.get(address).body()
    page.get_by_role("button", name="Make a new address").click()
    expect(page.get_by_label("My calendar address")).not_to_have_value(address)
    newer = page.get_by_label("My calendar address").input_value()
    assert page.request.get(address).status == 404
    page.get_by_role("button", name="Switch it off").click()
    expect(page.locator("[data-focus]", has_text="It leads nowhere any more.")).to_be_focused()
    assert page.request.get(newer).status == 404
