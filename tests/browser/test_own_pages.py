"""The programme outside a unit: the facilitator goes from desk to desk, a learner finds the way into the course."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from ment_xblock.models import Charter
from tests.browser.barriers import found_by_axe, reaching_out
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.dashboard_states import troubled
from tests.browser.test_keyboard import press
from workbench_site.course import COURSE_KEY

pytestmark = pytest.mark.browser

OWN = f"/ment/{COURSE_KEY}/"


@pytest.fixture(autouse=True)
def links_lead_here(settings, live_server) -> None:
    settings.SITE_URL = live_server.url


def see_no_fault(page: Page) -> None:
    assert reaching_out(page) == []
    assert found_by_axe(page) == []


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_facilitator_goes_from_desk_to_desk_by_keyboard(cohort, visit: Visit, viewport) -> None:
    troubled(cohort)
    page = visit("chiara", OWN, viewport=viewport)
    expect(page.get_by_text("Mario Tessarin asks to be rung").first).to_be_visible()
    see_no_fault(page)
    press(page, page.get_by_role("button", name="Charter"))
    page.get_by_role("checkbox").first.check()
    press(page, page.get_by_role("button", name="Save").first)
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert Charter.objects.exists()
    for link, heading in (
        ("Find pairs", "Matching desk"),
        ("Agreements", None),
        ("Meetings", None),
    ):
        press(page, page.get_by_role("link", name=link, exact=True))
        expect(page.locator("header [aria-current=page]")).to_have_text(link)
        expect(page.get_by_role("heading", level=2, name=heading).first).to_be_visible()
        see_no_fault(page)
    press(page, page.get_by_role("link", name="Back to the course"))
    expect(page.get_by_role("heading", level=1, name="Our meetings")).to_be_visible()


def test_a_learner_goes_from_the_own_page_into_the_unit(cohort, visit: Visit) -> None:
    cohort.pair()
    page = visit("giulia", OWN)
    see_no_fault(page)
    page.locator(".next a").click()
    expect(page).to_have_url(re.compile(r"/unit/agreement/\?student=giulia"))
