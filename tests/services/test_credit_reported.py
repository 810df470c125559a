"""Credit in the gradebook: for both partners at once, and never less again."""

import logging

import attrs
import pytest

from ment_xblock.domain.pairing import State
from ment_xblock.models import CreditStart, Signature
from ment_xblock.platform.local import LocalHost
from ment_xblock.services.credit import credit_pair, restart_credit
from tests.world import BLOCK_TYPE, CHIARA, Record
from workbench_site import course
from workbench_site.course import Unit
from workbench_site.course_run import published_course
from workbench_site.models import Completion, Grade, Marker

NONE = Record(None, None, None, has_marker=False)
HALF = Record(0.5, 1.0, 0.5, has_marker=True)
FULL = Record(1.0, 1.0, 1.0, has_marker=True)


def records(world, usage_key=None):
    return tuple(world.record(username, usage_key) for username in ("giulia", "mario"))


def restart(world, username):
    restart_credit(
        host=world.host,
        course_key=world.course_key,
        usage_key=world.here.usage_key,
        user_id=world.user_id(username),
    )


@pytest.fixture
def blocks(monkeypatch, db):
    """A course with three agreement blocks instead of one."""
    units = tuple(
        Unit(f"agreement{number}", "Agreement", f'<{BLOCK_TYPE} weight="{number}"/>')
        for number in (1, 2, 3)
    )
    with monkeypatch.context() as patch:
        patch.setattr(course, "UNITS", units)
        published_course.cache_clear()
        yield LocalHost().blocks(course.COURSE_KEY, BLOCK_TYPE)
    published_course.cache_clear()


def test_filling_earns_nothing_yet(world):
    world.filled_pair()
    assert records(world) == (NONE, NONE)


def test_half_for_the_first_signature_and_all_for_both_at_once(world):
    pair = world.filled_pair()
    world.sign("mario", pair)
    assert records(world) == (NONE, HALF)
    world.sign("giulia", pair)
    assert records(world) == (FULL, FULL)


@pytest.mark.parametrize("username", ["giulia", "mario", CHIARA])
@pytest.mark.parametrize("act", ["pause", "end"])
def test_credit_stays_when_the_pair_rests_or_ends(world, act, username):
    pair = world.signed_pair()
    world.act(act, username, pair, reason="")
    credit_pair(host=world.host, pairing_id=pair, here=world.here)
    assert records(world) == (FULL, FULL)


def test_credit_stays_when_a_new_version_is_on_its_way(world):
    pair = world.signed_pair()
    world.save("mario", pair, new_version=True, place="elsewhere")
    world.sign("mario", pair)
    assert records(world) == (FULL, FULL)
    world.act("withdraw_change", "giulia", pair)
    credit_pair(host=world.host, pairing_id=pair, here=world.here)
    assert records(world) == (FULL, FULL)


def test_half_stays_when_what_was_signed_is_replaced_and_declined(world):
    pair = world.half_signed_pair()
    world.save("mario", pair, new_version=True, place="elsewhere")
    world.act("decline", "mario", pair, reason="")
    credit_pair(host=world.host, pairing_id=pair, here=world.here)
    assert records(world) == (HALF, NONE)


def test_credit_stays_with_another_partner(world):
    world.act("end", "mario", world.signed_pair("giulia", "mario"), reason="")
    pair = world.filled_pair("giulia", "anna")
    world.sign("anna", pair)
    assert (world.record("giulia"), world.record("anna")) == (FULL, HALF)
    assert world.page("giulia").credit.earned == 1.0


def test_a_course_run_knows_its_own_facts_only(world):
    world.signed_pair()
    other = world.elsewhere()
    pair = other.filled_pair()
    other.sign("giulia", pair)
    assert (other.record("giulia"), other.record("mario")) == (HALF, NONE)
    assert records(world) == (FULL, FULL)


