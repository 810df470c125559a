"""Two people at the very same moment, in real transactions: nobody is shown an error, and nothing is lost or doubled."""

from collections import Counter
from functools import partial

import pytest

from ment_xblock.domain.errors import Invalid, MentError, Stale, WrongState
from ment_xblock.domain.pairing import OPEN_STATES, State
from ment_xblock.domain.people import Role
from ment_xblock.models import (
    Agreement,
    CreditStart,
    HelpRequest,
    Pairing,
    Participant,
    Pause,
    Programme,
    Signature,
    Task,
)
from ment_xblock.services import agreements, pairings
from ment_xblock.services.credit import restart_credit
from ment_xblock.services.participants import ParticipantSettings, save_participant
from tests.services.at_once import at_once, crowd
from tests.world import CHIARA
from workbench_site.models import Completion, CourseStaff, Grade, Marker

pytestmark = pytest.mark.django_db(transaction=True)

PARTNERS = ("giulia", "mario")


@pytest.fixture
def two():
    """Two threads, used for all rounds of a test."""
    with crowd(2) as threads:
        yield partial(at_once, people=threads)


@pytest.fixture
def facilitators(world):
    """The facilitator, and a colleague of hers."""
    CourseStaff.objects.create(course_key=world.course_key, user_id=world.user_id("nora"))
    return [world.actor(CHIARA), world.actor("nora")]


def signing(world, pair, username, seen):
    return partial(
        agreements.sign,
        host=world.host,
        actor=world.actor(username),
        pairing_id=pair,
        settings=world.settings,
        here=world.here,
        seen=seen,
        language="en",
    )


def saving(world, pair, username, base, **typed):
    return partial(
        agreements.save,
        host=world.host,
        actor=world.actor(username),
        pairing_id=pair,
        settings=world.settings,
        typed=typed,
        base_revision=base,
        new_version=False,
    )


def acting(world, pair, service, username, **details):
    return partial(
        service, host=world.host, actor=world.actor(username), pairing_id=pair, **details
    )


def unsign(pair):
    """Take a signed pair back to its filled agreement, and empty the gradebook."""
    for table in (Signature, Task, CreditStart, Grade, Completion, Marker):
        table.objects.all().delete()
    Agreement.objects.filter(pairing=pair).update(
        status=Agreement.Status.WORKING, working_for=pair, in_force_for=None
    )
    Pairing.objects.filter(pk=pair).update(state=State.DRAFT)


def reopen(pair):
    """Take a pair back to its first moment, whatever became of it."""
    Agreement.objects.all().delete()
    Pairing.objects.filter(pk=pair).update(state=State.DRAFT, revision=0)


def codes(results):
    """Codes of the refusals; anything else that was raised is a failure of the test."""
    refusals = [one for one in results if isinstance(one, Exception)]
    for refusal in refusals:
        if not isinstance(refusal, MentError):
            raise AssertionError("somebody was shown an error") from refusal
    return [
        refusal.problems[0].code if isinstance(refusal, Invalid) else refusal.code
        for refusal in refusals
    ]


# Signing


def test_two_partners_sign_at_the_same_instant_two_hundred_times(world, two):
    pair = world.filled_pair()
    seen = world.page("giulia", pair).fingerprint
    calls = [signing(world, pair, username, seen) for username in PARTNERS]
    for _ in range(200):
        results = two(*calls)
        assert codes(results) == []
        assert Counter(one.state for one in results) == {State.HALF_SIGNED: 1, State.ACTIVE: 1}
        row = Agreement.objects.get(status=Agreement.Status.IN_FORCE)
        assert (row.in_force_for, row.working_for, row.signatures.count()) == (pair, None, 2)
        assert Agreement.objects.count() == 1
        assert Pairing.objects.get().state == State.ACTIVE
        assert Task.objects.filter(dropped_at=None).count() == 2
        assert [world.record(username).earned for username in PARTNERS] == [1.0, 1.0]
        unsign(pair)


def test_two_partners_sign_at_once_what_nobody_ever_saved(world, two):
    everything = {
        "tasks",
        "goals",
        "growth",
        "gives_back",
        "meetings",
        "dates",
        "contact",
        "comfort",
    }
    world.settings = type(world.settings)(switched_off=frozenset(everything))
    pair = world.pair()
    seen = world.page("giulia", pair).fingerprint
    calls = [signing(world, pair, username, seen) for username in PARTNERS]
    for _ in range(20):
        assert codes(two(*calls)) == []
        assert Agreement.objects.get().signatures.count() == 2
        unsign(pair)
        reopen(pair)


