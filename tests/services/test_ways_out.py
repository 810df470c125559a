"""No, thank you; a pause; the end; another partner: what happens, and who learns why."""

from contextlib import suppress

import pytest
from django.db import transaction

from ment_xblock.domain.errors import NotAllowed, NotFound, WrongState
from ment_xblock.domain.pairing import Act, State
from ment_xblock.models import HelpRequest, Pause
from ment_xblock.services import pairings
from tests.refusals import invalid, refused, stored
from tests.world import CHIARA, World

REASON = "We do not get on. 😀"
PARTNERS = ("giulia", "mario")


def proposed(world):
    pair = world.signed_pair()
    world.save("mario", pair, new_version=True, place="elsewhere")
    return pair


def half_proposed(world):
    pair = proposed(world)
    world.sign("mario", pair)
    return pair


PAIRS = {
    State.DRAFT: World.filled_pair,
    State.HALF_SIGNED: World.half_signed_pair,
    State.ACTIVE: World.signed_pair,
    State.CHANGE_PROPOSED: proposed,
    State.CHANGE_HALF_SIGNED: half_proposed,
}
each_state = pytest.mark.parametrize("state", PAIRS)


def paused(world):
    pair = world.signed_pair()
    world.act("pause", "giulia", pair, reason=REASON)
    return pair


# No, thank you


@pytest.mark.parametrize("username", PARTNERS)
def test_either_says_no_before_anybody_signed(world, username):
    pair = world.filled_pair()
    assert world.act("decline", username, pair, reason=f" {REASON}\x00").state is State.DECLINED
    row = world.row(pair)
    assert (row.state, row.open_key) == (State.DECLINED, None)
    assert (row.closed_by.username, row.closing_reason) == (username, REASON)
    assert row.closed_at is not None


def test_who_has_signed_ends_instead_of_declining(world):
    pair = world.half_signed_pair()
    with refused(NotAllowed, "not_yours_to_decline"):
        world.act("decline", "giulia", pair, reason="")
    assert world.act("decline", "mario", pair, reason="").state is State.DECLINED


@pytest.mark.parametrize("state", [State.ACTIVE, State.CHANGE_PROPOSED, State.CHANGE_HALF_SIGNED])
def test_nobody_declines_what_both_have_signed(world, state):
    pair = PAIRS[state](world)
    for username in PARTNERS:
        with refused(WrongState, "cannot_decline"):
            world.act("decline", username, pair, reason="")


# A pause


@each_state
@pytest.mark.parametrize("username", [*PARTNERS, CHIARA])
def test_after_a_pause_it_goes_on_where_it_was(world, state, username):
    pair = PAIRS[state](world)
    before = {**stored(), "Pause": None, "Pairing": None}
    assert world.act("pause", username, pair, reason=REASON).state is State.PAUSED
    for act in ("pause", "decline"):
        with refused(WrongState, f"cannot_{act}"):
            world.act(act, username, pair, reason="")
    with refused(WrongState, "cannot_edit"):
        world.save("giulia", pair, new_version=True, place="there")
    world.wait(days=3)
    assert world.act("resume", "mario", pair).state is state
    assert {**stored(), "Pause": None, "Pairing": None} == before
    rest = Pause.objects.get()
    assert (rest.state_before, rest.reason, rest.open_for) == (state, REASON, None)
    assert (rest.started_by.username, (rest.ended_at - rest.started_at).days) == (username, 3)


def test_nobody_signs_during_a_pause(world):
    pair = world.half_signed_pair()
    seen = world.page("mario").fingerprint
    world.act("pause", "giulia", pair, reason="")
    with refused(WrongState, "cannot_sign"):
        world.sign("mario", pair, seen=seen)
    world.act("resume", "giulia", pair)
    assert world.sign("mario", pair, seen=seen).state is State.ACTIVE


def test_only_a_pause_can_be_resumed(world):
    pair = world.signed_pair()
    with refused(WrongState, "cannot_resume"):
        world.act("resume", "giulia", pair)


def test_a_second_pause_follows_the_first(world):
    pair = paused(world)
    world.act("resume", "giulia", pair)
    world.act("pause", "mario", pair, reason="")
    assert list(Pause.objects.order_by("pk").values_list("open_for", flat=True)) == [None, pair]


# The end


@pytest.mark.parametrize("state", [state for state in PAIRS if state is not State.DRAFT])
@pytest.mark.parametrize("username", [*PARTNERS, CHIARA])
def test_everybody_may_end_without_fault(world, state, username):
    pair = PAIRS[state](world)
    versions = stored()["Agreement"]
    assert world.act("end", username, pair, reason=REASON).state is State.ENDED
    row = world.row(pair)
    assert (row.closed_by.username, row.closing_reason, row.open_key) == (username, REASON, None)
    assert stored()["Agreement"] == versions


def test_before_anybody_signed_only_the_facilitator_ends(world):
    pair = world.filled_pair()
    with refused(NotAllowed, "not_yours_to_end"):
        world.act("end", "giulia", pair, reason="")
    assert world.act("end", CHIARA, pair, reason="").state is State.ENDED


def test_the_end_also_ends_a_pause_and_the_requests(world):
    pair = paused(world)
    world.act("ask_rematch", "mario", pair, reason=REASON)
    world.act("end", "giulia", pair, reason="")
    rest, request = Pause.objects.get(), HelpRequest.objects.get()
    assert (rest.open_for, request.open_key) == (None, None)
    assert rest.ended_at == request.closed_at == world.row(pair).closed_at


