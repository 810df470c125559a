"""The block as a guest: in a frame, twice on a page, in Studio; it takes nothing over and calls nobody."""

import re

import pytest
from playwright.sync_api import Page, expect
from web_fragments.fragment import Fragment
from xblock.core import XBlock

from tests.browser import steps
from tests.browser.conftest import DESK, Visit
from workbench_site import course, course_run

pytestmark = pytest.mark.browser

# Global names of the workbench's own scripts.
WORKBENCH = {"$", "jQuery", "RuntimeProvider", "XBlock", "XBlockAsides", "gettext", "ngettext"}

TWO_BLOCKS = """<test_column>
  <ment_agreement display_name="Our agreement"/>
  <ment_agreement display_name="The same again"/>
</test_column>"""


# What the style sheets of the LMS say to the inside of a unit, as seen there; colours are of no matter.
OF_THE_LMS = """
.course-wrapper .course-content p { margin-bottom: 1.4em; }
.course-wrapper .course-content ul li { margin-bottom: .7em; }
.course-wrapper .course-content .vert-mod > div ul { padding-left: 1em; list-style: disc outside none; }
h2, h3, h4 { font-family: Georgia, serif; margin-bottom: 15px; text-transform: uppercase; }
p + h2, ul + h2 { margin-top: 40px; }
button, .button { text-shadow: 0 1px 0 black; box-shadow: inset 0 1px 0 white; letter-spacing: 1px; text-transform: uppercase;
  background-image: linear-gradient(red, blue); }
"""
AS_IN_A_UNIT = """() => {
  const block = document.querySelector(".ment");
  const inside = document.createElement("div");
  const unit = document.createElement("div");
  document.documentElement.classList.add("course-wrapper");
  document.body.classList.add("course-content");
  unit.className = "vert-mod";
  block.replaceWith(unit);
  unit.append(inside);
  inside.append(block);
}"""
LOOK = """() => [...document.querySelectorAll(".ment, .ment *")].map((one) => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  return [one.tagName, one.className, Math.round(box.width), Math.round(box.height), style.listStyleType,
    style.textShadow, style.boxShadow, style.backgroundImage, style.textTransform];
})"""


class Column(XBlock):
    """Blocks below each other."""

    has_children = True

    def student_view(self, context: object) -> Fragment:
        fragment = Fragment()
        for child in self.get_children():
            rendered = self.runtime.render_child(child, "student_view", context)
            fragment.add_fragment_resources(rendered)
            fragment.add_content(rendered.content)
        return fragment


@pytest.fixture
def two_blocks(monkeypatch):
    """Publishes the unit with two blocks instead of one."""
    (unit,) = (unit for unit in course.UNITS if unit.slug == "agreement")
    twice = course.Unit(slug=unit.slug, title=unit.title, olx=TWO_BLOCKS)
    monkeypatch.setattr(course, "UNITS", (twice,))
    course_run.published_course.cache_clear()
    yield
    monkeypatch.undo()
    course_run.published_course.cache_clear()


def test_in_a_frame_as_tall_as_its_content(cohort, visit: Visit) -> None:
    pair = cohort.pair()
    cohort.fill(pair)
    page = visit("giulia", "/unit/agreement/framed/")
    frame = page.frame_locator("#unit-frame")
    frame.get_by_role("button", name="Sign version 1").click()
    expect(frame.get_by_text("You have signed.", exact=True)).to_be_focused()
    expect(frame.get_by_text("You have signed.", exact=True)).to_be_in_viewport()
    frame.locator("summary").filter(has_text=steps.MEETINGS).first.click()
    see_no_scrollbar_inside(page)


def see_no_scrollbar_inside(page: Page) -> None:
    inner = page.frames[1]
    inner.wait_for_function(
        "document.documentElement.scrollHeight <= document.documentElement.clientHeight + 1"
    )
    fixed = inner.evaluate(
        """[...document.querySelectorAll(".ment, .ment *")].filter((box) =>
          ["fixed", "sticky"].includes(getComputedStyle(box).position)).length"""
    )
    assert fixed == 0


