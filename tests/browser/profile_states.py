"""The states of the profile's page, for the same looks as those of the agreement."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from ment_xblock.domain.people import Role
from ment_xblock.domain.profile_answers import Part
from ment_xblock.platform.local import LocalHost
from tests.browser.seeding import Cohort
from tests.browser.states import State
from workbench_site.course_run import published_course
from workbench_site.profile_stories import PROFILES, tell_profile
from workbench_site.runtime import SiteRuntime

UNIT = "/unit/profile/"


def tell(username: str, *parts: Part) -> None:
    """Let somebody answer some parts as in the demo; all of them when none is named."""
    typed = {part: PROFILES[username][part] for part in parts or PROFILES[username]}
    block = SiteRuntime(username).get_block(published_course().usage_keys["profile"])
    tell_profile(LocalHost(), block, typed)


def with_role(username: str, role: Role, *parts: Part) -> Callable[[Cohort], None]:
    """A role, and the parts that were answered so far."""

    def seed(cohort: Cohort) -> None:
        cohort.give_role(username, role)
        if parts:
            tell(username, *parts)

    return seed


def whole(cohort: Cohort) -> None:
    cohort.give_role("mario", Role.MENTEE)
    tell("mario")


def matched(cohort: Cohort) -> None:
    whole(cohort)
    cohort.give_role("piotr", Role.MENTOR)
    tell("piotr")
    cohort.pair("piotr", "mario")


def first(count: int) -> tuple[Part, ...]:
    return tuple(Part)[:count]


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def tick_skills(page: Page) -> None:
    for words in ("Write a job report", "Sort my job photos"):
        page.get_by_role("checkbox", name=words).check()
    expect(page.get_by_role("group", name="How well?")).to_have_count(2)


def tick_wishes(page: Page) -> None:
    for words in ("Sort my job photos", "Join and leave a video call", "Scan receipts"):
        page.get_by_role("checkbox", name=words).check()
    expect(page.get_by_role("listitem").filter(has=page.locator("[data-move]"))).to_have_count(3)


def nothing_ticked(page: Page) -> None:
    save(page)
    expect(page.get_by_role("alert")).to_be_visible()


def firm_alone(page: Page) -> None:
    page.get_by_role("textbox", name="What is your firm called?").fill("Tessarin")
    expect(page.get_by_role("group", name="Do you own or lead this firm?")).to_be_visible()
    save(page)
    expect(page.get_by_role("alert")).to_have_count(3)


def other_window(page: Page) -> None:
    """Another window of the same person saves something else."""
    open_part(page, "About me")
    tell("mario", Part.ABOUT)
    page.get_by_role("textbox", name="What shall we call you?").fill("Maestro")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("in another window")


def open_part(page: Page, title: str) -> None:
    page.get_by_role("region", name=title).get_by_role("button").click()
    expect(page.get_by_role("heading", name=title)).to_be_focused()


PROFILE_STATES = (
    State("profile: which role", "giulia", path=UNIT),
    State("profile: wanted", "mario", with_role("mario", Role.MENTEE), tick_wishes, UNIT),
    State("profile: skills", "giulia", with_role("giulia", Role.MENTOR), tick_skills, UNIT),
    State(
        "profile: languages missing",
        "mario",
        with_role("mario", Role.MENTEE, *first(1)),
        nothing_ticked,
        UNIT,
    ),
    State("profile: times", "mario", with_role("mario", Role.MENTEE, *first(2)), path=UNIT),
    State("profile: meeting", "mario", with_role("mario", Role.MENTEE, *first(3)), path=UNIT),
    State("profile: work", "mario", with_role("mario", Role.MENTEE, *first(4)), firm_alone, UNIT),
    State("profile: style", "mario", with_role("mario", Role.MENTEE, *first(5)), path=UNIT),
    State("profile: about me", "piotr", with_role("piotr", Role.MENTOR, *first(6)), path=UNIT),
    State("profile: private", "mario", with_role("mario", Role.MENTEE, *first(7)), path=UNIT),
    State("profile: complete", "mario", whole, path=UNIT),
    State("profile: another window", "mario", whole, other_window, UNIT),
    State("profile: matched, mentee", "mario", matched, path=UNIT),
    State("profile: matched, mentor", "piotr", matched, path=UNIT),
    State("profile: viewed by staff", "mario&viewed_by=chiara", whole, path=UNIT),
    State("profile: studio", "chiara", path="/studio/profile/"),
)