@pytest.mark.parametrize("closing", ["end", "decline"])
def test_after_the_end_nothing_more_happens(world, closing):
    pair = world.half_signed_pair()
    seen = world.page("mario").fingerprint
    world.act(closing, "mario", pair, reason="")
    for act in ("decline", "pause", "end", "ask_rematch"):
        with refused(WrongState, f"cannot_{act}"):
            world.act(act, "mario", pair, reason="")
    for act in ("resume", "withdraw_change"):
        with refused(WrongState, f"cannot_{act}"):
            world.act(act, "mario", pair)
    with refused(WrongState, "cannot_edit"):
        world.save("mario", pair, new_version=True, place="there")
    with refused(WrongState, "cannot_sign"):
        world.sign("mario", pair, seen=seen)
    assert world.page("mario", pair).acts == frozenset()


def test_an_ended_pair_can_still_be_read_and_a_new_one_stands_first(world):
    ended = world.signed_pair()
    world.act("end", "mario", ended, reason="")
    opened = world.pair("giulia", "anna")
    assert world.page("giulia").pairing_id == opened
    assert world.page("giulia", ended).state is State.ENDED
    assert [line.pairing_id for line in world.page("giulia").pairs] == [opened, ended]


@pytest.mark.parametrize("act", ["decline", "pause", "ask_rematch"])
def test_a_reason_has_its_limit(world, act):
    pair = world.filled_pair()
    with invalid(reason="too_long"):
        world.act(act, "giulia", pair, reason="x" * (pairings.LONGEST_REASON + 1))
    world.act(act, "giulia", pair, reason=" " + "😀" * pairings.LONGEST_REASON)


# Another partner


@each_state
def test_asking_for_another_partner_changes_nothing_for_the_pair(world, state):
    pair = PAIRS[state](world)
    before = {**stored(), "HelpRequest": None}
    assert world.act("ask_rematch", "mario", pair, reason=REASON).state is state
    assert {**stored(), "HelpRequest": None} == before
    request = HelpRequest.objects.get()
    assert (request.participant.user.username, request.text) == ("mario", REASON)


def test_asking_again_renews_the_request(world):
    pair = world.signed_pair()
    for reason in ("First words", REASON):
        world.act("ask_rematch", "mario", pair, reason=reason)
    assert HelpRequest.objects.get().text == REASON


def test_both_may_ask_and_neither_learns_of_the_other(world):
    pair = world.signed_pair()
    world.act("ask_rematch", "mario", pair, reason="Mario's words")
    assert not world.page("giulia", pair).rematch_asked
    world.act("ask_rematch", "giulia", pair, reason="Giulia's words")
    assert HelpRequest.objects.filter(open_key__isnull=False).count() == 2


def test_the_facilitator_does_not_ask_herself(world):
    pair = world.signed_pair()
    with refused(NotAllowed, "not_yours_to_ask_rematch"):
        world.act("ask_rematch", CHIARA, pair, reason="")


def test_the_facilitator_closes_a_request_and_it_can_be_asked_anew(world):
    pair = world.signed_pair()
    world.act("ask_rematch", "mario", pair, reason="First words")
    first = HelpRequest.objects.get()
    pairings.close_request(host=world.host, actor=world.actor(CHIARA), request_id=first.pk)
    assert not world.page("mario", pair).rematch_asked
    world.act("ask_rematch", "mario", pair, reason=REASON)
    assert HelpRequest.objects.count() == 2
    first.refresh_from_db()
    assert (first.text, first.open_key) == ("First words", None)


def test_a_closed_request_keeps_the_moment_it_was_closed(world):
    pair = world.signed_pair()
    world.act("ask_rematch", "mario", pair, reason="")
    request = HelpRequest.objects.get()
    close = {"host": world.host, "actor": world.actor(CHIARA), "request_id": request.pk}
    pairings.close_request(**close)
    world.wait(days=1)
    with refused(NotFound, "no_such_request"):
        pairings.close_request(**close)


def test_a_request_of_another_course_run_does_not_exist_here(world):
    there = world.elsewhere()
    pair = there.signed_pair()
    there.act("ask_rematch", "mario", pair, reason="")
    with refused(NotFound, "no_such_request"):
        pairings.close_request(
            host=world.host, actor=world.actor(CHIARA), request_id=HelpRequest.objects.get().pk
        )


# The whole table once more, by the real services


@pytest.mark.parametrize("username", PARTNERS)
@each_state
def test_the_buttons_shown_are_the_acts_that_work(world, state, username):
    pair = PAIRS[state](world)
    page = world.page(username, pair)
    seen = page.fingerprint if Act.SIGN in page.acts else "what I signed before does not count"
    working = set()
    for act in Act:
        savepoint = transaction.savepoint()
        with suppress(NotAllowed, WrongState):
            do(world, act, username, pair, seen)
            working.add(act)
        transaction.savepoint_rollback(savepoint)
    assert working == page.acts


def do(world, act, username, pair, seen):
    match act:
        case Act.EDIT:
            world.save(username, pair, new_version=True, stop_word="Basil")
        case Act.SIGN:
            world.sign(username, pair, seen=seen)
        case Act.RESUME | Act.WITHDRAW_CHANGE:
            world.act(act, username, pair)
        case _:
            world.act(act, username, pair, reason="")
