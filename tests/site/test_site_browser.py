"""The frame in a real browser: height of framed units, live gradebook, studio, small screens."""

from __future__ import annotations

import shutil

import pytest

from ment_xblock.platform.local import LocalHost
from workbench_site.course import COURSE_KEY
from workbench_site.seeding import seed_people

CHROMIUM = shutil.which("chromium")
sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: the browser tests did not run"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, sync_api.sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, where Django would refuse to use the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    problems = []
    # Playwright sets an attribute on what it calls, which a builtin method has no room for.
    page.on("pageerror", lambda problem: problems.append(problem))  # noqa: PLW0108
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def site(transactional_db, settings, page, probes, live_server):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    seed_people()
    return live_server.url


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?student=giulia",
        "/unit/first/?student=chiara",
        "/unit/first/?student=mario&viewed_by=chiara",
        "/unit/first/framed/?student=giulia",
        "/gradebook/",
        "/outbox/",
        "/studio/first/?student=chiara",
    ],
)
def test_nothing_scrolls_sideways(site, page, address):
    page.goto(site + address)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_framed_unit_is_as_tall_as_its_content(site, page):
    page.goto(f"{site}/unit/first/framed/?student=giulia")
    unit = page.frame_locator("#unit-frame")
    frame = page.locator("#unit-frame")
    unit.get_by_role("button", name="Press").first.click()
    sync_api.expect(unit.locator("output").first).to_have_text("1")
    page.wait_for_function("document.getElementById('unit-frame').offsetHeight > 400")
    inside = page.frames[1].evaluate("document.documentElement.scrollHeight")
    assert frame.bounding_box()["height"] == inside


def test_the_gradebook_shows_news_and_stays_where_it_is(site, page, cast):
    page.goto(f"{site}/gradebook/")
    page.evaluate("scrollTo(0, 900)")
    before = page.evaluate("scrollY")
    ref = LocalHost().blocks(COURSE_KEY, "probe")[0]
    LocalHost().publish_grade(user_id=cast["mario"].pk, block=ref, earned=0.5, possible=1)
    sync_api.expect(page.locator("td.changed")).to_contain_text("1 of 2", timeout=8000)
    assert page.locator("td.changed").count() == 1
    assert page.evaluate("scrollY") == before > 0


def test_the_gradebook_can_be_held_still(site, page, cast):
    page.goto(f"{site}/gradebook/")
    page.get_by_role("checkbox").uncheck()
    requests = []
    page.on("request", lambda request: requests.append(request))  # noqa: PLW0108
    page.wait_for_timeout(3500)
    assert requests == []


def test_the_studio_saves(site, page):
    page.goto(f"{site}/studio/first/?student=chiara")
    page.get_by_role("button", name="Rename").click()
    sync_api.expect(page.get_by_text("Author of New name")).to_be_visible()


def test_the_bar_works_by_keyboard(site, page):
    page.goto(f"{site}/gradebook/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    page.keyboard.type("Mario")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gradebook/?student=mario")
    page.get_by_role("link", name="Course").click()
    page.get_by_role("link", name="First unit").click()
    sync_api.expect(page.get_by_text("Hello Mario").first).to_be_visible()
