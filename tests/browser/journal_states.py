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


def open_pair(page: Page) -> None:
    page.get_by_role("button", name="Giulia").click()
    expect(page.get_by_role("heading", name="Giulia")).to_be_visible()
    unfold_all(page)


JOURNAL_STATES = (
    State("journal: no pair", "lena", path=UNIT),
    State("journal: no meeting yet", "giulia", pair_of_some_weeks, path=UNIT),
    State("journal: a form", "mario", meetings, open_form, UNIT),
    State("journal: a form with mistakes", "giulia", pair_of_some_weeks, wrong_form, UNIT),
    State("journal: all there is", "mario", meetings, unfold_all, UNIT),
    State("journal: all there is, for the mentor", "giulia", meetings, unfold_all, UNIT),
    State("journal: all pairs", "chiara", meetings, path=UNIT),
    State("journal: one pair", "chiara", meetings, open_pair, UNIT),
)
