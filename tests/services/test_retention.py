"""Words are kept for a year after the end of a programme; then they and the names go, and the figures stay."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.admin import AdminSite

from ment_xblock.admin import ProgrammeAdmin
from ment_xblock.domain.pairing import State
from ment_xblock.models import Agreement, Participant, Programme, Signature, Task
from ment_xblock.services.retention import erase_old_words
from tests.services.test_erasing import everything_stored

A_YEAR_LATER = 16 * 7 + 7 + 366 + 2


def fields_of_all_rows():
    """All that is stored, but for when it was looked at and locked."""
    rows = json.loads(everything_stored())
    for row in rows:
        row["fields"].pop("lock_count", None)
        row["fields"].pop("words_erased_at", None)
    return rows


def clear(world, **how):
    return erase_old_words(host=world.host, **how)


@pytest.fixture
def pair(world):
    return world.signed_pair()


def test_before_its_time_nothing_goes(world, pair):
    world.wait(days=A_YEAR_LATER - 5)
    before = everything_stored()
    assert clear(world) == []
    assert everything_stored() == before


def test_names_and_words_go_and_figures_stay(world, pair):
    record = world.record("mario")
    end = Agreement.objects.get().values["end"]
    world.act("pause", "mario", pair, reason="Too hot")
    world.wait(days=A_YEAR_LATER)
    (cleared,) = clear(world)
    assert (cleared.course_key, cleared.ended_on.isoformat()) == (world.course_key, end)
    assert (cleared.pairs_ended, dict(cleared.rows)) == (1, {"Agreement": 1, "Pause": 1, "Task": 2})
    stored = everything_stored()
    for words in ("grain of wood", "Order timber", "In the workshop", "Too hot", "Mario"):
        assert words not in stored
    assert Agreement.objects.get().values["end"] == end
    assert Signature.objects.count() == 2
    assert [task.job for task in Task.objects.all()] == ["quote-as-pdf", ""]
    assert world.row(pair).state == State.ENDED
    assert not Participant.objects.filter(user__isnull=False)
    assert world.record("mario") == record


def test_a_second_time_finds_nothing(world, pair):
    world.wait(days=A_YEAR_LATER)
    clear(world)
    before = fields_of_all_rows()
    assert clear(world) == []
    world.wait(days=31)
    (again,) = clear(world)
    assert (dict(again.rows), again.pairs_ended) == ({}, 0)
    assert fields_of_all_rows() == before


def test_a_dry_run_tells_the_same_and_changes_nothing(world, pair):
    world.wait(days=A_YEAR_LATER)
    before = everything_stored()
    told = clear(world, dry_run=True)
    assert everything_stored() == before
    assert told == clear(world)


def test_each_programme_has_its_own_time(world, pair):
    there = world.elsewhere()
    there.signed_pair()
    Programme.objects.filter(course_key=there.course_key).update(months_kept=36)
    world.wait(days=A_YEAR_LATER)
    assert [cleared.course_key for cleared in clear(world)] == [world.course_key]
    assert "grain of wood" in everything_stored()


def test_a_course_that_lasts_longer_is_not_over(world, pair):
    world.host.course_end = lambda _key: world.host.now() - timedelta(days=300)
    world.wait(days=A_YEAR_LATER)
    assert clear(world) == []
    world.host.course_end = lambda _key: world.host.now() - timedelta(days=370)
    assert clear(world)


def test_a_course_that_is_used_again_is_not_over(world, pair):
    world.wait(days=A_YEAR_LATER)
    other = world.pair("piotr", "anna")
    assert clear(world) == []
    assert world.row(other).state == State.DRAFT


def test_without_any_agreement_the_last_sign_of_life_counts(world):
    pair = world.filled_pair()
    world.wait(days=360)
    assert clear(world) == []
    world.wait(days=8)
    assert [one.pairs_ended for one in clear(world)] == [1]
    assert world.row(pair).state == State.ENDED


def test_how_long_words_are_kept_is_fixed_by_the_first_signature(world, rf):
    page = ProgrammeAdmin(Programme, AdminSite())
    pair = world.filled_pair()
    assert page.get_readonly_fields(rf.get("/")) == ("words_erased_at",)
    assert "months_kept" not in page.get_readonly_fields(rf.get("/"), world.row(pair).programme)
    world.sign("giulia", pair)
    assert "months_kept" in page.get_readonly_fields(rf.get("/"), world.row(pair).programme)
