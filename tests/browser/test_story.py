"""The story that the product promises: two people, two phones, one facilitator."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.conftest import DESK, Visit

pytestmark = pytest.mark.browser


def give_role(desk: Page, name: str, role: str) -> None:
    desk.get_by_label(f"Role of {name}").select_option(role)
    desk.get_by_role("button", name=f"Save {name}").click()
    expect(desk.get_by_text("Saved", exact=True)).to_be_visible()


def pair_by_hand(desk: Page, mentor: str, mentee: str) -> None:
    desk.get_by_label("Mentor (junior)", exact=True).select_option(label=mentor)
    desk.get_by_label("Mentee (senior)", exact=True).select_option(label=mentee)
    desk.get_by_role("button", name="Make this pair").click()
    expect(desk.get_by_text("The pair is open.")).to_be_visible()


def fill_in_meetings(page: Page) -> None:
    form = steps.edit(page, steps.MEETINGS)
    start = date.today() + timedelta(days=7)
    form.get_by_label("We start on").fill(start.isoformat())
    form.get_by_label("We end on").fill((start + timedelta(days=120)).isoformat())
    form.get_by_label("Usual time").fill("17:30")
    form.get_by_label("Where we meet").fill("At the back table")
    form.get_by_role("group", name="Our meetings are paid working time").get_by_text(
        "Partly"
    ).click()
    steps.save(page, steps.MEETINGS)


def test_a_pair_signs_its_agreement_and_both_gradebooks_show_it(visit: Visit, cohort) -> None:
    desk = visit("chiara", viewport=DESK)
    expect(desk.get_by_text("Give people their roles below.")).to_be_visible()
    give_role(desk, "Giulia Morbelli", "mentor")
    give_role(desk, "Mario Tessarin", "mentee")
    pair_by_hand(desk, "Giulia Morbelli", "Mario Tessarin")
    giulia, mario = visit("giulia"), visit("mario")
    gradebook = visit("chiara", "/gradebook/", viewport=DESK)
    fill_different_fields_at_the_same_moment(giulia, mario)
    want_different_things(giulia, mario)
    fill_in_meetings(mario)
    expect(steps.grade(gradebook, "Giulia Morbelli")).to_contain_text("no grade yet")
    both_sign(giulia, mario, gradebook)
    change_a_task(giulia, mario)
    both_sign_again(giulia, mario)
    expect(steps.points(gradebook, "Mario Tessarin")).to_have_text("1")


def fill_different_fields_at_the_same_moment(giulia: Page, mario: Page) -> None:
    steps.edit(giulia, steps.GAINS).get_by_label("Giulia's own goal").fill("Explain slowly")
    steps.edit(mario, steps.GAINS).get_by_label("What Mario gives back").fill("How to saw a board")
    buttons = {
        page: steps.part(page, steps.GAINS).get_by_role("button", name="Save")
        for page in (giulia, mario)
    }
    steps.at_the_same_moment(
        "save_section", {page: button.click for page, button in buttons.items()}
    )
    for page in (giulia, mario):
        expect(steps.part(page, steps.GAINS).get_by_text("Saved", exact=True)).to_be_visible()
        page.reload()
        steps.unfold(page, steps.GAINS)
        expect(steps.part(page, steps.GAINS)).to_contain_text("Explain slowly")
        expect(steps.part(page, steps.GAINS)).to_contain_text("How to saw a board")


def want_different_things(giulia: Page, mario: Page) -> None:
    """The second one to save sees both answers, field by field, and chooses; what is not disputed is saved."""
    hers, his = steps.edit(giulia, steps.TASKS), steps.edit(mario, steps.TASKS)
    hers.get_by_label("First task", exact=True).select_option("quote-as-pdf")
    hers.get_by_label("We will know the first task worked when").fill("Three quotes are sent")
    steps.save(giulia, steps.TASKS)
    job = his.get_by_label("First task", exact=True)
    evidence = his.get_by_label("We will know the first task worked when")
    job.select_option("shared-calendar")
    evidence.fill("Five quotes are sent")
    his.get_by_text("Better digital skills").click()
    his.get_by_role("button", name="Save").click()
    boxes = his.get_by_role("group", name="Two answers")
    expect(boxes).to_have_count(2)
    expect(boxes.nth(0)).to_contain_text("Send a quote as PDF from my phone")
    expect(boxes.nth(1)).to_contain_text("Three quotes are sent")
    expect(boxes.nth(0)).to_be_focused()
    expect(job).to_have_value("shared-calendar")
    expect(evidence).to_have_value("Five quotes are sent")
    expect(his.get_by_label("Better digital skills")).to_be_checked()
    his.get_by_role("button", name="Save").click()
    expect(boxes.nth(0)).to_be_focused()
    boxes.nth(0).get_by_role("button", name="Take Giulia").click()
    expect(job).to_have_value("quote-as-pdf")
    boxes.nth(0).get_by_role("button", name="Keep mine").click()
    expect(evidence).to_be_focused()
    expect(evidence).to_have_value("Five quotes are sent")
    steps.save(mario, steps.TASKS)
    tasks = steps.part(mario, steps.TASKS)
    expect(tasks).to_contain_text("Send a quote as PDF from my phone")
    expect(tasks).to_contain_text("Five quotes are sent")
    expect(tasks).to_contain_text("Better digital skills")


def both_sign(giulia: Page, mario: Page, gradebook: Page) -> None:
    giulia.reload()
    steps.sign(giulia)
    expect(giulia.get_by_text("Now it is Mario")).to_be_visible()
    expect(giulia.get_by_text("You have half of the credit")).to_be_visible()
    expect(steps.points(gradebook, "Giulia Morbelli")).to_have_text("0.5")
    expect(steps.grade(gradebook, "Mario Tessarin")).to_contain_text("no grade yet")
    mario.reload()
    expect(mario.get_by_text("Giulia has signed.")).to_be_visible()
    steps.sign(mario)
    expect(mario.get_by_text("Your agreement is signed and in force.")).to_be_visible()
    # The gradebook looks again by itself, and Giulia has touched nothing.
    expect(steps.points(gradebook, "Giulia Morbelli")).to_have_text("1")
    expect(steps.points(gradebook, "Mario Tessarin")).to_have_text("1")


def change_a_task(giulia: Page, mario: Page) -> None:
    """Both are asked again, and the signed version counts until then."""
    form = steps.edit(mario, steps.TASKS)
    expect(mario.get_by_text("This version is signed.")).to_be_visible()
    form.get_by_label("We will know the first task worked when").fill("Ten quotes are sent")
    steps.save(mario, steps.TASKS)
    for page in (giulia, mario):
        page.reload()
        expect(page.get_by_text("A change is proposed")).to_be_visible()
        expect(page.get_by_text("Version 1 stays in force")).to_be_visible()
        expect(page.locator("del")).to_contain_text("Five quotes are sent")
        expect(page.locator("ins")).to_contain_text("Ten quotes are sent")
        expect(page.get_by_role("button", name="Sign version 2")).to_be_visible()
        newest, oldest = versions(page)
        expect(newest).to_contain_text("in the works")
        expect(newest).to_contain_text("nobody signed")
        expect(oldest).to_contain_text("in force")
        expect(oldest).to_contain_text("Giulia signed on")
        expect(oldest).to_contain_text("Mario signed on")


def both_sign_again(giulia: Page, mario: Page) -> None:
    steps.sign(giulia, 2)
    mario.reload()
    steps.sign(mario, 2)
    expect(mario.get_by_text("Your agreement is signed and in force.")).to_be_visible()
    newest, oldest = versions(mario)
    expect(newest).to_contain_text("in force")
    expect(oldest).to_contain_text("replaced")


def versions(page: Page) -> list[Locator]:
    """The lines of the history, newest first."""
    steps.unfold(page, "Copies and all versions")
    lines = page.get_by_role("listitem").filter(has_text="Version ")
    expect(lines).to_have_count(2)
    return lines.all()


def test_a_change_can_be_taken_back(visit: Visit, cohort) -> None:
    pair = cohort.active_pair()
    cohort.fill(pair, by="mario", task1_evidence="Ten quotes are sent")
    giulia = visit("giulia")
    giulia.get_by_role("button", name="Take back the change").click()
    expect(giulia.get_by_text("The change is taken back.")).to_be_focused()
    expect(giulia.get_by_text("Signed by both")).to_be_visible()
    steps.unfold(giulia, steps.TASKS)
    expect(steps.part(giulia, steps.TASKS)).to_contain_text("Three quotes went to real customers")
    steps.unfold(giulia, "Copies and all versions")
    expect(giulia.get_by_role("listitem").filter(has_text="Version 2")).to_contain_text(
        "taken back"
    )


def test_a_pair_pauses_goes_on_and_ends_and_keeps_its_credit(visit: Visit, cohort) -> None:
    cohort.active_pair()
    giulia, mario = visit("giulia"), visit("mario")
    way_out(mario, "Take a pause", "Start the pause", reason="My back")
    expect(mario.get_by_text("The pair is on a pause now.")).to_be_visible()
    giulia.reload()
    expect(giulia.get_by_text("On a pause", exact=True)).to_be_visible()
    expect(giulia.locator("body")).not_to_contain_text("My back")
    expect(giulia.get_by_role("button", name="Change")).to_have_count(0)
    giulia.get_by_role("button", name="Go on").click()
    expect(giulia.get_by_text("The pair goes on.")).to_be_visible()
    way_out(giulia, "End this pair", "End the pair", reason="I move away")
    expect(giulia.get_by_text("The pair has ended.").first).to_be_visible()
    mario.reload()
    expect(mario.get_by_text("Nobody is to blame.")).to_be_visible()
    expect(mario.locator("body")).not_to_contain_text("I move away")
    expect(mario.get_by_text("You have the full credit.")).to_be_visible()
    gradebook = visit("chiara", "/gradebook/", viewport=DESK)
    expect(steps.points(gradebook, "Mario Tessarin")).to_have_text("1")
    desk = visit("chiara", viewport=DESK)
    expect(desk.get_by_text("I move away")).to_be_visible()


def test_the_partner_never_learns_who_asked_for_another_one(visit: Visit, cohort) -> None:
    cohort.active_pair()
    mario = visit("mario")
    before = seen_by(mario)
    giulia = visit("giulia")
    way_out(giulia, "Another partner", "Ask for another partner", reason="We never meet")
    expect(giulia.get_by_text("Your facilitator knows now. Your partner does not.")).to_be_visible()
    desk = visit("chiara", viewport=DESK)
    expect(desk.get_by_text("Giulia Morbelli would like another partner.")).to_be_visible()
    expect(desk.get_by_text("We never meet")).to_be_visible()
    mario.reload()
    assert seen_by(mario) == before
    desk.get_by_role("button", name="Dealt with").click()
    expect(desk.get_by_text("The request is closed.")).to_be_visible()
    expect(desk.get_by_text("would like another partner")).to_have_count(0)
    mario.reload()
    assert seen_by(mario) == before


def test_no_thank_you_before_anybody_signed(visit: Visit, cohort) -> None:
    cohort.pair()
    mario = visit("mario")
    way_out(mario, "No, thank you", "Say no", reason="I know her family")
    expect(mario.get_by_text("This pair did not come about.")).to_be_visible()
    desk = visit("chiara", viewport=DESK)
    expect(desk.get_by_text("I know her family")).to_be_visible()
    giulia = visit("giulia")
    expect(giulia.locator("body")).not_to_contain_text("I know her family")


def way_out(page: Page, title: str, button: str, reason: str) -> None:
    steps.unfold(page, "If things change")
    steps.unfold(page, title)
    fold = page.locator("details.way-out").filter(has_text=title)
    fold.get_by_label("Why?").fill(reason)
    fold.get_by_role("button", name=button, exact=True).click()


def seen_by(page: Page) -> str:
    """The block as the page holds it, without what a script does to it."""
    page.wait_for_load_state("networkidle")
    return page.locator(".ment").inner_html()


def test_what_was_typed_into_a_part_waits_until_its_person_comes_back(visit: Visit, cohort) -> None:
    cohort.pair()
    mario = visit("mario")
    form = steps.edit(mario, steps.GAINS)
    form.get_by_label("What Mario gives back").fill("How to saw a board")
    steps.wait_until_kept(mario, "How to saw a board")
    mario.reload()
    hint = steps.part(mario, steps.GAINS).get_by_text("What you typed is still here.")
    expect(hint).to_be_visible()
    form = steps.edit(mario, steps.GAINS)
    expect(form.get_by_label("What Mario gives back")).to_have_value("How to saw a board")
    steps.save(mario, steps.GAINS)
    expect(hint).to_be_hidden()
    steps.unfold(mario, steps.GAINS)
    expect(steps.part(mario, steps.GAINS)).to_contain_text("How to saw a board")


def test_each_page_leads_a_learner_to_what_comes_next(visit: Visit, cohort) -> None:
    greta = visit("greta", "/unit/journal/")
    expect(greta.get_by_text("First say whether you are here")).to_be_visible()
    home = greta.get_by_role("link", name="My mentoring: what comes next")
    assert "/unit/home/" in str(home.get_attribute("href"))
    greta = visit("greta", "/unit/profile/")
    greta.get_by_role("button", name="That is me").click()
    expect(greta.get_by_text("Please choose an answer.")).to_be_visible()
    desk = visit("chiara", viewport=DESK)
    expect(desk.get_by_role("link", name="My mentoring: what comes next")).to_have_count(0)