def test_a_double_click_signs_once(world):
    pair = world.filled_pair()
    seen = world.page("giulia", pair).fingerprint
    calls = [signing(world, pair, username, seen) for username in (*PARTNERS, *PARTNERS)]
    with crowd(len(calls)) as threads:
        for _ in range(20):
            assert codes(at_once(*calls, people=threads)) == []
            assert Signature.objects.count() == 2
            assert Pairing.objects.get().state == State.ACTIVE
            assert [world.record(username).earned for username in PARTNERS] == [1.0, 1.0]
            unsign(pair)


def test_nobody_signs_what_the_partner_changes_at_the_same_instant(world, two):
    pair = world.filled_pair()
    ends = set()
    for turn in range(30):
        page = world.page("giulia", pair)
        sign = signing(world, pair, "giulia", page.fingerprint)
        save = saving(world, pair, "mario", page.revision, place=f"Place {turn}")
        signed, saved = two(sign, save)
        (code,) = codes([signed, saved])
        ends.add(code)
        if isinstance(signed, Stale):
            assert code == "changed_meanwhile"
            assert saved.state is State.DRAFT
            assert not Signature.objects.exists()
        else:
            assert code == "signed_meanwhile"
            assert Agreement.objects.get().signatures.get().digest == page.fingerprint
            unsign(pair)
    assert ends <= {"changed_meanwhile", "signed_meanwhile"}


def test_a_pair_that_ends_while_the_second_partner_signs(world, two):
    pair = world.half_signed_pair()
    seen = world.page("mario", pair).fingerprint
    for _ in range(10):
        end = acting(world, pair, pairings.end, "giulia", reason="")
        signed, ended = two(signing(world, pair, "mario", seen), end)
        assert codes([ended]) == []
        assert codes([signed]) in ([], ["cannot_sign"])
        assert Pairing.objects.get().state == State.ENDED
        assert Signature.objects.count() == (1 if isinstance(signed, WrongState) else 2)
        Pairing.objects.update(open_key="again", closed_at=None)
        unsign(pair)
        world.sign("giulia", pair)


def test_the_gradebook_agrees_with_the_facts_when_credit_restarts_meanwhile(world, two):
    pair = world.half_signed_pair()
    seen = world.page("mario", pair).fingerprint
    where = {"course_key": world.course_key, "usage_key": world.here.usage_key}
    restart = partial(restart_credit, host=world.host, user_id=world.user_id("mario"), **where)
    for _ in range(10):
        assert codes(two(signing(world, pair, "mario", seen), restart)) == []
        for username in PARTNERS:
            assert world.record(username).earned == world.page(username, pair).credit.earned
        assert world.record("giulia").earned == 1.0
        unsign(pair)
        world.sign("giulia", pair)


# Saving


def test_the_first_save_of_both_at_once_makes_one_version(world, two):
    pair = world.pair()
    for _ in range(20):
        results = two(
            saving(world, pair, "giulia", 0, place="here"),
            saving(world, pair, "mario", 0, time="17:30"),
        )
        assert codes(results) == []
        assert not any(one.conflicts for one in results)
        values = Agreement.objects.get().values
        assert (values["place"], values["time"]) == ("here", "17:30")
        assert sorted(one.revision for one in results) == [1, 2]
        reopen(pair)


def test_both_save_different_fields_of_the_same_page_at_once(world, two):
    pair = world.filled_pair()
    for turn in range(30):
        base = world.row(pair).revision
        results = two(
            saving(world, pair, "giulia", base, place=f"Place {turn}"),
            saving(world, pair, "mario", base, stop_word=f"Word {turn}"),
        )
        assert codes(results) == []
        assert not any(one.conflicts for one in results)
        values = Agreement.objects.get().values
        assert (values["place"], values["stop_word"]) == (f"Place {turn}", f"Word {turn}")
        assert world.row(pair).revision == base + 2


def test_both_save_the_same_field_at_once_and_one_is_asked(world, two):
    pair = world.filled_pair()
    for turn in range(30):
        base = world.row(pair).revision
        typed = [f"{username} {turn}" for username in PARTNERS]
        calls = [
            saving(world, pair, username, base, place=place)
            for username, place in zip(PARTNERS, typed, strict=True)
        ]
        results = two(*calls)
        assert codes(results) == []
        (asked,) = (one for one in results if one.conflicts)
        (conflict,) = asked.conflicts
        assert sorted([conflict.mine, conflict.theirs]) == sorted(typed)
        assert Agreement.objects.get().values["place"] == conflict.theirs
        assert asked.saved == ()
        assert world.row(pair).revision == base + 1


