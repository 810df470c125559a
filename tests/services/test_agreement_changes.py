"""Later versions: a change is proposed, signed or taken back, and the signed one stays in force meanwhile."""

import attrs
import pytest

from ment_xblock.domain.errors import Stale, WrongState
from ment_xblock.domain.pairing import State
from ment_xblock.models import Agreement, Task
from tests.refusals import refused
from tests.services.versions import open_tasks, versions

Status = Agreement.Status


def test_changing_a_half_signed_version_needs_a_yes_to_a_new_one(world):
    pair = world.half_signed_pair()
    with refused(Stale, "signed_meanwhile"):
        world.save("mario", pair, place="elsewhere")
    outcome = world.save("mario", pair, new_version=True, place="elsewhere")
    assert outcome.state is State.DRAFT
    assert versions(pair) == [(1, Status.REPLACED, ["mentor"]), (2, Status.WORKING, [])]
    assert world.page("giulia").in_force is None


def test_who_signed_first_may_change_too(world):
    pair = world.half_signed_pair()
    assert world.save("giulia", pair, new_version=True, place="elsewhere").state is State.DRAFT


def test_a_proposed_change_keeps_the_signed_version_in_force(world):
    pair = world.signed_pair()
    with refused(Stale, "signed_meanwhile"):
        world.save("mario", pair, task1_job="video-call")
    outcome = world.save("mario", pair, new_version=True, task1_job="video-call")
    assert outcome.state is State.CHANGE_PROPOSED
    assert versions(pair) == [(1, Status.IN_FORCE, ["mentee", "mentor"]), (2, Status.WORKING, [])]
    page = world.page("giulia", pair)
    assert page.in_force.values["task1_job"] == "quote-as-pdf"
    assert page.version.values["task1_job"] == "video-call"
    assert (page.signed_by_me, page.signed_by_partner) == (False, False)
    assert open_tasks(pair)[0] == ("quote-as-pdf", "")


def test_both_sign_the_change_and_the_tasks_follow(world):
    pair = world.signed_pair()
    before = {task.words or task.job: task.pk for task in Task.objects.all()}
    world.wait(days=1)
    world.save(
        "mario",
        pair,
        new_version=True,
        task1_job="own",
        task1_words="Order timber on the dealer's page",
        task1_evidence="Two orders went out",
        task2_job="video-call",
        task2_evidence="Mario rings his sister",
    )
    assert world.sign("mario", pair).state is State.CHANGE_HALF_SIGNED
    assert world.page("giulia").in_force.number == 1
    assert world.sign("giulia", pair).state is State.ACTIVE
    both = ["mentee", "mentor"]
    assert versions(pair) == [(1, Status.REPLACED, both), (2, Status.IN_FORCE, both)]
    assert open_tasks(pair) == [("", "Order timber on the dealer's page"), ("video-call", "")]
    kept = Task.objects.get(words="Order timber on the dealer's page")
    assert (kept.pk, kept.evidence) == (before[kept.words], "Two orders went out")
    dropped = Task.objects.get(job="quote-as-pdf")
    assert dropped.dropped_at > dropped.agreed_at


def test_a_dropped_task_comes_back_in_its_own_row(world):
    pair = world.signed_pair()
    row = Task.objects.get(job="quote-as-pdf")
    for job in ("video-call", "quote-as-pdf"):
        world.save("mario", pair, new_version=True, task1_job=job)
        for username in ("mario", "giulia"):
            world.sign(username, pair)
    again = Task.objects.get(job="quote-as-pdf")
    assert (again.pk, again.agreed_at, again.dropped_at) == (row.pk, row.agreed_at, None)


def test_a_change_after_one_signature_is_the_next_version(world):
    pair = world.signed_pair()
    world.save("mario", pair, new_version=True, place="elsewhere")
    world.sign("mario", pair)
    with refused(Stale, "signed_meanwhile"):
        world.save("giulia", pair, place="there")
    assert (
        world.save("giulia", pair, new_version=True, place="there").state is State.CHANGE_PROPOSED
    )
    assert [(number, status) for number, status, _ in versions(pair)] == [
        (1, Status.IN_FORCE),
        (2, Status.REPLACED),
        (3, Status.WORKING),
    ]


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("username", ["giulia", "mario"])
def test_either_takes_a_change_back(world, signed, username):
    pair = world.signed_pair()
    before = world.page("giulia", pair)
    world.save("mario", pair, new_version=True, place="elsewhere", task1_job="video-call")
    if signed:
        world.sign("mario", pair)
    assert world.act("withdraw_change", username, pair).state is State.ACTIVE
    after = world.page("giulia", pair)
    assert (after.version.number, after.fingerprint) == (1, before.fingerprint)
    assert (after.in_force, after.signed_by_me, after.signed_by_partner) == (None, True, True)
    assert versions(pair)[1][:2] == (2, Status.WITHDRAWN)
    assert open_tasks(pair)[0] == ("quote-as-pdf", "")


def test_a_change_after_one_that_was_taken_back_has_its_own_number(world):
    pair = world.signed_pair()
    seen = []
    for place in ("elsewhere", "there"):
        world.save("mario", pair, new_version=True, place=place)
        seen.append(world.page("mario").fingerprint)
        if place == "elsewhere":
            world.act("withdraw_change", "giulia", pair)
    assert [number for number, *_ in versions(pair)] == [1, 2, 3]
    with refused(Stale, "changed_meanwhile"):
        world.sign("mario", pair, seen=seen[0])


def test_a_signed_version_that_was_replaced_is_not_signed_by_a_late_click(world):
    pair = world.half_signed_pair()
    seen = world.page("mario").fingerprint
    world.save("giulia", pair, new_version=True, place="elsewhere")
    with refused(Stale, "changed_meanwhile"):
        world.sign("mario", pair, seen=seen)
    with refused(Stale, "changed_meanwhile"):
        world.sign("giulia", pair, seen=seen)


@pytest.mark.parametrize("make", ["filled_pair", "half_signed_pair", "signed_pair"])
def test_there_is_nothing_to_take_back_before_a_change(world, make):
    pair = getattr(world, make)()
    with refused(WrongState, "cannot_withdraw_change"):
        world.act("withdraw_change", "giulia", pair)


def test_nothing_to_sign_in_an_active_agreement(world):
    pair = world.signed_pair()
    with refused(WrongState, "cannot_sign"):
        world.sign("mario", pair, seen="something else")


def test_history_shows_every_version_newest_first(world):
    pair = world.signed_pair()
    world.save("mario", pair, new_version=True, place="elsewhere")
    world.sign("mario", pair)
    newest, first = world.page("giulia", pair).history
    mario = world.page("mario", pair).me
    assert (newest.number, [line.participant_id for line in newest.signatures]) == (2, [mario])
    assert (first.number, len(first.signatures), first.status) == (1, 2, Status.IN_FORCE)
    assert newest.in_force_since is None
    assert first.in_force_since == first.signatures[1].signed_at


def test_a_trio_has_two_agreements_that_do_not_touch_each_other(world):
    first = world.signed_pair("giulia", "mario")
    world.join("giulia", capacity=2)
    second = world.pair("giulia", "anna", capacity=2)
    world.fill(second, "anna")
    assert world.page("giulia", first).state is State.ACTIVE
    assert world.page("giulia", second).state is State.DRAFT
    assert world.page("giulia").pairing_id == second
    assert attrs.asdict(world.page("mario"))["pairing_id"] == first