@XBlock.register_temp_plugin(Column, "test_column")
def test_two_blocks_on_a_page_keep_apart(cohort, visit: Visit, two_blocks) -> None:
    cohort.pair()
    page = visit("giulia", viewport=DESK)
    first, second = page.locator(".ment").nth(0), page.locator(".ment").nth(1)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((box) => box.id)")
    assert len(ids) == len(set(ids))
    for block in (first, second):
        block.get_by_role("button", name="Fill in").nth(1).click()
        expect(block.locator("form[data-keep] textarea").first).to_be_visible()
    first.get_by_label("Giulia's own goal").fill("Explain slowly")
    second.get_by_label("What Mario gives back").fill("How to saw a board")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Saved", exact=True)).to_be_visible()
    expect(first.locator("[data-live]")).to_have_text("Saved.")
    expect(second.locator("[data-live]")).to_have_text("")
    expect(second.get_by_label("What Mario gives back")).to_have_value("How to saw a board")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_text("Saved", exact=True)).to_be_visible()
    for words in ("Explain slowly", "How to saw a board"):
        expect(steps.part(second, steps.GAINS)).to_contain_text(words)


@pytest.mark.parametrize(
    ("who", "unit"), [("giulia", "agreement"), ("giulia", "j1"), ("chiara", "agreement")]
)
def test_the_styles_of_the_lms_do_not_reach_in(cohort, visit: Visit, who: str, unit: str) -> None:
    cohort.fill(cohort.pair())
    page = visit(who, f"/unit/{unit}/", viewport=DESK)
    page.wait_for_load_state("networkidle")
    page.evaluate(AS_IN_A_UNIT)
    before = page.evaluate(LOOK)
    page.add_style_tag(content=OF_THE_LMS)
    after = page.evaluate(LOOK)
    assert len(before) > 20
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == []


def test_it_takes_nothing_over_and_calls_nobody(cohort, visit: Visit, live_server) -> None:
    cohort.pair()
    page = visit("giulia", "/gradebook/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    theirs = set(page.evaluate("Object.keys(window)"))
    page.goto(f"{live_server}/unit/agreement/?student=giulia")
    entries = page.evaluate("history.length")
    state = page.evaluate("history.state")
    steps.edit(page, steps.GAINS).get_by_label("Giulia's own goal").fill("Explain slowly")
    steps.save(page, steps.GAINS)
    names = set(page.evaluate("Object.keys(window)")) - theirs
    assert names - WORKBENCH == {"MentXBlock", "htmx"}
    assert page.evaluate("history.length") == entries
    assert page.evaluate("history.state") == state
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    page.go_back()
    expect(page.get_by_role("heading", name="Gradebook")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name="Our agreement").first).to_be_visible()


def test_studio_saves_and_tells_what_is_wrong(cohort, visit: Visit) -> None:
    page = visit("chiara", "/studio/agreement/", viewport=DESK)
    form = page.locator(".ment form")
    form.get_by_label("Name", exact=True).fill("x" * 2001)
    form.get_by_label("Number of meetings").fill("99")
    form.get_by_role("button", name="Save").click()
    name, number = form.get_by_label("Name", exact=True), form.get_by_label("Number of meetings")
    expect(name).to_be_focused()
    expect(form.get_by_role("alert")).to_have_count(2)
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description(re.compile("2000"))
    expect(number).to_have_accessible_description(
        "A pair may agree on more meetings, not on fewer. Please choose a number from 1 to 40."
    )
    name.fill("Our paper")
    number.fill("8")
    form.get_by_text("Whose hands do it").click()
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Our paper")).to_be_visible()
    expect(form.get_by_label("Number of meetings")).to_have_value("8")
    expect(form.get_by_label("Whose hands do it")).not_to_be_checked()
    name.fill("")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Pairing agreement")).to_be_visible()


def test_studio_without_network(cohort, visit: Visit) -> None:
    page = visit("chiara", "/studio/agreement/", viewport=DESK)
    form = page.locator(".ment form")
    form.get_by_label("Name", exact=True).fill("Our paper")
    page.context.set_offline(True)
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("No connection.")
    page.context.set_offline(False)
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Our paper")).to_be_visible()
