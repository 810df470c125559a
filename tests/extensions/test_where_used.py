"""In which courses people find the programme among the tabs and in the instructor dashboard."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

pytest.importorskip("openedx_filters", reason="needs the platform's filters")

from crum import impersonate
from opaque_keys.edx.keys import CourseKey
from openedx_filters.learning.filters import InstructorDashboardRenderStarted
from openedx_filters.tooling import OpenEdxPublicFilter

from ment_xblock.extensions import filters
from ment_xblock.extensions.where_used import modules_of, shows_in_dashboard, shows_tab, uses_ment
from ment_xblock.platform.local import LocalHost
from ment_xblock.services.programmes import hold_programme
from ment_xblock.settings.common import plugin_settings
from tests.world import OTHER_COURSE
from workbench_site.course import COURSE_KEY


class InstructorDashboardTabsRequested(OpenEdxPublicFilter):
    """As openedx-filters has it since 3.4; the pinned one is older."""

    filter_type = "org.openedx.learning.instructor.dashboard.tabs.requested.v1"


@pytest.fixture(autouse=True)
def registered(settings: Any) -> None:
    site = SimpleNamespace()
    plugin_settings(site)
    settings.OPEN_EDX_FILTERS_CONFIG = site.OPEN_EDX_FILTERS_CONFIG


def course(key: str = COURSE_KEY, *modules: str) -> Any:
    return SimpleNamespace(id=CourseKey.from_string(key), advanced_modules=list(modules))


def account(username: str) -> Any:
    return get_user_model().objects.get(username=username)


def test_a_course_uses_ment_from_when_its_author_says_so(world) -> None:
    assert not uses_ment(OTHER_COURSE, ["drag-and-drop-v2"])
    assert uses_ment(OTHER_COURSE, ["drag-and-drop-v2", "ment_journal"])
    assert not uses_ment(OTHER_COURSE, [])
    hold_programme(OTHER_COURSE, world.host.now())
    assert uses_ment(OTHER_COURSE, [])


def test_an_overview_does_not_know_what_is_switched_on() -> None:
    assert modules_of(SimpleNamespace(id=CourseKey.from_string(OTHER_COURSE))) == ()
    assert modules_of(course(OTHER_COURSE, "ment_journal")) == ("ment_journal",)


def test_who_finds_the_tab(world) -> None:
    ours = course(COURSE_KEY, "ment_dashboard")
    found = {
        name for name in ("giulia", "mario", "nora", "chiara") if shows_tab(ours, account(name))
    }
    assert found == {"giulia", "mario", "chiara"}
    assert not shows_tab(ours, None)
    assert not shows_tab(ours, AnonymousUser())


def test_a_course_of_others_costs_one_query(world, django_assert_num_queries) -> None:
    chiara = account("chiara")
    with django_assert_num_queries(1):
        assert not shows_tab(course("course-v1:Elsewhere+X+1"), chiara)


def sections_for(username: str, ours: Any) -> list[dict[str, Any]]:
    """The sections of the old dashboard, which says nothing of who looks at it."""
    before = {"course": ours, "sections": [{"section_key": "first"}]}
    with impersonate(account(username) if username else None):
        context, template = InstructorDashboardRenderStarted.run_filter(
            context=before, template_name="instructor.html"
        )
    assert template == "instructor.html"
    assert context["sections"][0] == {"section_key": "first"}
    return context["sections"][1:]


def test_the_old_dashboard_gets_a_section_that_leads_home(world) -> None:
    (ours,) = sections_for("chiara", course(COURSE_KEY, "ment_dashboard"))
    assert (ours["section_key"], ours["course_id"]) == ("ment_xblock", COURSE_KEY)
    assert f"/ment/{COURSE_KEY}/" in ours["fragment"].body_html()
    assert (
        ours["template_path_prefix"] + ours["section_key"] == "/ment_xblock/instructor/ment_xblock"
    )


def test_the_mako_file_is_where_the_section_says() -> None:
    site = SimpleNamespace(MAKO_TEMPLATE_DIRS_BASE=[])
    plugin_settings(site)
    (folder,) = site.MAKO_TEMPLATE_DIRS_BASE
    assert "section_data" in (folder / "ment_xblock/instructor/ment_xblock.html").read_text()


def test_the_old_dashboard_of_another_course_stays_as_it_is(world) -> None:
    assert sections_for("chiara", course("course-v1:Elsewhere+X+1", "poll")) == []


def tabs_for(username: str, key: str = COURSE_KEY) -> list[dict[str, Any]]:
    asked = InstructorDashboardTabsRequested.run_pipeline(
        tabs=[{"tab_id": "course_info", "title": "Course", "url": "/x", "sort_order": 30}],
        user=account(username),
        course_key=CourseKey.from_string(key),
    )
    assert set(asked) == {"tabs", "user", "course_key"}
    return asked["tabs"]


def test_the_new_dashboard_gets_a_tab_that_is_a_plain_link(world) -> None:
    first, ours = tabs_for("chiara")
    assert first["tab_id"] == "course_info"
    assert ours["url"].startswith("http")
    assert ours["url"].endswith(f"/ment/{COURSE_KEY}/")
    assert (ours["tab_id"], ours["sort_order"]) == ("ment_xblock", 40)


@pytest.mark.parametrize("username", ["chiara", "giulia", "nora", ""])
@pytest.mark.parametrize("switched_on", [(), ("poll",), ("poll", "ment_survey")])
@pytest.mark.parametrize("has_programme", [True, False])
def test_both_dashboards_and_the_tab_decide_alike(
    world, monkeypatch, username: str, switched_on: tuple[str, ...], has_programme: bool
) -> None:
    elsewhere = world.elsewhere()
    monkeypatch.setattr(LocalHost, "advanced_modules", lambda _host, _key: switched_on)
    if has_programme:
        hold_programme(OTHER_COURSE, world.host.now())
    ours = course(OTHER_COURSE, *switched_on)
    in_old = bool(sections_for(username, ours))
    used = has_programme or "ment_survey" in switched_on
    assert in_old == (used and username == "chiara")
    if username:
        assert (len(tabs_for(username, OTHER_COURSE)) == 2) == in_old
        assert shows_tab(ours, account(username)) == (used and username != "nora")
    assert elsewhere.course_key == OTHER_COURSE


def test_a_course_of_others_costs_the_dashboard_one_query(world, django_assert_num_queries) -> None:
    chiara = account("chiara")
    with django_assert_num_queries(1), impersonate(chiara):
        assert not shows_in_dashboard("course-v1:Elsewhere+X+1", ["poll"], chiara)


@pytest.mark.parametrize("fail_silently", [True, False])
def test_a_step_that_fails_takes_no_page_down(
    world, settings, monkeypatch, caplog, fail_silently
) -> None:
    for entry in settings.OPEN_EDX_FILTERS_CONFIG.values():
        entry["fail_silently"] = fail_silently

    def fail(*_args: Any) -> None:
        raise RuntimeError("the store is away")

    monkeypatch.setattr(filters, "shows_in_dashboard", fail)
    monkeypatch.setattr(filters, "current_host", fail)
    before = {"course": course(), "sections": [1]}
    context, template = InstructorDashboardRenderStarted.run_filter(
        context=before, template_name="x"
    )
    assert (context["sections"], template) == ([1], "x")
    assert [tab["tab_id"] for tab in tabs_for("chiara")] == ["course_info"]
    assert "the store is away" in caplog.text