def test_a_block_that_is_not_published_yet_is_credited_too(world):
    world.here = attrs.evolve(world.here, usage_key="a block in preview")
    world.signed_pair()
    assert records(world) == (FULL, FULL)


def test_every_agreement_block_of_the_course_reports_and_restarts_alone(world, blocks):
    world.here, *_ = blocks
    pair = world.signed_pair()
    keys = [block.usage_key for block in blocks]
    assert [records(world, key) for key in keys] == [(FULL, FULL)] * 3
    world.wait(minutes=1)
    restart(world, "giulia")
    for _ in range(2):
        assert [world.record("giulia", key).earned for key in keys] == [0.0, 1.0, 1.0]
        assert [world.record("mario", key).earned for key in keys] == [1.0, 1.0, 1.0]
        credit_pair(host=world.host, pairing_id=pair, here=world.here)


# The instructor deletes a learner's state


def test_after_a_restart_earlier_facts_count_no_more(world):
    pair = world.signed_pair()
    world.wait(minutes=1)
    restart(world, "giulia")
    assert records(world)[0].earned == records(world)[0].completion == 0.0
    assert records(world)[1] == FULL
    assert world.page("giulia").credit.earned == 0.0
    assert Signature.objects.count() == 2
    world.wait(minutes=1)
    world.save("mario", pair, new_version=True, place="elsewhere")
    world.sign("giulia", pair)
    assert records(world) == (HALF, FULL)
    world.sign("mario", pair)
    assert records(world) == (FULL, FULL)


def test_a_second_restart_moves_the_first(world):
    world.signed_pair()
    for _ in range(2):
        world.wait(minutes=1)
        restart(world, "giulia")
    assert CreditStart.objects.count() == 1


def test_restarting_somebody_without_a_role_does_nothing(world):
    restart(world, "nora")
    assert not CreditStart.objects.exists()
    assert not Grade.objects.exists()


# A gradebook that fails


def broken(*args, **kwargs):
    raise ConnectionError("the gradebook does not answer")


@pytest.mark.parametrize("part", ["publish_grade", "publish_completion", "save_marker", "blocks"])
def test_a_failing_gradebook_undoes_no_signature_and_is_logged(world, part, monkeypatch, caplog):
    pair = world.half_signed_pair()
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(type(world.host), part, broken)
        assert world.sign("mario", pair).state is State.ACTIVE
    assert "the gradebook does not answer" in caplog.text
    assert world.page("mario", pair).credit.earned == 1.0
    credit_pair(host=world.host, pairing_id=pair, here=world.here)
    assert records(world) == (FULL, FULL)


def test_a_gradebook_that_fails_for_one_partner_still_credits_the_other(world, monkeypatch):
    pair = world.half_signed_pair()
    real, giulia = LocalHost.publish_grade, world.user_id("giulia")

    def fails_for_giulia(host, *, user_id, **grade):
        return broken() if user_id == giulia else real(host, user_id=user_id, **grade)

    monkeypatch.setattr(LocalHost, "publish_grade", fails_for_giulia)
    world.sign("mario", pair)
    assert records(world) == (HALF, FULL)


def test_who_has_left_the_site_is_left_out(world):
    pair = world.half_signed_pair()
    row = world.row(pair)
    row.mentor.user = None
    row.mentor.save()
    for table in (Grade, Completion, Marker):
        table.objects.filter(user__username="giulia").delete()
    world.sign("mario", pair)
    assert records(world) == (NONE, FULL)


def test_whom_a_block_is_not_for_keeps_a_mark_beside_nothing_out_of_nothing(world):
    """The LMS makes a row for it, and fails on one without a state."""
    world.join("mario")
    module = world.host.blocks(world.course_key, "ment_training")[0]
    Marker.objects.all().delete()
    restart_credit(
        host=world.host,
        course_key=world.course_key,
        usage_key=module.usage_key,
        user_id=world.user_id("mario"),
    )
    assert world.record("mario", module.usage_key) == Record(0.0, 0.0, 1.0, has_marker=True)
