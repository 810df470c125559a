"""What people read when a partner has left the course or the site, or became course staff."""

from __future__ import annotations

import pytest

from ment_xblock.models import Programme
from ment_xblock.services.personal_data import erase_person
from tests.blocks import cast
from tests.blocks.visitor import Visitor, text_of, tree_of
from workbench_site.models import CourseStaff, Enrolment

GIULIA, CHIARA = Visitor("giulia"), Visitor("chiara")


@pytest.fixture
def world():
    return cast.world()


@pytest.fixture
def pair(world):
    pair = world.signed_pair()
    world.act("ask_rematch", "mario", pair, reason="I am afraid of her")
    return pair


def leave(username):
    Enrolment.objects.filter(user__username=username).update(is_active=False)


def test_the_partner_of_somebody_who_left_the_course(pair):
    assert "is not in the course at present" not in text_of(GIULIA.unit())
    leave("mario")
    page = text_of(GIULIA.unit())
    assert "Mario is not in the course at present. It is not your fault" in page
    assert "Enjoy your meetings" not in page
    desk = text_of(CHIARA.unit())
    assert "Mario Tessarin: not enrolled at present. Nothing is deleted." in desk


def test_the_partner_of_somebody_who_was_erased(world, pair):
    erase_person(host=world.host, user_id=world.user_id("mario"))
    page = text_of(GIULIA.unit())
    assert "Your partner has left this site, and the pair has ended. Nobody is to blame." in page
    (block,) = tree_of(GIULIA.unit()).find_class("ment")
    assert "Mario" not in block.text_content()
    assert "grain of wood" in page
    assert GIULIA.get("print_page", pairing=pair).status_code == 200
    assert GIULIA.get("print_page", pairing=pair, number=1).status_code == 200
    assert GIULIA.get("calendar", pairing=pair).status_code == 200
    assert "somebody who left" in text_of(CHIARA.unit())


def test_a_partner_who_became_staff(world, pair):
    CourseStaff.objects.create(user_id=world.user_id("giulia"), course_key=world.course_key)
    desk = text_of(GIULIA.unit())
    assert "You are one of these two." in desk
    assert "afraid" not in desk
    assert "would like another partner" not in desk
    assert "afraid" in text_of(CHIARA.unit())


def test_the_clause_names_how_long_words_are_kept(pair):
    Programme.objects.update(months_kept=30)
    assert "for 30 months after the end" in text_of(GIULIA.unit())
    assert "for 30 months after the end" in text_of(GIULIA.get("print_page", pairing=pair))
