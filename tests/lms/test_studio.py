"""What is special about Studio: run it with ``--ds=cms.envs.test``."""

from __future__ import annotations

from cms.djangoapps.contentstore.utils import load_services_for_studio
from common.djangoapps.student.roles import CourseStaffRole, LibraryUserRole
from completion.models import BlockCompletion
from completion.test_utils import CompletionWaffleTestMixin
from lms.djangoapps.courseware.models import StudentModule
from opaque_keys.edx.keys import UsageKey
from openedx.core.djangoapps.content_libraries import api as libraries
from openedx.core.djangoapps.content_libraries.models import ContentLibraryPermission
from openedx.core.djangoapps.xblock.api import load_block
from organizations.models import Organization
from xmodule.modulestore.tests.factories import BlockFactory, LibraryFactory

from tests.contract.world import AGREEMENT
from tests.lms.test_studio_contract import InStudio


class TestNothingIsRecorded(CompletionWaffleTestMixin, InStudio):
    """Trying a block in Studio earns nothing, although Studio has the LMS's tables and handlers."""

    def test_no_grade_no_completion_no_mark(self):
        self.override_waffle_switch(True)
        mario = self.world.add_person("mario")
        usage_key = self.world.block()
        ref = self.world.host.block_ref(self.world.open_in_studio(usage_key, by=mario))
        self.world.host.publish_grade(user_id=mario, block=ref, earned=1.0, possible=1.0)
        self.world.host.publish_completion(user_id=mario, block=ref, completion=1.0)
        self.world.host.save_marker(user_id=mario, block=ref)
        assert not StudentModule.objects.exists()
        assert not BlockCompletion.objects.exists()


class TestEditing(InStudio):
    """The form of a block is served without a preview around it."""

    def test_the_form_knows_its_author(self):
        chiara, nora = self.world.add_person("chiara"), self.world.add_person("nora")
        self.world.make_staff(chiara)
        location = UsageKey.from_string(self.world.block())
        for user_id, may in ((chiara, True), (nora, False)):
            block = self.store.get_item(location)
            load_services_for_studio(block.runtime, self.world.user(user_id))
            assert self.world.host.may_author(block) is may
            assert self.world.host.actor(block).user_id == user_id

    def test_a_block_that_nobody_opened_has_no_author(self):
        block = self.store.get_item(UsageKey.from_string(self.world.block()))
        assert self.world.host.actor(block).person is None
        assert not self.world.host.may_author(block)

    def test_only_published_blocks_are_in_the_course(self):
        usage_key = self.world.block()
        BlockFactory.create(parent=self.world.unit, category=AGREEMENT, publish_item=False)
        (ref,) = self.world.host.blocks(self.world.course_key, AGREEMENT)
        assert ref.usage_key == usage_key


class TestLibraries(InStudio):
    """A content library is no course: nobody takes part, and its own team authors."""

    def _promised(self, block, *, may):
        host = self.world.host
        actor = host.actor(block)
        assert (host.course_key(block), host.block_ref(block).course_key) == ("", "")
        assert host.unit_url(host.block_ref(block).usage_key) == ""
        assert actor.course_key == ""
        assert not any((actor.is_enrolled, actor.is_staff, actor.is_masquerading))
        assert host.may_author(block) is may

    def test_of_the_first_kind(self):
        library = LibraryFactory.create(modulestore=self.store)
        key = library.location.library_key
        made = BlockFactory.create(
            parent_location=library.location, category=AGREEMENT, publish_item=False
        )
        chiara, reader = self.world.add_person("chiara"), self.world.add_person("reader")
        CourseStaffRole(key).add_users(self.world.user(chiara))
        LibraryUserRole(key).add_users(self.world.user(reader))
        for user_id, may in ((chiara, True), (reader, False)):
            block = self.world.open_in_studio(str(made.location), by=user_id)
            assert self.world.host.actor(block).user_id == user_id
            self._promised(block, may=may)

    def test_of_the_second_kind(self):
        organisation = Organization.objects.create(short_name="Ment", name="Ment")
        library = libraries.create_library(organisation, "craft", "Craft")
        made = libraries.create_library_block(library.key, AGREEMENT, "one")
        chiara, reader = self.world.add_person("chiara"), self.world.add_person("reader")
        for user_id, level, may in (
            (chiara, ContentLibraryPermission.AUTHOR_LEVEL, True),
            (reader, ContentLibraryPermission.READ_LEVEL, False),
        ):
            user = self.world.user(user_id)
            libraries.set_library_user_permissions(library.key, user, level)
            block = load_block(made.usage_key, user)
            assert self.world.host.actor(block).person is None
            # As openedx/core/djangoapps/xblock/runtime/shims.py, RuntimeShim.handle, leaves it for the handler.
            block.runtime._active_block = block
            assert self.world.host.actor(block).user_id == user_id
            self._promised(block, may=may)
