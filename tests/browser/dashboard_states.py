"""Every state in which somebody can meet the programme home, each brought about from nothing."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from ment_xblock.domain.people import Role
from ment_xblock.models import HelpRequest, Pairing, Participant, Profile
from ment_xblock.services import alerts
from ment_xblock.services.pair_notes import add_note
from tests.blocks import survey_cast
from tests.browser.seeding import Cohort
from tests.browser.state import State, nothing
from tests.browser.steps import unfold_all

HOME = "/unit/home/"
PAIR = "Giulia Morbelli \N{EN DASH} Mario Tessarin"
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 3


def troubled(cohort: Cohort) -> int:
    """Mario and then Giulia wish to be rung, he gave his number; Lena's pair has done nothing for weeks; Amir's has ended."""
    pair, idle = cohort.active_pair(), cohort.pair("lena", "paolo")
    survey_cast.held_session(pair)
    cohort.do("end", cohort.pair("amir", "greta"), cohort.facilitator, reason=LONG)
    now = cohort.host.now()
    Pairing.objects.filter(pk=idle).update(opened_at=now - timedelta(days=30))
    mario = Participant.objects.get(user__username="mario")
    profile = {"phone": "+39 055 555 0163 (after five, ask for Mario)", "updated_at": now}
    Profile.objects.update_or_create(participant=mario, defaults=profile)
    giulia = Participant.objects.get(user__username="giulia")
    for minutes, one in ((2, mario), (1, giulia)):
        HelpRequest.objects.create(
            pairing_id=pair,
            participant=one,
            kind=HelpRequest.Kind.RING_ME,
            open_key=f"ring_me-{pair}-{one.pk}",
            text=LONG,
            created_at=now - timedelta(minutes=minutes),
        )
    for one in (pair, idle):
        alerts.look(host=cohort.host, pairing_id=one)
    add_note(
        host=cohort.host,
        actor=cohort.actor(cohort.facilitator),
        pairing_id=pair,
        text=f"{LONG}\n<b>twice</b>",
    )
    return pair


def go_to(part: str, title: str) -> object:
    """Opens a part of the facilitator's home, and sees that its heading has the focus."""

    def act(page: Page) -> None:
        page.get_by_role("button", name=part, exact=True).click()
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_focused()
        unfold_all(page)

    return act


def open_pair(page: Page) -> None:
    go_to("All pairs", "All pairs")(page)
    page.get_by_role("button", name=PAIR).click()
    expect(page.get_by_role("heading", name=PAIR)).to_be_focused()
    unfold_all(page)


def empty_note(page: Page) -> None:
    open_pair(page)
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("alert")).to_be_visible()


def nobody_found(page: Page) -> None:
    go_to("All pairs", "All pairs")(page)
    page.get_by_label("Find a name").fill("Nobody at all")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("No pair is like this.")).to_be_visible()


DASHBOARD_STATES = (
    State("home without a role", "giulia", path=HOME),
    State(
        "home before a match", "giulia", lambda cohort: cohort.give_role("giulia", Role.MENTOR),
        path=HOME,
    ),
    State("home of a pair", "giulia", troubled, unfold_all, HOME),
    State("home, viewed by staff", "giulia&viewed_by=chiara", troubled, path=HOME),
    State("nobody to ring", "chiara", nothing, unfold_all, HOME),
    State("ring today", "chiara", troubled, unfold_all, HOME),
    State("no pairs at all", "chiara", nothing, go_to("All pairs", "All pairs"), HOME),
    State("all pairs", "chiara", troubled, go_to("All pairs", "All pairs"), HOME),
    State("no pair found", "chiara", troubled, nobody_found, HOME),
    State("one pair", "chiara", troubled, open_pair, HOME),
    State("one pair, an empty note", "chiara", troubled, empty_note, HOME),
    State("key figures", "chiara", troubled, go_to("Key figures", "Key figures"), HOME),
    State(
        "learning", "chiara", troubled, go_to("Training and surveys", "Training and surveys"), HOME
    ),
    State("evidence", "chiara", troubled, go_to("Evidence", "Evidence"), HOME),
    State("charter", "chiara", troubled, go_to("Charter", "Programme charter"), HOME),
)  # fmt: skip
