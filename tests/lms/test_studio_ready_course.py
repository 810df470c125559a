"""The ready course, imported by Studio's own importer: run it with ``--ds=cms.envs.test``."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from xblock.fields import Scope
from xmodule.contentstore.django import contentstore
from xmodule.modulestore import ModuleStoreEnum
from xmodule.modulestore.tests.django_utils import ModuleStoreTestCase
from xmodule.modulestore.xml_exporter import export_course_to_xml
from xmodule.modulestore.xml_importer import import_course_from_xml

from tools.course import pack
from tools.course_olx import course_files


class TestReadyCourse(ModuleStoreTestCase):
    """What ``cms/djangoapps/contentstore/tasks.py`` does with an archive: unpack it, import it into a course that is there."""

    def setUp(self):
        super().setUp()
        self.target = self.store.create_course("School", "MENT1", "autumn", self.user.id).id
        archive = pack(course_files("en"))
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(self.folder, filter="data")
        self.import_from(self.folder, "course")

    def import_from(self, folder: Path, name: str) -> None:
        (course,) = import_course_from_xml(
            self.store,
            self.user.id,
            str(folder),
            [name],
            target_id=self.target,
            load_error_blocks=False,
            static_content_store=contentstore(),
            raise_on_failure=True,
        )
        assert course.id == self.target

    def authored(self) -> dict[str, dict[str, object]]:
        """What an author decided, of every block of the published course."""
        with self.store.branch_setting(ModuleStoreEnum.Branch.published_only, self.target):
            blocks = self.store.get_items(self.target)
        return {
            f"{block.scope_ids.block_type} {block.scope_ids.usage_id.block_id}": {
                name: getattr(block, name)
                for name, field in block.fields.items()
                if field.scope in (Scope.settings, Scope.content)
                and name not in ("xml_attributes", "children", "tabs")
                and field.is_set_on(block)
            }
            for block in blocks
        }

    def test_everything_is_published(self):
        course = self.store.get_course(self.target)
        names = [chapter.display_name for chapter in course.get_children()]
        assert names == ["Prepare", "Meet", "Act", "Reflect"]
        assert course.self_paced
        found = self.authored()
        types = [name.split()[0] for name in found]
        assert types.count("ment_training") == 16
        assert types.count("ment_survey") == 7
        assert types.count("html") == 7
        assert found["about short_description"]["data"]
        assert found["static_tab help"]["display_name"] == "Help"
        assert "jump_to_id" in found["html welcome-page"]["data"]
        assert found["sequential agreement"]["format"] == "Agreement"
        assert found["sequential agreement"]["relative_weeks_due"] == 5
        assert found["vertical our-meetings"]["discussion_enabled"] is False

    def test_it_is_the_same_after_export_and_import(self):
        before = self.authored()
        export_course_to_xml(self.store, contentstore(), self.target, str(self.folder), "exported")
        self.import_from(self.folder, "exported")
        assert self.authored() == before
