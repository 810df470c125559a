"""A mentor under 18: a guardian's consent, and the clause on minors."""

from datetime import timedelta

from ment_xblock.domain.errors import WrongState
from ment_xblock.domain.pairing import State
from ment_xblock.models import Agreement
from tests.refusals import invalid, refused, stored


def consent(world):
    return world.host.now().date() - timedelta(days=3)


def young_pair(world, **settings):
    pair = world.filled_pair(under_18=True, **settings)
    world.save("mario", pair, named_adult="Aunt Rosa")
    return pair


def statuses():
    return list(Agreement.objects.order_by("number").values_list("status", flat=True))


def test_the_clause_asks_for_a_named_adult(world):
    pair = world.filled_pair(under_18=True, guardian_consent=consent(world))
    assert "minors" in world.page("mario", pair).version.terms.revisions
    for username in ("mario", "giulia"):
        with invalid(named_adult="required"):
            world.sign(username, pair)


def test_without_consent_the_mentor_cannot_sign_and_the_mentee_can(world):
    pair = young_pair(world)
    assert world.page("giulia", pair).consent_missing
    assert not world.page("mario", pair).consent_missing
    assert world.desk_row(pair).consent_missing
    with refused(WrongState, "guardian_consent_missing"):
        world.sign("giulia", pair)
    assert world.sign("mario", pair).state is State.HALF_SIGNED
    with refused(WrongState, "guardian_consent_missing"):
        world.sign("giulia", pair)


def test_with_consent_both_sign(world):
    pair = young_pair(world)
    world.sign("mario", pair)
    world.join("giulia", under_18=True, guardian_consent=consent(world))
    assert not world.desk_row(pair).consent_missing
    assert world.sign("giulia", pair).state is State.ACTIVE
    assert "minors" in Agreement.objects.get().revisions["clauses"]


def test_a_senior_needs_no_guardian(world):
    pair = world.filled_pair()
    world.join("mario", under_18=True)
    assert world.sign("mario", pair).state is State.HALF_SIGNED


def test_the_clause_enters_an_unsigned_version_at_once(world):
    pair = world.filled_pair()
    world.join("giulia", under_18=True, guardian_consent=consent(world))
    with invalid(named_adult="required"):
        world.sign("mario", pair)
    assert statuses() == ["working"]


def test_after_one_signature_the_second_opens_a_version_with_the_clause(world):
    pair = world.half_signed_pair()
    world.join("giulia", under_18=True, guardian_consent=consent(world))
    outcome = world.sign("mario", pair)
    assert (outcome.state, outcome.clause_added) == (State.DRAFT, True)
    assert statuses() == ["replaced", "working"]
    page = world.page("mario", pair)
    assert (page.version.number, page.version.signed_by) == (2, frozenset())
    assert page.version.values["place"] == "In the workshop, after work"
    with invalid(named_adult="required"):
        world.sign("mario", pair)
    world.save("giulia", pair, named_adult="Aunt Rosa")
    world.sign("giulia", pair)
    assert world.sign("mario", pair).state is State.ACTIVE


def test_a_proposed_change_gets_the_clause_and_the_old_version_stays_in_force(world):
    pair = world.signed_pair()
    world.save("mario", pair, new_version=True, place="elsewhere")
    world.sign("mario", pair)
    world.join("giulia", under_18=True, guardian_consent=consent(world))
    outcome = world.sign("giulia", pair)
    assert (outcome.state, outcome.clause_added) == (State.CHANGE_PROPOSED, True)
    assert statuses() == ["in_force", "replaced", "working"]


def test_what_was_signed_before_stays_as_it_was_signed(world):
    pair = world.signed_pair()
    before = world.page("mario", pair).fingerprint
    world.join("giulia", under_18=True)
    unchanged = stored()["Agreement"]
    page = world.page("mario", pair)
    assert (page.state, page.fingerprint) == (State.ACTIVE, before)
    assert stored()["Agreement"] == unchanged
    world.save("mario", pair, new_version=True, place="elsewhere")
    assert "minors" in world.page("mario", pair).version.terms.revisions


def test_the_clause_leaves_again_once_the_mentor_is_grown_up(world):
    pair = young_pair(world, guardian_consent=consent(world))
    world.join("giulia", under_18=False)
    world.sign("giulia", pair)
    world.sign("mario", pair)
    assert "minors" not in Agreement.objects.get().revisions["clauses"]


def test_no_consent_is_missed_once_the_pair_is_over(world):
    pair = young_pair(world)
    world.act("decline", "giulia", pair, reason="No time")
    assert not world.desk_row(pair).consent_missing
    later = young_pair(world)
    assert world.desk_row(later).consent_missing
