"""Out of Studio and in again: a course run, and the archive that is ready to import."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from common.djangoapps.student.roles import CourseStaffRole
from django.core.files.uploadedfile import SimpleUploadedFile
from opaque_keys.edx.keys import CourseKey
from xmodule.contentstore.django import contentstore
from xmodule.modulestore.tests.factories import CourseFactory
from xmodule.modulestore.xml_exporter import export_course_to_xml
from xmodule.modulestore.xml_importer import import_course_from_xml

from tests.lms.archive import packed, units
from tests.lms.studio import BLOCK_TYPES, AuthorInStudio, fields_of, form_of

OWN_MODULE = """id: ovens
revision: 1
language: en
track: junior
minutes: 1
title: Warm bread
summary: "Bread & <butter> — già"
pass: {rule: all_right}
activities:
  - id: light
    type: choice
    check: true
    minutes: 1
    title: Which light?
    options:
      - {id: side, text: From the side, right: true, reason: It shows the crust.}
      - {id: above, text: From above, right: false, reason: The bread looks flat.}
takeaway: [Light from the side.]
"""
# Settings that a browser would not send by itself, each of a kind that OLX could spoil.
SPECIAL = {
    "ment_agreement": {"welcome": 'Two\nlines & "more" <b>', "facilitator_name": "Zoë"},
    "ment_training": {"own_module": OWN_MODULE, "module_name": "own", "order": "free"},
    "ment_matching": {"own_tasks": "order-timber | information | Order timber online | price-list"},
    "ment_survey": {"intro": "Eine Minute,\n„bitte“."},
    "ment_journal": {"welcome": "<script>alert(1)</script>", "time_zone": "Europe/Rome"},
    "ment_dashboard": {"welcome": "Grüezi"},
}


class TestExport(AuthorInStudio):
    """xmodule/modulestore/xml_exporter.py, export_course_to_xml, and xml_importer.py, import_course_from_xml."""

    def _written(self):
        for block_type, usage_key in self.blocks.items():
            url, data = form_of(self.view(usage_key, "studio_view"))
            answer = self.send(url, {**data, "display_name": "Ours", **SPECIAL[block_type]})
            assert answer.status_code == 200, (block_type, answer.content)
        self.store.publish(self.world.unit.location, self.user.id)

    def test_a_course_run_comes_back_as_it_was(self):
        self._written()
        key = CourseKey.from_string("course-v1:Craft+RM102+again")
        with TemporaryDirectory() as folder:
            export_course_to_xml(self.store, contentstore(), self.world.key, folder, "out")
            import_course_from_xml(
                self.store,
                self.user.id,
                folder,
                source_dirs=["out"],
                target_id=key,
                create_if_not_present=True,
                raise_on_failure=True,
            )
        CourseStaffRole(key).add_users(self.world.user(self.ids["chiara"]))
        (unit,) = units(key)
        found = {block.location.block_type: block for block in unit.get_children()}
        assert set(found) == set(BLOCK_TYPES)
        for block_type, usage_key in self.blocks.items():
            before = fields_of(self.block(usage_key))
            after = fields_of(found[block_type])
            assert after.items() >= before.items(), (block_type, before, after)
            html = self.view(str(found[block_type].location), "author_view")
            assert "no_module" not in html
            assert "<script>alert(1)</script>" not in html


class TestImport(AuthorInStudio):
    """cms/djangoapps/contentstore/views/import_export.py, import_handler, and tasks.py, import_olx."""

    IMPORTED = 4  # import_status_handler: all steps are done

    def test_the_ready_course_is_imported_over_an_empty_one(self):
        for archive in packed():
            course = CourseFactory.create(
                org="Craft", number="RM101", run=archive.name.removesuffix(".tar.gz")
            )
            CourseStaffRole(course.id).add_users(self.world.user(self.ids["chiara"]))
            self._upload(course.id, archive)
            for unit in units(course.id):
                for block in unit.get_children():
                    if block.location.block_type in BLOCK_TYPES:
                        self._opens(block)

    def _upload(self, key, archive: Path):
        browser = self.browsers["chiara"]
        sent = SimpleUploadedFile(archive.name, archive.read_bytes(), "application/gzip")
        answer = browser.post(f"/import/{key}", {"name": archive.name, "course-data": [sent]})
        assert answer.status_code == 200, answer.content
        status = browser.get(f"/import_status/{key}/{archive.name}").json()
        assert status["ImportStatus"] == self.IMPORTED, status

    def _opens(self, block):
        usage_key = str(block.location)
        html = self.view(usage_key, "author_view")
        for code in ("no_module", "survey_broken"):
            assert code not in html, usage_key
        url, data = form_of(self.view(usage_key, "studio_view"))
        answer = self.send(url, data)
        assert answer.status_code == 200, (usage_key, answer.content)