# Other acts


@pytest.mark.parametrize(
    ("service", "refusal"), [(pairings.pause, "cannot_pause"), (pairings.end, "cannot_end")]
)
def test_both_do_the_same_at_once_and_it_happens_once(world, two, service, refusal):
    pair = world.half_signed_pair()
    calls = [acting(world, pair, service, username, reason=username) for username in PARTNERS]
    for _ in range(10):
        assert codes(two(*calls)) == [refusal]
        assert Pause.objects.count() == (service is pairings.pause)
        Pause.objects.all().delete()
        Pairing.objects.update(state=State.HALF_SIGNED, open_key="again")


def test_both_take_a_change_back_at_once(world, two):
    pair = world.signed_pair()
    for turn in range(10):
        world.save("mario", pair, new_version=True, place=f"Place {turn}")
        calls = [acting(world, pair, agreements.withdraw_change, username) for username in PARTNERS]
        assert codes(two(*calls)) == ["cannot_withdraw_change"]
        assert Pairing.objects.get().state == State.ACTIVE
        assert Agreement.objects.filter(status=Agreement.Status.WITHDRAWN).count() == turn + 1


def test_a_double_click_asks_for_another_partner_once(world, two):
    pair = world.signed_pair()
    calls = [acting(world, pair, pairings.ask_rematch, "mario", reason=text) for text in "ab"]
    for _ in range(10):
        assert codes(two(*calls)) == []
        assert HelpRequest.objects.get().text in "ab"
        HelpRequest.objects.all().delete()


# Two facilitators


def pairing(world, actor, mentor_id, mentee_id):
    return partial(
        pairings.pair, host=world.host, actor=actor, mentor_id=mentor_id, mentee_id=mentee_id
    )


def joining(world, actor, username, **settings):
    return partial(
        save_participant,
        host=world.host,
        actor=actor,
        user_id=world.user_id(username),
        settings=ParticipantSettings(**settings),
    )


def test_two_facilitators_make_the_same_pair_at_once(world, two, facilitators):
    giulia, mario = (world.join(username, capacity=2) for username in PARTNERS)
    calls = [pairing(world, actor, giulia, mario) for actor in facilitators]
    for _ in range(15):
        assert codes(two(*calls)) == ["already_paired"]
        assert Pairing.objects.count() == 1
        Pairing.objects.all().delete()


def test_two_facilitators_give_one_mentor_two_mentees_at_once(world, two, facilitators):
    giulia, *mentees = (world.join(username) for username in ("giulia", "mario", "anna"))
    calls = [
        pairing(world, actor, giulia, mentee)
        for actor, mentee in zip(facilitators, mentees, strict=True)
    ]
    for _ in range(15):
        assert codes(two(*calls)) == ["no_capacity"]
        assert Pairing.objects.count() == 1
        Pairing.objects.all().delete()


def test_capacity_holds_when_it_is_lowered_while_a_pair_is_made(world, two, facilitators):
    giulia, mario, anna = (world.join(one, capacity=2) for one in ("giulia", "mario", "anna"))
    chiara, colleague = facilitators
    lower = joining(world, colleague, "giulia", role=Role.MENTOR, capacity=1)
    for _ in range(15):
        world.join("giulia", capacity=2)
        pairing(world, chiara, giulia, mario)()
        assert codes(two(pairing(world, chiara, giulia, anna), lower)) in (
            ["no_capacity"],
            ["below_open_pairings"],
        )
        open_pairs = Pairing.objects.filter(state__in=OPEN_STATES).count()
        assert open_pairs == Participant.objects.get(pk=giulia).capacity
        Pairing.objects.all().delete()


def test_the_first_two_roles_of_a_course_make_one_programme(world, two, facilitators):
    calls = [
        joining(world, actor, username, role=role)
        for actor, username, role in zip(facilitators, PARTNERS, tuple(Role), strict=True)
    ]
    for _ in range(15):
        assert codes(two(*calls)) == []
        assert Participant.objects.filter(programme=Programme.objects.get()).count() == 2
        Programme.objects.all().delete()


def test_one_person_gets_one_role_from_two_facilitators(world, two, facilitators):
    calls = [
        joining(world, actor, "giulia", role=role)
        for actor, role in zip(facilitators, tuple(Role), strict=True)
    ]
    for _ in range(15):
        assert codes(two(*calls)) == []
        assert Participant.objects.get().role in tuple(Role)
        Programme.objects.all().delete()
