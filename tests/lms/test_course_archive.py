"""The ready-made course: imported by the platform, opened unit by unit in the LMS."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from common.djangoapps.student.models import CourseEnrollment
from common.djangoapps.student.roles import CourseStaffRole
from django.test import Client
from django.urls import reverse
from lms.djangoapps.grades.api import CourseGradeFactory
from xblock.core import XBlock
from xmodule.modulestore.django import modulestore

from ment_xblock.blocks.rendering import block_uid
from ment_xblock.domain.people import Role
from ment_xblock.models import Participant, Programme
from tests.lms.archive import imported, packed, units
from tests.lms.programme import PASSWORD
from tests.lms.test_contract import InTheLms


class TestArchive(InTheLms):
    """xmodule/modulestore/xml_importer.py, import_course_from_xml; courseware/views/views.py, render_xblock."""

    def setUp(self):
        super().setUp()
        self.ids = {
            name: self.world.add_person(name, email=f"{name}@example.org")
            for name in ("chiara", "giulia", "mario")
        }

    def _let_in(self, key):
        now = self.world.host.now()
        programme = Programme.objects.create(course_key=str(key), created_at=now)
        for name, role in (("giulia", Role.MENTOR), ("mario", Role.MENTEE)):
            CourseEnrollment.enroll(self.world.user(self.ids[name]), key)
            Participant.objects.create(
                programme=programme, user_id=self.ids[name], role=role, created_at=now
            )
        CourseStaffRole(key).add_users(self.world.user(self.ids["chiara"]))

    def _browser(self, name):
        user = self.world.user(self.ids[name])
        user.set_password(PASSWORD)
        user.save()
        browser = Client()
        assert browser.login(username=name, password=PASSWORD)
        return browser

    def _opened(self, browser, unit):
        with self.captureOnCommitCallbacks(execute=True):
            answer = browser.get(reverse("render_xblock", args=[str(unit.location)]))
        assert answer.status_code == 200, (unit.display_name, answer.status_code)
        html = answer.content.decode()
        for block in unit.get_children():
            assert str(block.location) in html, block.location
            if block.location.block_type.startswith("ment_"):
                assert f'id="{block_uid(str(block.location))}"' in html, block.location
        assert 'data-code="no_module"' not in html, unit.display_name
        assert 'data-code="survey_broken"' not in html, unit.display_name
        return html

    def test_every_unit_opens_for_each_role_and_for_the_facilitator(self):
        for archive in packed():
            with self.subTest(archive=archive.name), TemporaryDirectory() as folder:
                key = imported(archive, Path(folder), self.user.id)
                self._let_in(key)
                self._looked_through(key, Path(folder))

    def _looked_through(self, key, folder):
        found = units(key)
        assert found
        for name in self.ids:
            browser = self._browser(name)
            for unit in found:
                self._opened(browser, unit)
        self._is_as_it_was_written(key, folder / "course", found)
        self._can_be_graded(key)

    def _is_as_it_was_written(self, key, source, found):
        """Advanced modules, settings, grading and handouts come through."""
        blocks = [block for unit in found for block in unit.get_children()]
        ours = {block.location.block_type for block in blocks} & {
            name for name, _class in XBlock.load_classes() if name.startswith("ment_")
        }
        course = modulestore().get_course(key)
        assert ours <= set(course.advanced_modules)
        assert ours
        policy = json.loads((source / "policies/run/grading_policy.json").read_text())
        assert course.grading_policy["GRADE_CUTOFFS"] == policy["GRADE_CUTOFFS"]
        weights = {grader["type"]: grader["weight"] for grader in course.raw_grader}
        assert weights == {one["type"]: one["weight"] for one in policy["GRADER"]}
        formats = {unit.get_parent().format for unit in found if unit.get_parent().graded}
        assert formats == set(weights)
        about = source / "about/overview.html"
        assert about.is_file()
        overview = modulestore().get_item(key.make_usage_key("about", "overview"))
        assert overview.data.strip() == about.read_text().strip()

    def _can_be_graded(self, key):
        for name in ("giulia", "mario"):
            grade = CourseGradeFactory().read(self.world.user(self.ids[name]), course_key=key)
            assert grade.percent == 0.0
            assert grade.course_data.structure is not None
