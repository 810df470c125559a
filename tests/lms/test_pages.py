"""The page of every block inside the courseware, for everybody who can come by."""

from __future__ import annotations

from ment_xblock.blocks.rendering import block_uid
from tests.lms.programme import (
    AGREEMENT,
    BLOCK_TYPES,
    FIRM,
    TELLS,
    THINKS,
    ProgrammeInTheLms,
)


class PagesInTheLms(ProgrammeInTheLms):
    """lms/djangoapps/courseware/views/views.py, render_xblock: what the learning front end puts into its frame."""

    def setUp(self):
        super().setUp()
        self.whole_story()

    def shown(self, name, block_type):
        """The HTML of our block on the page; it has to be there."""
        answer = self.page(name, block_type)
        html = answer.content.decode()
        assert answer.status_code == 200, (block_type, answer.status_code)
        assert f'id="{block_uid(self.blocks[block_type])}"' in html, (block_type, html[-2000:])
        return html

    def page_of(self, name, block_type):
        """Text of the page; looking at it twice changes nothing the second time."""
        self.shown(name, block_type)
        before = self.everything()
        html = self.shown(name, block_type)
        assert self.everything() == before, block_type
        return html


class TestLearners(PagesInTheLms):
    """Who takes part."""

    def test_a_mentor_and_a_mentee(self):
        for name in ("giulia", "mario"):
            for block_type in BLOCK_TYPES:
                html = self.page_of(name, block_type)
                assert 'data-code="try_again"' not in html
                assert "data-message" not in html or block_type == "ment_training"

    def test_somebody_without_a_role(self):
        for block_type in BLOCK_TYPES:
            html = self.page_of("lena", block_type)
            assert "Mario" not in html
            assert FIRM not in html

    def test_the_thoughts_of_a_partner_stay_with_them(self):
        for block_type in BLOCK_TYPES:
            html = self.page_of("mario", block_type)
            assert THINKS not in html, block_type


class TestTeachers(PagesInTheLms):
    """The facilitator, as themselves and as a learner."""

    def test_the_desks(self):
        for block_type in BLOCK_TYPES:
            html = self.page_of("chiara", block_type)
            assert THINKS not in html, block_type
        assert "Mario" in self.page_of("chiara", AGREEMENT)

    def test_viewing_as_a_certain_learner_shows_nothing_private_and_writes_nothing(self):
        self.view_as("giulia")
        before = self.everything()
        for block_type in BLOCK_TYPES:
            html = self.shown("chiara", block_type)
            assert THINKS not in html, block_type
            assert TELLS not in html, block_type
        assert self.everything() == before

    def test_viewing_as_any_learner_writes_nothing(self):
        self.view_as()
        before = self.everything()
        for block_type in BLOCK_TYPES:
            html = self.shown("chiara", block_type)
            for word in (THINKS, TELLS, FIRM, "Mario"):
                assert word not in html, (block_type, word)
        assert self.everything() == before


class TestStrangers(PagesInTheLms):
    """Who is not in the course gets no page at all."""

    def test_nobody_and_somebody_who_is_not_enrolled(self):
        before = self.everything()
        for name in ("", "nora"):
            for block_type in BLOCK_TYPES:
                answer = self.page(name, block_type)
                assert answer.status_code in {302, 404}, (name, block_type)
                assert b"Mario" not in answer.content
        assert self.everything() == before

    def test_somebody_who_left(self):
        self.world.leave(self.ids["mario"])
        for block_type in BLOCK_TYPES:
            assert self.page("mario", block_type).status_code in {302, 404}
