"""All six blocks in a content library: previewed, edited, exported, called."""

from __future__ import annotations

from django.test import override_settings
from opaque_keys.edx.locator import LibraryUsageLocatorV2
from openedx.core.djangoapps.content_libraries import api as libraries
from openedx.core.djangoapps.content_libraries.models import ContentLibraryPermission
from organizations.models import Organization
from xblock.core import XBlock

from ment_xblock.blocks.entry_points import entry_points
from tests.lms.studio import BLOCK_TYPES, AuthorInStudio, form_of
from tests.lms.test_studio_blocks import rows

API = "/api/xblock/v2/xblocks"


class TestLibrary(AuthorInStudio):
    """openedx/core/djangoapps/xblock/rest_api/views.py: render_block_view, embed_block_view, xblock_handler."""

    def setUp(self):
        super().setUp()
        organisation = Organization.objects.create(short_name="Ment", name="Ment")
        library = libraries.create_library(organisation, "craft", "Craft")
        self.made = {
            name: str(libraries.create_library_block(library.key, name, name).usage_key)
            for name in BLOCK_TYPES
        }
        level = ContentLibraryPermission.AUTHOR_LEVEL
        author = self.world.user(self.ids["chiara"])
        libraries.set_library_user_permissions(library.key, author, level)

    def _view(self, usage_key, view):
        answer = self.browsers["chiara"].get(f"{API}/{usage_key}/view/{view}/")
        assert answer.status_code == 200, (usage_key, view, answer.content[-500:])
        return answer.json()["content"]

    @override_settings(CORS_ORIGIN_WHITELIST=[])  # of Studio's production settings
    def test_every_view(self):
        for block_type, usage_key in self.made.items():
            for view in ("student_view", "author_view", "studio_view"):
                html = self._view(usage_key, view)
                assert 'class="ment' in html, (block_type, view)
            page = self.browsers["chiara"].get(f"/xblocks/v2/{usage_key}/embed/student_view/")
            assert page.status_code == 200, block_type
            assert b'class="ment' in page.content
        assert rows() == 0

    def test_settings_are_saved_and_in_the_olx(self):
        for block_type, usage_key in self.made.items():
            url, data = form_of(self._view(usage_key, "studio_view"))
            answer = self.send(url, {**data, "display_name": "Für alle"})
            assert answer.status_code == 200, (block_type, answer.content)
            assert "Für alle" in libraries.get_library_block(self._key(usage_key)).display_name
            olx = self.browsers["chiara"].get(f"{API}/{usage_key}/olx/").json()["olx"]
            assert olx.startswith(f"<{block_type} ")
            assert 'display_name="Für alle"' in olx

    def test_no_handler_of_a_course_serves(self):
        for block_type, usage_key in self.made.items():
            for door in entry_points(XBlock.load_class(block_type)):
                where = f"{API}/{usage_key}/handler_url/{door.name}/"
                url = self.browsers["chiara"].get(where).json()["handler_url"]
                if door.method == "GET":
                    answer = self.browsers["chiara"].get(url)
                else:
                    answer = self.send(url, {})
                served = door.who == "author"
                assert answer.status_code < 500, (block_type, door.name)
                assert served or answer.status_code in {401, 403}, (block_type, door.name)
        assert rows() == 0

    @staticmethod
    def _key(usage_key):
        return LibraryUsageLocatorV2.from_string(usage_key)
