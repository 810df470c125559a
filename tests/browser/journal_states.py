"""Every state of the journal's page, for the same looks as those of the agreement."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from ment_xblock.models import Action, Pairing, Session
from ment_xblock.services import journal, ring_me
from tests.browser.seeding import Cohort
from tests.browser.state import State
from tests.browser.steps import unfold_all
from tests.meetings import Meetings

UNIT = "/unit/journal/"
NOTE_DOWN = "Note down a meeting"


def pair_of_some_weeks(cohort: Cohort) -> int:
    pair = cohort.active_pair()
    Pairing.objects.filter(pk=pair).update(opened_at=cohort.host.now() - timedelta(days=30))
    return pair


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def meetings(cohort: Cohort) -> None:
    pair, met = pair_of_some_weeks(cohort), Meetings(cohort)
    promise = {"action1_words": "Send two quotes alone", "action1_owner": "mentee"}
    for ago in (20, 12):
        session = met.log("giulia", pair, ago=ago, task=_task(pair), **promise).session_id
        met.act("confirm", "mario", session)
    Action.objects.update(due=met.today() - timedelta(days=3))
    contested = met.log("giulia", pair, ago=5, learned="To wait").session_id
    met.act("contest", "mario", contested, reason="It was another day.")
    met.log("giulia", pair, ago=1)
    ring_me.ask(host=cohort.host, actor=cohort.actor("mario"), pairing_id=pair, text="Evenings")
    shared = Session.objects.earliest("held_on").pk
    for person in ("giulia", "mario"):
        journal.share(actor=cohort.actor(person), pairing_id=pair, session_id=shared, wanted=True)


def _task(pair: int) -> str:
    return str(Pairing.objects.get(pk=pair).tasks.first().pk)


def open_form(page: Page) -> None:
    page.get_by_role("button", name=NOTE_DOWN).click()
    page.locator("[name=action1_words]").fill("Ring the mill")
    for box in page.locator("[name^=review_]").all()[1:2]:
        box.locator("..").click()
    unfold_all(page)


def wrong_form(page: Page) -> None:
    open_form(page)
    send(page)
    expect(page.locator(".error").first).to_be_visible()


def same_day(page: Page) -> None:
    """Note down a meeting of a day that has one."""
    day = Session.objects.filter(state="confirmed").latest("held_on").held_on
    open_form(page)
    fill_in(page, day.isoformat())
    send(page)
    expect(page.get_by_text("Did you meet a second time that day?")).to_be_visible()


def correcting(page: Page) -> None:
    same_day(page)
    page.get_by_role("button", name="Correct the meeting of").click()
    expect(page.get_by_text("your partner is asked again")).to_be_visible()


def fill_in(page: Page, day: str, minutes: str = "20") -> None:
    """What a log needs, by tapping."""
    page.locator("[name=held_on]").fill(day)
    page.locator("[name=minutes]").fill(minutes)
    for name in ("way", "task", "step", "kinds", "direction", "device"):
        page.locator(f"[name='{name}']").first.locator("..").click()
    page.locator("[name=tried]").fill("We rang the mill.")
    if page.locator("[name=action1_words]").input_value():
        page.locator("[name='action1_owner']").first.locator("..").click()


def open_pair(page: Page) -> None:
    page.get_by_role("button", name="Giulia").click()
    expect(page.get_by_role("heading", name="Giulia")).to_be_visible()
    unfold_all(page)


JOURNAL_STATES = (
    State("journal: no pair", "lena", path=UNIT),
    State("journal: no meeting yet", "giulia", pair_of_some_weeks, path=UNIT),
    State("journal: a form", "mario", meetings, open_form, UNIT),
    State("journal: a form with mistakes", "giulia", pair_of_some_weeks, wrong_form, UNIT),
    State("journal: a day that has a log", "mario", meetings, same_day, UNIT),
    State("journal: a correction beside what stands", "mario", meetings, correcting, UNIT),
    State("journal: all there is", "mario", meetings, unfold_all, UNIT),
    State("journal: all there is, for the mentor", "giulia", meetings, unfold_all, UNIT),
    State("journal: all pairs", "chiara", meetings, path=UNIT),
    State("journal: one pair", "chiara", meetings, open_pair, UNIT),
)
