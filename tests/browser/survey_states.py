"""Every state in which somebody can meet a survey, each brought about from nothing."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from ment_xblock.domain.people import Role
from tests.blocks import survey_cast
from tests.browser.seeding import Cohort
from tests.browser.state import State, nothing
from tests.browser.steps import unfold_all
from workbench_site.course_run import published_course
from workbench_site.runtime import SiteRuntime

JUNIORS = ("giulia", "piotr", "lena", "amir", "sofia", "yusuf")
SENIORS = ("mario", "anna", "tomas", "ioana", "paolo", "greta")
PULSE, SECRET, HALF_WAY = "/unit/pulse/", "/unit/first-weeks/", "/unit/half-way/"
STUDIO = "/studio/half-way/"
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 3


def set_up(slug: str, **fields: Any) -> None:
    """Let the author change settings of a survey."""
    runtime = SiteRuntime("chiara", is_author_mode=True)
    block = runtime.get_block(published_course().usage_keys[slug])
    for name, value in fields.items():
        setattr(block, name, value)
    block.save()


def met(cohort: Cohort) -> int:
    """Giulia and Mario have met."""
    pair = cohort.pair()
    survey_cast.held_session(pair)
    return pair


def met_twice(cohort: Cohort) -> None:
    survey_cast.held_session(met(cohort), days_ago=9)


def answered(cohort: Cohort) -> None:
    """Three pulses, so that there is a curve."""
    pair = cohort.pair()
    for days, number in ((20, 2), (12, 5), (5, 4)):
        survey_cast.held_session(pair, days)
        for name in ("giulia", "mario"):
            occasion = survey_cast.newest(name, "pulse")
            survey_cast.answer(name, "pulse", occasion, number, **{"pulse-different": LONG})


def everybody(cohort: Cohort) -> None:
    """All have a role and nobody a partner; the survey looks back on no meetings, so it is open for them."""
    set_up("first-weeks", instrument="own")
    for name in JUNIORS:
        cohort.give_role(name, Role.MENTOR)
    for name in SENIORS:
        cohort.give_role(name, Role.MENTEE)


def secret(cohort: Cohort) -> None:
    """Eleven have answered; Mario has not."""
    everybody(cohort)
    for place, name in enumerate((*JUNIORS, *SENIORS)):
        if name != "mario":
            survey_cast.answer(name, "first-weeks", number=5 - place % 3)


def closed(cohort: Cohort) -> None:
    secret(cohort)
    survey_cast.close("first-weeks")
    survey_cast.tell("first-weeks", LONG, "<script>document.title = 'gone'</script>")


def step_by_step(cohort: Cohort) -> None:
    cohort.pair()
    set_up("first-weeks", instrument="baseline", mode="confidential", questions=None, layout="one")


def then_and_now(cohort: Cohort) -> None:
    """The longest form there is, for an owner too, with a table and steps asked twice."""
    cohort.pair()
    set_up("first-weeks", instrument="end", mode="confidential", questions=None)


def rated(cohort: Cohort) -> None:
    then_and_now(cohort)
    survey_cast.answer("mario", "first-weeks", number=3)


def later(cohort: Cohort) -> None:
    cohort.pair()
    set_up("first-weeks", opens_on="2090-01-01")


def for_mentees(cohort: Cohort) -> None:
    cohort.pair()
    set_up("first-weeks", role="mentee")


def broken(_cohort: Cohort) -> None:
    set_up("first-weeks", questions=["no-such-question"])


def alone(cohort: Cohort) -> None:
    cohort.give_role("lena", Role.MENTOR)


def few(cohort: Cohort) -> None:
    cohort.pair()


def send_empty(page: Page) -> None:
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def last_step(page: Page) -> None:
    for _ in range(3):
        page.get_by_role("button", name="Go on").click()


def people(page: Page) -> None:
    page.get_by_role("button", name="Show who said what").click()
    expect(page.locator(".persons").get_by_text("Mario Tessarin").first).to_be_visible()
    unfold_all(page)


def empty_line(page: Page) -> None:
    unfold_all(page)
    form = page.locator("[id$=-register] form").last
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()


def own_question(page: Page) -> None:
    page.get_by_label("A question of my own").select_option("matrix")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_label("Question", exact=True).and_(page.locator(":focus"))).to_be_visible()
    unfold_all(page)


def wrong_question(page: Page) -> None:
    own_question(page)
    page.locator("form.stack").get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def previewed(page: Page) -> None:
    page.get_by_role("button", name="Check and preview").click()
    expect(page.get_by_text("No mistakes. The survey can be saved.")).to_be_visible()


SURVEY_STATES = (
    State("pulse without a role", "lena", path=PULSE),
    State("pulse before the first meeting", "giulia", few, path=PULSE),
    State("pulse of the junior", "giulia", met, path=PULSE),
    State("pulse of the senior", "mario", met, path=PULSE),
    State("pulse with errors", "mario", met, send_empty, path=PULSE),
    State("pulse of one of two meetings", "mario", met_twice, path=PULSE),
    State("pulses over time", "mario", answered, path=PULSE),
    State("pulse, seen by staff as a learner", "mario&viewed_by=chiara", answered, path=PULSE),
    State("pulses of everybody", "chiara", answered, unfold_all, path=PULSE),
    State("pulses, person by person", "chiara", answered, people, path=PULSE),
    State("anonymous survey", "mario", secret, unfold_all, path=SECRET),
    State("anonymous survey, nothing answered", "mario", secret, send_empty, path=SECRET),
    State("anonymous survey, answered", "giulia", secret, path=SECRET),
    State("anonymous survey, still open", "chiara", secret, unfold_all, path=SECRET),
    State("anonymous survey, closed", "chiara", closed, unfold_all, path=SECRET),
    State("anonymous survey, closed, for a learner", "mario", closed, path=SECRET),
    State("empty line of the register", "chiara", closed, empty_line, path=SECRET),
    State("warned of small groups", "chiara", few, path=SECRET),
    State("survey step by step", "mario", step_by_step, last_step, path=SECRET),
    State("survey at the end", "mario", then_and_now, path=SECRET),
    State("survey at the end, results", "chiara", rated, unfold_all, path=SECRET),
    State("survey that opens later", "giulia", later, path=SECRET),
    State("half way, without a partner", "lena", alone, path=HALF_WAY),
    State("half way, before the first meeting", "giulia", few, path=HALF_WAY),
    State("half way, after the first meeting", "giulia", met, path=HALF_WAY),
    State("survey for the other role", "giulia", for_mentees, path=SECRET),
    State("survey that cannot be read", "giulia", broken, path=SECRET),
    State("studio of a survey", "chiara", nothing, unfold_all, path=STUDIO),
    State("studio with an own question", "chiara", nothing, own_question, path=STUDIO),
    State("studio with a wrong question", "chiara", nothing, wrong_question, path=STUDIO),
    State("studio with a preview", "chiara", nothing, previewed, path=STUDIO),
)
