"""What somebody types stays on their device until it is sent, and is nobody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.utils.html import escape
from playwright.sync_api import Page, Route, expect
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock

from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.grading import GradedBlock
from ment_xblock.blocks.rendering import html_response
from tests.browser.conftest import Visit
from workbench_site import course, course_run

pytestmark = pytest.mark.browser

UNIT = "/unit/diary/"
WORDS = "She showed me how to sharpen a chisel, with “care” & 1 < 2"
KEPT = "You began this before. Here is what you typed."
sent: list[dict[str, str]] = []


@XBlock.wants("user")
@XBlock.needs("i18n")
class Diary(GradedBlock, XBlock):
    """A form with every kind of field, and a part that comes later."""

    def student_view(self, _context: object = None) -> Fragment:
        return self.framed(self._form(), scripts=("drafts",))

    def _form(self, typed: str = "", revision: int = 1, unsaved: bool = False) -> str:
        url = {name: self.runtime.handler_url(self, name) for name in ("note", "more", "again")}
        marked = " data-unsaved-words" if unsaved else ""
        return f"""<form method="dialog" data-draft="note" hx-post="{url["note"]}"
            hx-target="closest div" hx-swap="innerHTML"{marked}>
          <input type="hidden" name="revision" value="{revision}" data-drafted>
          <label>What <textarea name="what">{escape(typed)}</textarea></label>
          <label>Also <input type="text" name="also" value="as it was"></label>
          <label>Day <input type="date" name="day"></label>
          <label>Minutes <input type="number" name="minutes" value="45"></label>
          <label><input type="radio" name="way" value="phone" checked> Phone</label>
          <label><input type="radio" name="way" value="video"> Video</label>
          <label><input type="checkbox" name="ring" value="yes"> Ring me</label>
          <label>Task <select name="task"><option value="">None</option><option value="quote">Quote</option></select></label>
          <p data-only-with="task=quote">How was the quote?</p>
          <div class="later"></div>
          <button type="button" hx-get="{url["more"]}" hx-target="previous .later" hx-swap="beforeend">More</button>
          <button type="submit">Send</button>
          <button type="button" data-cancel hx-get="{url["again"]}" hx-target="closest div">Cancel</button>
        </form>"""

    @entry_point(method="POST", who=Who.MEMBER)
    def note(self, call: Call) -> Response:
        data = dict(call.data)
        if data["what"] == "conflict":
            return html_response(self._form("conflict", revision=7, unsaved=True), 409)
        if data["client_id"] not in [earlier["client_id"] for earlier in sent]:
            sent.append(data)
        return html_response("<p data-fresh data-focus tabindex='-1'>Thank you.</p>" + self._form())

    @entry_point(method="GET", who=Who.MEMBER)
    def more(self, call: Call) -> Response:
        return html_response("<label>One more <input type='text' name='action'></label>")

    @entry_point(method="GET", who=Who.MEMBER)
    def again(self, call: Call) -> Response:
        return html_response(self._form())


@pytest.fixture
def diary(monkeypatch, cohort) -> Iterator[None]:
    """Publishes a unit with this form, and forgets what was sent."""
    unit = course.Unit("diary", "Diary", "<test_diary/>")
    monkeypatch.setattr(course, "UNITS", (unit,))
    monkeypatch.setattr(XBlock, "load_class", classmethod(lambda cls, name, *rest: Diary))
    course_run.published_course.cache_clear()
    sent.clear()
    yield
    monkeypatch.undo()
    course_run.published_course.cache_clear()


def open_diary(visit: Visit, person: str = "giulia") -> Page:
    page = visit(person, UNIT)
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.locator("input[name=client_id]")).to_have_count(1)


def reload(page: Page) -> None:
    page.reload()
    ready(page)


def type_all(page: Page) -> None:
    page.get_by_label("What").fill(WORDS)
    page.get_by_label("Day").fill("2026-03-04")
    page.get_by_label("Minutes").fill("60")
    page.get_by_label("Video").check()
    page.get_by_label("Ring me").check()
    page.get_by_label("Task").select_option("quote")
    wait_for_draft(page, "quote")


def see_all(page: Page) -> None:
    expect(page.get_by_label("What")).to_have_value(WORDS)
    expect(page.get_by_label("Also")).to_have_value("as it was")
    expect(page.get_by_label("Day")).to_have_value("2026-03-04")
    expect(page.get_by_label("Minutes")).to_have_value("60")
    expect(page.get_by_label("Video")).to_be_checked()
    expect(page.get_by_label("Phone")).not_to_be_checked()
    expect(page.get_by_label("Ring me")).to_be_checked()
    expect(page.get_by_label("Task")).to_have_value("quote")
    expect(page.get_by_text("How was the quote?")).to_be_visible()


def drafts(page: Page) -> dict[str, dict]:
    """What the device has of ours."""
    kept = page.evaluate("({...localStorage})")
    return {key: json.loads(text) for key, text in kept.items() if key.startswith("ment-draft:")}


def wait_for_draft(page: Page, words: str) -> None:
    """Until the device has kept what was typed last."""
    page.wait_for_function(
        """(words) => Object.entries(localStorage).some(([key, draft]) =>
          key.startsWith("ment-draft:") && draft.includes(JSON.stringify(words)))""",
        arg=words,
    )
    assert len(drafts(page)) == 1


def send(page: Page) -> None:
    page.get_by_role("button", name="Send").click()


def test_it_survives_a_reload_and_says_so(diary, visit: Visit) -> None:
    page = open_diary(visit)
    type_all(page)
    reload(page)
    see_all(page)
    expect(page.locator("form").get_by_text(KEPT)).to_be_visible()
    expect(page.locator("[data-live]")).to_have_text(KEPT)


def test_words_typed_before_the_script_are_kept(diary, visit: Visit, live_server) -> None:
    page = visit("giulia", "/gradebook/")
    held: list[Route] = []
    page.route("**/js/drafts.js", lambda route: held.append(route))  # noqa: PLW0108
    page.goto(f"{live_server}{UNIT}?student=giulia", wait_until="commit")
    page.get_by_label("What").fill(WORDS)
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    wait_for_draft(page, WORDS)


def test_nothing_is_kept_of_a_form_that_nobody_touched(diary, visit: Visit) -> None:
    page = open_diary(visit)
    page.get_by_label("What").fill("x")
    wait_for_draft(page, "x")
    page.get_by_label("What").fill("")
    page.wait_for_timeout(500)
    assert drafts(page) == {}
    reload(page)
    expect(page.get_by_text(KEPT)).to_have_count(0)


def test_only_what_was_typed_is_kept_with_the_revision_it_was_typed_on(diary, visit: Visit) -> None:
    page = open_diary(visit)
    page.get_by_label("What").fill(WORDS)
    wait_for_draft(page, WORDS)
    (draft,) = drafts(page).values()
    assert draft["fields"] == {"what:0": WORDS, "revision:0": "1"}
    page.route(f"**{UNIT}**", with_revision_5)
    reload(page)
    expect(page.get_by_label("Also")).to_have_value("newer words of the partner")
    expect(page.get_by_label("What")).to_have_value(WORDS)
    expect(page.locator("[name=revision]")).to_have_value("1")


def with_revision_5(route: Route) -> None:
    answer = route.fetch()
    body = answer.text().replace('name="revision" value="1"', 'name="revision" value="5"')
    route.fulfill(response=answer, body=body.replace("as it was", "newer words of the partner"))


def test_a_closed_tab_and_the_last_letters_before_it(diary, visit: Visit) -> None:
    page = open_diary(visit)
    context, address = page.context, page.url
    page.get_by_label("What").fill(WORDS)  # and no pause at all
    page.close(run_before_unload=True)
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_label("What")).to_have_value(WORDS)


def test_a_closed_browser(diary, visit: Visit, contexts) -> None:
    page = open_diary(visit)
    type_all(page)
    device, address = page.context.storage_state(), page.url
    page.context.close()
    again = contexts(storage_state=device).new_page()
    again.goto(address)
    see_all(again)


def test_no_network(diary, visit: Visit) -> None:
    page = open_diary(visit)
    page.context.set_offline(True)
    type_all(page)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("No connection. Nothing you typed is lost.")
    assert len(drafts(page)) == 1
    page.context.set_offline(False)
    reload(page)
    see_all(page)
    send(page)
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert [entry["what"] for entry in sent] == [WORDS]


def test_signed_out_meanwhile(diary, visit: Visit, live_server) -> None:
    page = open_diary(visit)
    type_all(page)
    page.goto(f"{live_server}{UNIT}")
    expect(page.locator("form[data-draft]")).to_be_visible()
    expect(page.get_by_label("What")).to_have_value("")
    page.goto(f"{live_server}{UNIT}?student=giulia")
    see_all(page)


def test_sent_is_gone_from_the_device(diary, visit: Visit) -> None:
    page = open_diary(visit)
    type_all(page)
    send(page)
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert drafts(page) == {}
    reload(page)
    expect(page.get_by_label("What")).to_have_value("")


def test_refused_is_not_gone(diary, visit: Visit) -> None:
    page = open_diary(visit)
    type_all(page)
    page.route("**/note/**", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    page.unroute("**/note/**")
    reload(page)
    see_all(page)


def test_an_answer_that_got_lost_makes_no_second_entry(diary, visit: Visit) -> None:
    page = open_diary(visit)
    type_all(page)

    def lose_answer(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/note/**", lose_answer)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("No connection.")
    assert len(sent) == 1
    page.unroute("**/note/**")
    reload(page)
    send(page)
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert len(sent) == 1
    page.get_by_label("What").fill("Another day")
    with page.expect_response("**/note/**"):
        send(page)
    assert [entry["what"] for entry in sent] == [WORDS, "Another day"]


def test_somebody_else_at_the_same_device(diary, visit: Visit, live_server) -> None:
    page = open_diary(visit)
    type_all(page)
    page.goto(f"{live_server}{UNIT}?student=mario")
    ready(page)
    expect(page.get_by_label("What")).to_have_value("")
    assert drafts(page) == {}
    page.goto(f"{live_server}{UNIT}?student=giulia")
    ready(page)
    expect(page.get_by_label("What")).to_have_value("")


def test_the_device_does_not_tell_whose_draft_it_is(diary, visit: Visit) -> None:
    page = open_diary(visit)
    type_all(page)
    (key,) = drafts(page)
    assert "giulia" not in key
    other = open_diary(visit, "mario")
    other.get_by_label("What").fill("x")
    wait_for_draft(other, "x")
    assert key.split(":")[1] != next(iter(drafts(other))).split(":")[1]


def test_start_anew(diary, visit: Visit) -> None:
    page = open_diary(visit)
    type_all(page)
    reload(page)
    page.get_by_role("button", name="Start anew").click()
    expect(page.get_by_label("What")).to_have_value("")
    expect(page.get_by_label("What")).to_be_focused()
    expect(page.get_by_label("Phone")).to_be_checked()
    expect(page.get_by_label("Task")).to_have_value("")
    expect(page.get_by_text("How was the quote?")).to_be_hidden()
    expect(page.locator("form").get_by_text(KEPT)).to_have_count(0)
    page.wait_for_timeout(500)
    assert drafts(page) == {}


def test_cancel_throws_it_away(diary, visit: Visit) -> None:
    page = open_diary(visit)
    type_all(page)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_label("What")).to_have_value("")
    assert drafts(page) == {}


def test_fields_that_appear_later(diary, visit: Visit) -> None:
    page = open_diary(visit)
    for turn, words in enumerate(("Ring the dealer", "Bring the plan")):
        page.get_by_role("button", name="More").click()
        page.get_by_label("One more").nth(turn).fill(words)
    wait_for_draft(page, "Bring the plan")
    reload(page)
    page.get_by_role("button", name="More").click()
    expect(page.get_by_label("One more")).to_have_value("Ring the dealer")
    page.get_by_role("button", name="More").click()
    expect(page.get_by_label("One more").nth(1)).to_have_value("Bring the plan")


def test_words_that_came_back_in_a_conflict_are_kept_too(diary, visit: Visit) -> None:
    page = open_diary(visit)
    page.get_by_label("What").fill("conflict")
    send(page)
    expect(page.locator("[name=revision]")).to_have_value("7")
    wait_for_draft(page, "conflict")
    (draft,) = drafts(page).values()
    assert (draft["fields"]["what:0"], draft["fields"]["revision:0"]) == ("conflict", "7")
    reload(page)
    expect(page.get_by_label("What")).to_have_value("conflict")


def test_a_draft_of_long_ago_is_wiped(diary, visit: Visit) -> None:
    page = open_diary(visit)
    type_all(page)
    page.evaluate(
        """() => { const [key] = Object.keys(localStorage).filter((one) => one.startsWith("ment-"));
        const draft = JSON.parse(localStorage[key]);
        localStorage[key] = JSON.stringify({ ...draft, at: draft.at - 31 * 24 * 3600 * 1000 }); }"""
    )
    reload(page)
    expect(page.get_by_label("What")).to_have_value("")
    assert drafts(page) == {}


@pytest.mark.parametrize(
    "trouble",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }})",
        "Storage.prototype.setItem = () => { throw new Error('full'); }",
        "Storage.prototype.getItem = () => '{broken'",
    ],
)
def test_a_device_that_keeps_nothing(diary, visit: Visit, trouble: str) -> None:
    page = visit("giulia", "/gradebook/")
    page.add_init_script(trouble)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(page.url.replace("/gradebook/", UNIT))
    ready(page)
    page.get_by_label("What").fill(WORDS)
    page.wait_for_timeout(500)
    send(page)
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert [entry["what"] for entry in sent] == [WORDS]
    assert problems == []


def test_staff_who_view_as_a_learner_leave_nothing_behind(diary, visit: Visit, live_server) -> None:
    page = visit("giulia", "/gradebook/")
    page.goto(f"{live_server}{UNIT}?student=giulia&viewed_by=chiara")
    page.wait_for_function("document.querySelector('.ment').dataset.started")
    page.get_by_label("What").fill(WORDS)
    page.wait_for_timeout(500)
    assert drafts(page) == {}
