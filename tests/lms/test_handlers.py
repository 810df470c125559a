"""Every handler of every block through the addresses of the LMS, by people whom it must not serve."""

from __future__ import annotations

import json

from ment_xblock.blocks.entry_points import Who
from tests.lms.programme import ADDRESSES, BLOCK_TYPES, JOURNAL, THINKS, ProgrammeInTheLms, doors


class HandlersInTheLms(ProgrammeInTheLms):
    """lms/djangoapps/courseware/block_render.py: handle_xblock_callback and handle_xblock_callback_noauth."""

    def setUp(self):
        super().setUp()
        self.meet()
        # The story itself must not be undone by chance: nothing that is called below may be complete.
        self.about = {"pairing": self.pairing.pk}

    def each_door(self, *methods):
        for block_type in BLOCK_TYPES:
            found = doors(block_type, *methods)
            assert found or methods
            for door in found:
                for address in ADDRESSES:
                    yield block_type, door, address

    def refused(self, name, statuses):
        before = self.everything()
        for block_type, door, address in self.each_door():
            answer = self.call(name, block_type, door.name, address=address, **self.about)
            said = (block_type, door.name, address, answer.status_code)
            assert answer.status_code in statuses, said
            assert b"Mario" not in answer.content, said
        assert self.everything() == before


class TestStrangers(HandlersInTheLms):
    """Who has no business in the course gets nothing."""

    def test_nobody(self):
        self.refused("", {401, 403})

    def test_somebody_who_is_not_enrolled(self):
        self.refused("nora", {403})

    def test_somebody_who_left(self):
        self.world.leave(self.ids["mario"])
        self.refused("mario", {403})


class TestViewingAsLearner(HandlersInTheLms):
    """Staff who view as a learner change nothing: lms/djangoapps/courseware/masquerade.py, setup_masquerade."""

    def changes_nothing(self):
        before = self.everything()
        for block_type, door, address in self.each_door("POST"):
            answer = self.call("chiara", block_type, door.name, address=address, **self.about)
            assert answer.status_code == 403, (block_type, door.name, address)
        for block_type, door, address in self.each_door("GET"):
            answer = self.call("chiara", block_type, door.name, address=address, **self.about)
            assert answer.status_code < 500, (block_type, door.name, address)
            assert THINKS.encode() not in answer.content
        assert self.everything() == before

    def test_as_a_certain_learner(self):
        self.view_as("mario")
        self.changes_nothing()

    def test_as_any_learner(self):
        self.view_as()
        self.changes_nothing()


class TestWrongDoors(HandlersInTheLms):
    """What a page of another site could send with a learner's cookie, and what an author's page sends to the LMS."""

    def test_a_form_of_another_site_is_not_read(self):
        """The address without sign-in checks no CSRF token either; browsers let other sites send these types alone."""
        before = self.everything()
        for block_type, door, _address in self.each_door("POST"):
            path = self.address(block_type, door.name, address="xblock_handler_noauth")
            for content_type in ("text/plain", "application/x-www-form-urlencoded"):
                body = json.dumps(self.about)
                answer = self.client_of("giulia").post(path, body, content_type=content_type)
                assert answer.status_code in {400, 403}, (block_type, door.name, content_type)
        assert self.everything() == before

    def test_nobody_authors_in_the_lms(self):
        for block_type, door, address in self.each_door():
            if door.who is Who.AUTHOR:
                for name in ("chiara", "giulia"):
                    answer = self.call(name, block_type, door.name, address=address)
                    assert answer.status_code == 403, (block_type, door.name)

    def test_no_body_that_a_client_can_send_is_an_error_of_ours(self):
        for block_type, door, _address in self.each_door("POST"):
            path = self.address(block_type, door.name)
            for name in ("giulia", "chiara"):
                for body in ("", "[]", "{", '{"pairing": "x"}', '{"pairing": -1}', "\x00"):
                    with self.captureOnCommitCallbacks(execute=True):
                        answer = self.client_of(name).post(
                            path, body, content_type="application/json"
                        )
                    assert answer.status_code < 500, (block_type, door.name, body)

    def test_who_is_the_partner_is_served_at_either_address(self):
        for address in ADDRESSES:
            answer = self.call("mario", JOURNAL, "page", address=address, **self.about)
            assert answer.status_code == 200
            assert answer["Cache-Control"] == "private, no-store"
