"""The story of the matching: Chiara proposes, reads why, rules one pair out, publishes; Giulia signs, Tomás says no."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from ment_xblock.domain.matching import Criterion, Level
from ment_xblock.domain.people import Role
from ment_xblock.models import MatchRun, Pairing, Profile
from ment_xblock.platform.local import LocalHost
from ment_xblock.services import matching_run
from tests.browser.barriers import assert_no_barrier
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.seeding import Cohort
from tests.browser.steps import unfold_all
from tests.services.matchmaking import COMPLETE, TASK, WANTED

pytestmark = pytest.mark.browser
UNIT = "/unit/profile/"
JUNIORS, SENIORS = ("giulia", "piotr", "lena"), ("mario", "anna", "tomas")


@pytest.fixture
def people(cohort: Cohort) -> Cohort:
    """Three juniors and three seniors with complete profiles; Ioana speaks a language that nobody shares."""
    for name in (*JUNIORS, *SENIORS, "ioana"):
        role = Role.MENTOR if name in JUNIORS else Role.MENTEE
        tasks = (
            {"skills": {TASK[name]: 4}}
            if role is Role.MENTOR
            else {"wanted": [WANTED.get(name, "video-call")]}
        )
        languages = {"languages": ["ro"]} if name == "ioana" else {}
        Profile.objects.create(
            participant_id=cohort.give_role(name, role),
            updated_at=timezone.now(),
            **{**COMPLETE, **tasks, **languages},
        )
    return cohort


def press(page: Page, name: str, told: str) -> None:
    """Press a button and read what was done."""
    page.get_by_role("button", name=name).first.click()
    expect(page.get_by_text(told)).to_be_visible()


def card(page: Page, mentor: str) -> Locator:
    """The proposed pair of a junior."""
    return page.locator("li.card").filter(has=page.locator("strong", has_text=mentor))


def rule_out(pair: Locator, why: str) -> None:
    """Say that two people are never to be proposed to each other."""
    pair.locator("summary").filter(has_text="Rule this pair out").click()
    pair.get_by_label("Why (for facilitators only)").fill(why)
    pair.get_by_role("button", name="Never propose these two").click()


def unfolded_without_barrier(page: Page) -> None:
    """All folds open, nothing that axe objects to, and nothing wider than the screen."""
    unfold_all(page)
    assert_no_barrier(page)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_story(people: Cohort, visit: Visit, viewport: dict[str, int]) -> None:
    chiara = visit("chiara", UNIT, viewport=viewport)
    expect(chiara.get_by_text("7 of 7 profiles are complete")).to_be_visible()
    press(chiara, "Propose pairs", "Here is a proposal.")
    expect(chiara.get_by_text("Giulia can show 1 of the 1 tasks that Mario chose")).to_be_visible()
    expect(chiara.get_by_text("3 of 3 possible partners do not speak Romanian.")).to_be_visible()
    unfolded_without_barrier(chiara)
    chiara.reload()
    press(chiara, "Keep this pair Giulia Morbelli", "This pair stays")
    rule_out(card(chiara, "Piotr"), "Neighbours")
    expect(chiara.get_by_text("These two will not be proposed")).to_be_visible()
    press(chiara, "Propose again", "Here is a proposal.")
    expect(card(chiara, "Piotr").locator("strong")).not_to_contain_text("Anna")
    expect(card(chiara, "Giulia").locator("strong")).to_contain_text("Mario")
    press(chiara, "Publish these pairs", "Done. The pairs are open")
    giulia, tomas = visit("giulia", UNIT), visit("tomas", UNIT)
    expect(giulia.get_by_role("heading", name="Mario", exact=False).first).to_be_visible()
    unfolded_without_barrier(giulia)
    sign_as_giulia(people)
    tomas.locator("summary").filter(has_text="Say no, thank you").click()
    tomas.get_by_label("Why?").fill("I know the family too well")
    press(tomas, "Say no, thank you", "You have said no.")
    unfolded_without_barrier(tomas)
    chiara.reload()
    expect(chiara.get_by_text("I know the family too well")).to_be_visible()
    expect(chiara.get_by_text("signed by Giulia Morbelli")).to_be_visible()
    unfolded_without_barrier(chiara)


def sign_as_giulia(people: Cohort) -> None:
    """She fills in and signs her agreement; the story of two phones shows how."""
    pair = Pairing.objects.get(mentor__user__username="giulia").pk
    people.fill(pair)
    people.sign(pair, "giulia")


def test_a_file_is_read_where_it_can_be_seen(people: Cohort, visit: Visit) -> None:
    chiara = visit("chiara", UNIT, viewport=DESK)
    chiara.locator("summary").filter(has_text="People from a file").click()
    file = {
        "name": "people.csv",
        "mimeType": "text/csv",
        "buffer": "username;role\r\ngreta;mentee\r\nsofia;boss\r\n".encode("utf-8-sig"),
    }
    chiara.get_by_label("Choose a CSV file").set_input_files(files=[file])
    expect(chiara.get_by_label("Or paste its lines")).to_have_value(
        "username;role\ngreta;mentee\nsofia;boss\n"
    )
    press(chiara, "Look at it first", "Nothing was saved.")
    expect(chiara.get_by_text("The role is “mentor” or “mentee”.")).to_be_visible()
    chiara.get_by_label("Or paste its lines").fill("username;role\ngreta;mentee")
    press(chiara, "Look at it first", "Nothing is saved yet.")
    press(chiara, "Save all of it", "These people have their roles now.")


def test_by_keyboard_alone(people: Cohort, visit: Visit) -> None:
    """The focus goes to what was done, and from there on to the next thing to do."""
    chiara = visit("chiara", UNIT, viewport=DESK)
    chiara.get_by_role("button", name="Propose pairs").focus()
    chiara.keyboard.press("Enter")
    notice = chiara.get_by_text("Here is a proposal.")
    expect(notice).to_be_focused()
    keep = chiara.get_by_role("button", name="Keep this pair Giulia Morbelli")
    for _step in range(30):
        chiara.keyboard.press("Tab")
        if keep.evaluate("(button) => button === document.activeElement"):
            break
    expect(keep).to_be_focused()
    chiara.keyboard.press("Enter")
    expect(chiara.get_by_text("This pair stays when you propose again.")).to_be_focused()


def test_what_counts_sends_only_what_was_changed(people: Cohort, visit: Visit) -> None:
    """Another facilitator takes a criterion away while the page is open: it stays away."""
    chiara = visit("chiara", UNIT, viewport=DESK)
    press(chiara, "Propose pairs", "Here is a proposal.")
    matching_run.propose_matching(
        host=people.host, actor=people.actor("chiara"), levels={Criterion.TIMES: Level.OFF}
    )
    chiara.locator("summary").filter(has_text="What counts").click()
    chiara.locator("select[name=style]").select_option("off")
    chiara.get_by_role("button", name="Propose again with this").click()
    expect(chiara.locator("select[name=times]")).to_have_value("off")
    run = MatchRun.objects.get(open_for__isnull=False)
    assert (run.levels["times"], run.levels["style"]) == ("off", "off")
    assert run.levels["tasks"] == "lot"


def test_the_page_waits_for_a_large_matching(
    people: Cohort, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How far the computer is shows by itself, and then the proposal does."""
    monkeypatch.setattr(matching_run, "AT_ONCE", 2)
    with monkeypatch.context() as no_worker:
        no_worker.setattr(LocalHost, "start_job", lambda *_given, **_params: None)
        chiara = visit("chiara", UNIT)
        chiara.get_by_role("button", name="Propose pairs").click()
        expect(chiara.get_by_text("Waiting for its turn")).to_be_visible()
        unfolded_without_barrier(chiara)
    run = MatchRun.objects.get()
    MatchRun.objects.update(progress="scoring")
    expect(chiara.get_by_text("Comparing everybody with everybody")).to_be_visible()
    matching_run.compute(host=LocalHost(), run_id=run.pk)
    expect(chiara.get_by_text("3 proposed pairs")).to_be_visible()
