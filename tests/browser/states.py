"""Every state in which somebody can meet a page of ours, each brought about from nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from ment_xblock.domain.people import Role
from ment_xblock.models import Session
from tests.browser import steps
from tests.browser.dashboard_states import DASHBOARD_STATES
from tests.browser.seeding import Cohort
from tests.browser.state import UNIT, State, nothing
from tests.browser.survey_states import SURVEY_STATES
from workbench_site.course import COURSE_KEY
from workbench_site.models import Enrolment

JOURNAL = "/unit/journal/"


def draft(cohort: Cohort) -> None:
    cohort.pair()


def ready(cohort: Cohort) -> int:
    pair = cohort.pair()
    cohort.fill(pair)
    return pair


def active(cohort: Cohort) -> int:
    return cohort.active_pair()


def mentor(cohort: Cohort) -> None:
    cohort.give_role("giulia", Role.MENTOR)


def half_signed(cohort: Cohort) -> None:
    cohort.sign(ready(cohort), "giulia")


def change_proposed(cohort: Cohort) -> None:
    cohort.fill(cohort.active_pair(), by="mario", task1_evidence="Five quotes", goals=[])


def change_half_signed(cohort: Cohort) -> None:
    pair = cohort.active_pair()
    cohort.fill(pair, by="mario", task1_evidence="Five quotes")
    cohort.sign(pair, "mario")


def paused(cohort: Cohort) -> None:
    cohort.do("pause", cohort.active_pair(), reason="Order book full")


def ended(cohort: Cohort) -> None:
    cohort.do("end", cohort.active_pair(), reason="Moved away")


def declined(cohort: Cohort) -> None:
    cohort.do("decline", cohort.pair(), reason="We are cousins")


def trio(cohort: Cohort) -> None:
    ready(cohort)
    cohort.pair("piotr", "mario")


def waiting_for_consent(cohort: Cohort) -> int:
    pair = cohort.pair(under_18=True)
    cohort.fill(pair)
    return pair


def with_consent(cohort: Cohort) -> None:
    pair = cohort.pair(under_18=True, guardian_consent=date.today() - timedelta(days=30))
    cohort.fill(pair)


def busy_desk(cohort: Cohort) -> None:
    """Pairs in many states, requests, a missing consent, long names, and more people than fit on a page."""
    change_proposed(cohort)
    cohort.pair("piotr", "tomas")
    cohort.do("pause", cohort.pair("lena", "anna", under_18=True), "lena", reason="Exams")
    asking = cohort.pair("amir", "greta")
    cohort.do("ask_rematch", asking, "amir", reason="We never find the time. " * 10)
    cohort.do("ask_rematch", asking, "greta", reason="Supercalifragilistic" * 6)
    cohort.do("decline", cohort.pair("sofia", "ioana"), "ioana", reason="<b>No</b>")
    cohort.give_role("yusuf", Role.MENTOR, capacity=3)
    cohort.give_role("paolo", Role.MENTEE)
    users = get_user_model().objects.bulk_create(
        get_user_model()(
            username=f"learner{n}",
            first_name=f"Bartholomäus{n}",
            last_name="Wolkenstein-Grünbaumer",
        )
        for n in range(45)
    )
    Enrolment.objects.bulk_create(Enrolment(course_key=COURSE_KEY, user=user) for user in users)


def two_roles(cohort: Cohort) -> None:
    cohort.give_role("giulia", Role.MENTOR)
    cohort.give_role("mario", Role.MENTEE)


def empty_course(cohort: Cohort) -> None:
    Enrolment.objects.all().delete()


def strangers_words(cohort: Cohort) -> None:
    """Long words and markup in everything that people type."""
    pair = cohort.pair()
    word = "Donaudampfschifffahrtsgesellschaftskapitän" * 3
    cohort.fill(pair)
    cohort.fill(
        pair,
        task1_job="own",
        task1_words=word,
        task1_evidence="<script>document.title = 'gone'</script>",
        mentor_goal=f"{word}\n\n<b>{word}</b>",
        senior_gives="WWWW" * 100,
        place="https://example.org/" + "a" * 120,
    )


def form_of(title: str) -> Callable[[Page], object]:
    return lambda page: steps.edit(page, title)


def wrong_form(page: Page) -> None:
    form = steps.edit(page, steps.MEETINGS)
    form.get_by_label("Number of meetings").fill("400")
    form.get_by_label("Minutes per meeting").fill("")
    form.get_by_label("We start on").fill("2001-01-01")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_have_count(2)


def conflict(page: Page) -> None:
    """The partner saves something else while this form is open."""
    form = steps.edit(page, steps.GAINS)
    form.get_by_label("Giulia's own goal").fill("Speak slowly")
    form.get_by_label("What Mario gives back").fill("Knots")
    # Two people share this page's database, so the partner can act from here.
    pair = Cohort().only_pair()
    Cohort().fill(
        pair, by="mario", mentor_goal="Patience", senior_gives="A long list of things. " * 5
    )
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("group", name="Two answers")).to_have_count(2)


def unsaved_and_sign(page: Page) -> None:
    steps.edit(page, steps.PROMISES).get_by_label("Our stop word").fill("coffee")
    page.get_by_role("button", name="Sign version 1").click()
    expect(page.get_by_role("alert")).to_be_visible()


def mail_sent(page: Page) -> None:
    steps.unfold(page, "Copies")
    page.get_by_role("button", name="Send me a copy by mail").click()
    expect(page.get_by_text("The copy is on its way")).to_be_visible()


def wrong_pair(page: Page) -> None:
    page.get_by_role("button", name="Make this pair").click()
    expect(page.get_by_role("alert")).to_be_visible()


def wrong_consent(page: Page) -> None:
    person = page.locator("form.person").filter(has_text="Giulia Morbelli")
    person.get_by_label("Role of Giulia Morbelli").select_option("mentor")
    expect(person.get_by_label("Guardian")).to_be_hidden()
    person.get_by_label("Under 18").check()
    person.get_by_label("Guardian").fill("2090-01-01")
    person.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()


def wrong_settings(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("x" * 2001)
    page.get_by_label("Time zone of the meetings").fill("Europe/Nowhere")
    page.get_by_label("Number of meetings").fill("99")
    page.locator("form.stack").get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_have_count(3)


def print_page(page: Page) -> None:
    link = page.get_by_role("link", name="Print page", include_hidden=True)
    page.goto(link.evaluate("(link) => link.href"))


def proposed(cohort: Cohort) -> int:
    long_place = "Behind the Donaudampfschifffahrtsgesellschaft, then left. " * 3
    return cohort.plans.propose("giulia", cohort.active_pair(), place=long_place)


def planned(cohort: Cohort) -> int:
    return cohort.plans.planned(cohort.active_pair())


def over(cohort: Cohort) -> None:
    session = planned(cohort)
    Session.objects.filter(pk=session).update(starts_at=cohort.plans.moment(-1))


def going_on(cohort: Cohort) -> None:
    session = planned(cohort)
    Session.objects.filter(pk=session).update(starts_at=cohort.host.now() - timedelta(minutes=5))


def wrong_plan(page: Page) -> None:
    page.get_by_label("Day", exact=True).fill("2300-01-01")
    steps.unfold(page, "More:")
    page.get_by_label("Minutes", exact=True).fill("5")
    page.locator("summary").filter(has_text="More:").first.click()
    page.get_by_role("button", name="Ask Mario").click()
    expect(page.get_by_role("alert")).to_have_count(2)
    expect(page.get_by_label("Minutes", exact=True)).to_be_visible()


def calendar_address(page: Page) -> None:
    steps.unfold(page, "My meetings in my own calendar")
    page.get_by_role("button", name="Make my calendar address").click()
    expect(page.get_by_label("My calendar address")).to_be_visible()


STATES = (
    State("no date, no agreement", "mario", draft, steps.unfold_all, JOURNAL),
    State("no date, an agreed rhythm", "giulia", active, path=JOURNAL),
    State("plan with errors", "giulia", active, wrong_plan, JOURNAL),
    State("date proposed by me", "giulia", proposed, steps.unfold_all, JOURNAL),
    State("date proposed to me", "mario", proposed, steps.unfold_all, JOURNAL),
    State("date settled", "mario", planned, steps.unfold_all, JOURNAL),
    State("meeting going on", "giulia", going_on, path=JOURNAL),
    State("meeting over", "mario", over, steps.unfold_all, JOURNAL),
    State("pair on a pause", "mario", paused, steps.unfold_all, JOURNAL),
    State("calendar address", "mario", planned, calendar_address, JOURNAL),
    State("signed out", ""),
    State("not in the course", "nora"),
    State("no role", "giulia"),
    State("a role but no pair", "giulia", mentor),
    State("draft", "giulia", draft),
    State("form of the tasks", "giulia", draft, form_of(steps.TASKS)),
    State("form of the meetings", "mario", draft, form_of(steps.MEETINGS)),
    State("form with errors", "giulia", draft, wrong_form),
    State("conflict", "giulia", draft, conflict),
    State("ready to sign", "giulia", ready),
    State("all folds open", "giulia", ready, steps.unfold_all),
    State("unsaved while signing", "giulia", ready, unsaved_and_sign),
    State("long words", "mario", strangers_words, steps.unfold_all),
    State("half signed, by me", "giulia", half_signed),
    State("half signed, by my partner", "mario", half_signed),
    State("active", "mario", active, steps.unfold_all),
    State("copy mailed", "mario", active, mail_sent),
    State("change proposed", "giulia", change_proposed),
    State("change signed by one", "giulia", change_half_signed, steps.unfold_all),
    State("paused", "giulia", paused),
    State("ended", "mario", ended),
    State("declined", "giulia", declined),
    State("trio", "mario", trio),
    State("waiting for a guardian", "giulia", waiting_for_consent),
    State("under 18, with consent", "giulia", with_consent),
    State("desk of an empty course", "chiara", empty_course),
    State("desk before the first role", "chiara"),
    State("busy desk", "chiara", busy_desk, steps.unfold_all),
    State("desk with a wrong pair", "chiara", two_roles, wrong_pair),
    State("desk with a wrong date", "chiara", nothing, wrong_consent),
    State("staff viewing as a learner", "giulia&viewed_by=chiara", ready),
    State("studio", "chiara", path="/studio/agreement/"),
    State("studio with errors", "chiara", nothing, wrong_settings, path="/studio/agreement/"),
    State("print page", "giulia", half_signed, print_page),
    State("course", "giulia", path="/"),
    State("course, signed out", "", path="/"),
    State("gradebook", "chiara", half_signed, path="/gradebook/"),
    State("outbox", "chiara", path="/outbox/"),
    State("in a frame", "giulia", ready, path=UNIT + "framed/"),
    *SURVEY_STATES,
    *DASHBOARD_STATES,
)
