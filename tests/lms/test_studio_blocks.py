"""All six blocks in Studio: what an author sees, changes, copies and moves."""

from __future__ import annotations

from django.apps import apps
from opaque_keys.edx.keys import UsageKey
from xmodule.modulestore.tests.factories import BlockFactory

from ment_xblock.blocks.rendering import block_uid
from tests.lms.studio import BLOCK_TYPES, AuthorInStudio, fields_of, form_of

NAME = "Über uns, già"


def rows() -> int:
    """How many rows there are in all tables of ours."""
    return sum(one.objects.count() for one in apps.get_app_config("ment_xblock").get_models())


class TestLooking(AuthorInStudio):
    """cms/djangoapps/contentstore/views/block.py, xblock_view_handler, with preview.py, get_preview_fragment."""

    def test_the_views_of_every_block(self):
        for block_type, usage_key in self.blocks.items():
            for view in ("author_view", "student_view", "container_child_preview"):
                html = self.view(usage_key, view)
                assert block_uid(usage_key) in html, (block_type, view)
                assert "xblock-error" not in html.lower(), (block_type, view)
        assert rows() == 0

    def test_the_unit_page_previews_them_all(self):
        html = self.view(str(self.world.unit.location), "container_preview")
        for usage_key in self.blocks.values():
            assert block_uid(usage_key) in html
        assert rows() == 0

    def test_who_is_not_on_the_team_sees_nothing(self):
        for usage_key in self.blocks.values():
            for view in ("author_view", "studio_view"):
                answer = self.browsers["nora"].get(
                    f"/xblock/{usage_key}/{view}", HTTP_ACCEPT="application/json"
                )
                assert answer.status_code == 403


class TestEditing(AuthorInStudio):
    """cms/djangoapps/contentstore/views/component.py, component_handler: runs the handler, and stores the block."""

    def test_a_form_that_nobody_touched_says_the_same_afterwards(self):
        """What stands there by default does not become the author's wish."""
        for block_type, usage_key in self.blocks.items():
            before = fields_of(self.block(usage_key))
            url, data = form_of(self.view(usage_key, "studio_view"))
            assert self.send(url, data).status_code == 200, block_type
            assert form_of(self.view(usage_key, "studio_view")) == (url, data), block_type
            assert fields_of(self.block(usage_key)) == before, block_type

    def test_an_emptied_field_is_as_it_comes_again(self):
        for block_type, usage_key in self.blocks.items():
            url, data = form_of(self.view(usage_key, "studio_view"))
            assert self.send(url, {**data, "display_name": NAME}).status_code == 200, block_type
            assert self.send(url, {**data, "display_name": ""}).status_code == 200, block_type
            assert "display_name" not in fields_of(self.block(usage_key)), block_type

    def test_a_change_is_stored_and_shown_again(self):
        for block_type, usage_key in self.blocks.items():
            url, data = form_of(self.view(usage_key, "studio_view"))
            changed = {**data, "display_name": NAME}
            if "weight" in data:
                changed["weight"] = "2.5"
            assert self.send(url, changed).status_code == 200, block_type
            block = self.block(usage_key)
            assert block.display_name == NAME
            assert not hasattr(block, "weight") or block.weight == 2.5
            _url, shown = form_of(self.view(usage_key, "studio_view"))
            assert shown == {**changed, **({"weight": "2.5"} if "weight" in data else {})}

    def test_what_is_wrong_is_said_and_not_stored(self):
        for block_type, usage_key in self.blocks.items():
            url, data = form_of(self.view(usage_key, "studio_view"))
            answer = self.send(url, {**data, "display_name": "x" * 2001})
            assert answer.status_code == 422, block_type
            assert self.block(usage_key).display_name

    def test_nobody_else_saves(self):
        for block_type, usage_key in self.blocks.items():
            before = self._all_values(usage_key)
            url, data = form_of(self.view(usage_key, "studio_view"))
            answer = self.send(url, {**data, "display_name": "Mine"}, by="nora")
            assert answer.status_code == 403, block_type
            assert self._all_values(usage_key) == before

    def _all_values(self, usage_key):
        return fields_of(self.block(usage_key), only_set=False)


class TestCopies(AuthorInStudio):
    """cms/djangoapps/contentstore/xblock_storage_handlers/view_handlers.py, handle_xblock."""

    def _changed(self, block_type):
        """A block with settings of its author's own, saved through its form."""
        usage_key = self.blocks[block_type]
        url, data = form_of(self.view(usage_key, "studio_view"))
        more = {"weight": "2.5"} if "weight" in data else {}
        assert self.send(url, {**data, "display_name": "Ours", **more}).status_code == 200
        return usage_key

    def test_a_duplicate_has_the_same_settings(self):
        for block_type in BLOCK_TYPES:
            source = self._changed(block_type)
            answer = self.send(
                "/xblock/",
                {
                    "duplicate_source_locator": source,
                    "parent_locator": str(self.world.unit.location),
                },
            )
            assert answer.status_code == 200, answer.content
            made = fields_of(self.block(answer.json()["locator"]))
            assert {**made, "display_name": "Ours"} == fields_of(self.block(source)), block_type

    def test_a_block_moves_to_another_unit_and_keeps_its_address(self):
        other = BlockFactory.create(parent=self.world.subsection, category="vertical")
        for block_type in BLOCK_TYPES:
            source = self._changed(block_type)
            before = fields_of(self.block(source))
            answer = self.send(
                "/xblock/",
                {"move_source_locator": source, "parent_locator": str(other.location)},
                method="patch",
            )
            assert answer.status_code == 200, answer.content
            moved = self.block(source)
            assert moved.parent.block_id == other.location.block_id
            assert fields_of(moved) == before

    def test_a_copy_by_the_clipboard_has_the_same_settings(self):
        """openedx/core/djangoapps/content_staging: the block goes through its OLX."""
        for block_type in BLOCK_TYPES:
            source = self._changed(block_type)
            answer = self.send("/api/content-staging/v1/clipboard/", {"usage_key": source})
            assert answer.status_code == 200, answer.content
            pasted = self.send(
                "/xblock/",
                {
                    "parent_locator": str(self.world.unit.location),
                    "staged_content": "clipboard",
                },
            )
            assert pasted.status_code == 200, pasted.content
            made = self.block(pasted.json()["locator"])
            assert UsageKey.from_string(source) != made.location
            assert fields_of(made).items() >= fields_of(self.block(source)).items(), block_type
