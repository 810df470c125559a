"""The programme outside a unit, in the LMS: its pages, the course tab, the old instructor dashboard."""

from __future__ import annotations

from common.djangoapps.student.tests.factories import TEST_PASSWORD
from django.test import Client
from lms.djangoapps.courseware.tabs import get_course_tab_list
from openedx.core.djangoapps.content.course_overviews.models import CourseOverview
from xmodule.modulestore import ModuleStoreEnum
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.tests.django_utils import ModuleStoreTestCase
from xmodule.modulestore.tests.factories import BlockFactory

from ment_xblock.web.course import DESKS
from tests.lms.world import LmsWorld


class OwnPages(ModuleStoreTestCase):
    """A course with a home and an agreement, a learner, a stranger and the course team."""

    ENABLED_SIGNALS = ["course_published"]

    def setUp(self) -> None:
        super().setUp()
        self.world = LmsWorld()
        self.world.block()
        BlockFactory.create(parent=self.world.unit, category="ment_dashboard")
        self.people = {name: self.world.add_person(name) for name in ("giulia", "nora", "chiara")}
        self.world.enrol(self.people["giulia"])
        self.world.make_staff(self.people["chiara"])
        self.switch_on()

    def switch_on(self) -> None:
        course = modulestore().get_course(self.world.key)
        course.advanced_modules = ["ment_dashboard", "ment_agreement"]
        modulestore().update_item(course, self.people["chiara"])

    def as_(self, name: str) -> Client:
        client = Client()
        # common/djangoapps/student/tests/factories.py, UserFactory: everybody has this password
        assert client.login(username=name, password=TEST_PASSWORD)
        return client

    def address(self, desk: str = "") -> str:
        return f"/ment/{self.world.course_key}/{desk}{'/' if desk else ''}"


class TestPages(OwnPages):
    """Who sees what at ``/ment/``."""

    def test_a_learner_sees_the_home_with_the_next_step(self) -> None:
        answer = self.as_("giulia").get(self.address())
        assert answer.status_code == 200
        self.assertContains(answer, "Your next step")
        self.assertContains(answer, f"/courses/{self.world.course_key}/jump_to/")
        self.assertContains(answer, "Back to the course")

    def test_the_course_team_sees_the_facilitators_home_and_desks(self) -> None:
        client = self.as_("chiara")
        home = client.get(self.address())
        self.assertContains(home, "Ring today")
        # The addresses of handlers are the LMS's own.
        self.assertContains(home, "/handler/part")
        assert client.get(self.address("agreements")).status_code == 200
        for desk in set(DESKS) - {"agreements"}:
            self.assertContains(client.get(self.address(desk)), "This page is still empty")

    def test_a_stranger_is_refused_and_nobody_signs_in_first(self) -> None:
        assert self.as_("nora").get(self.address()).status_code == 403
        answer = Client().get(self.address())
        assert answer.status_code == 302
        assert "/login" in answer["Location"]

    def test_staff_who_view_as_a_learner_see_the_learners_home(self) -> None:
        client = self.as_("chiara")
        # lms/djangoapps/courseware/masquerade.py, MasqueradeView.post
        chosen = client.post(
            f"/courses/{self.world.course_key}/masquerade",
            {"role": "student", "user_name": "giulia"},
            content_type="application/json",
        )
        assert chosen.json()["success"]
        home = client.get(self.address())
        self.assertContains(home, "You are looking at this page as a learner.")
        self.assertNotContains(home, "Ring today")
        assert client.get(self.address("agreements")).status_code == 302

    def test_what_is_not_released_is_not_open_to_learners(self) -> None:
        with modulestore().branch_setting(ModuleStoreEnum.Branch.draft_preferred, self.world.key):
            unit = modulestore().get_item(self.world.unit.location)
            unit.visible_to_staff_only = True
            modulestore().update_item(unit, self.people["chiara"])
            modulestore().publish(unit.location, self.people["chiara"])
        self.assertContains(self.as_("giulia").get(self.address()), "Not open yet")
        self.assertContains(self.as_("chiara").get(self.address()), "Ring today")


class TestCourseTab(OwnPages):
    """The tab among those of the course."""

    def tabs(self, name: str, course: object) -> dict[str, str]:
        found = get_course_tab_list(self.world.user(self.people[name]), course)
        from django.urls import reverse

        return {tab.type: tab.link_func(course, reverse) for tab in found}

    def test_members_find_it_and_strangers_do_not(self) -> None:
        course = modulestore().get_course(self.world.key)
        for name in ("giulia", "chiara"):
            assert self.tabs(name, course)["ment_xblock"] == self.address()
        assert "ment_xblock" not in self.tabs("nora", course)

    def test_it_is_there_for_a_course_overview_once_there_is_a_programme(self) -> None:
        from ment_xblock.services.programmes import hold_programme

        hold_programme(self.world.course_key, self.world.host.now())
        overview = CourseOverview.get_from_id(self.world.key)
        # lms/djangoapps/course_home_api/course_metadata/views.py asks with what it has at hand
        from ment_xblock.extensions.where_used import shows_tab

        assert shows_tab(overview, self.world.user(self.people["giulia"]))

    def test_a_course_without_our_blocks_has_no_tab(self) -> None:
        course = modulestore().get_course(self.world.key)
        course.advanced_modules = []
        assert "ment_xblock" not in self.tabs("giulia", course)


class TestInstructorDashboard(OwnPages):
    """The section of the old dashboard, rendered by the platform's own Mako template."""

    def test_it_leads_to_the_home(self) -> None:
        # lms/djangoapps/instructor/views/instructor_dashboard.py, instructor_dashboard_2
        answer = self.as_("chiara").get(f"/courses/{self.world.course_key}/instructor")
        assert answer.status_code == 200
        self.assertContains(answer, 'data-section="ment_xblock"')
        self.assertContains(answer, "Open the programme home")
        self.assertContains(answer, f"{self.address()}")
