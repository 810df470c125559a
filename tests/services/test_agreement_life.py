"""An agreement from the first word to its third version."""

from datetime import timedelta

import attrs
import pytest

from ment_xblock.domain.agreement.merge import Conflict
from ment_xblock.domain.agreement.terms import AuthorSettings
from ment_xblock.domain.errors import Malformed, NotAllowed, Stale, WrongState
from ment_xblock.domain.pairing import State
from ment_xblock.models import Agreement, Signature, Task
from tests.refusals import invalid, refused, stored
from tests.world import CHIARA, answers

Status = Agreement.Status
# With these off, nothing has to be filled in.
ALL_OPTIONAL = frozenset(
    {"tasks", "goals", "growth", "gives_back", "meetings", "dates", "contact", "comfort"}
)


def versions(pair):
    """Number, status and signers of every version."""
    return [
        (row.number, row.status, sorted(row.signatures.values_list("participant__role", flat=True)))
        for row in Agreement.objects.filter(pairing=pair).order_by("number")
    ]


def open_tasks(pair):
    return list(Task.objects.filter(pairing=pair, dropped_at=None).values_list("job", "words"))


# Filling


def test_a_fresh_agreement_starts_with_defaults_and_stores_nothing(world):
    pair = world.pair()
    page = world.page("giulia", pair)
    assert (page.state, page.revision, page.version.number) == (State.DRAFT, 0, 1)
    assert page.version.values["every_weeks"] == "2"
    assert page.version.values["number"] == 6
    assert (page.version.row, page.history) == (None, ())
    assert not Agreement.objects.exists()


def test_the_first_save_makes_version_one(world):
    pair = world.pair()
    outcome = world.save("giulia", pair, place="  In the\nworkshop 😀 ", number="8")
    assert (outcome.state, outcome.revision) == (State.DRAFT, 1)
    assert (set(outcome.saved), outcome.conflicts) == ({"place", "number"}, ())
    row = Agreement.objects.get()
    assert (row.values["place"], row.values["number"]) == ("In the workshop 😀", 8)
    assert row.values["every_weeks"] == "2"
    giulia = world.page("giulia").me
    assert row.touches == {"place": [1, giulia], "number": [1, giulia]}
    assert versions(pair) == [(1, Status.WORKING, [])]


def test_saving_what_is_there_already_changes_nothing(world):
    pair = world.pair()
    world.save("giulia", pair, place="here")
    before = stored()
    outcome = world.save("mario", pair, place=" here ", number="6", stop_word="")
    assert (outcome.saved, outcome.conflicts, outcome.revision) == ((), (), 1)
    assert stored() == before


def test_an_emptied_field_is_stored_no_more(world):
    pair = world.pair()
    world.save("giulia", pair, place="here", channels=["call"])
    world.save("mario", pair, place="", channels=[])
    assert not {"place", "channels"} & set(Agreement.objects.get().values)


def test_both_fill_different_fields_from_the_same_page(world):
    pair = world.pair()
    world.save("giulia", pair, base=0, place="here")
    outcome = world.save("mario", pair, base=0, time="17:30")
    assert outcome.conflicts == ()
    values = Agreement.objects.get().values
    assert (values["place"], values["time"]) == ("here", "17:30")


def test_both_fill_the_same_field_from_the_same_page(world):
    pair = world.pair()
    world.save("giulia", pair, base=0, place="here")
    outcome = world.save("mario", pair, base=0, place="there", time="17:30")
    giulia = world.page("giulia").me
    assert outcome.conflicts == (Conflict("place", "there", "here", giulia),)
    assert outcome.saved == ("time",)
    assert Agreement.objects.get().values["place"] == "here"
    settled = world.save("mario", pair, base=outcome.revision, place="there")
    assert settled.conflicts == ()
    assert Agreement.objects.get().values["place"] == "there"


def test_a_save_of_nothing_but_conflicts_is_no_edit(world):
    pair = world.signed_pair()
    world.save("giulia", pair, new_version=True, place="elsewhere")
    before = stored()
    outcome = world.save("mario", pair, base=1, place="there")
    assert (outcome.saved, len(outcome.conflicts)) == ((), 1)
    assert stored() == before


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"number": "5"}, {"number": "out_of_range"}),
        ({"minutes": 44, "place": "fine"}, {"minutes": "out_of_range"}),
        ({"start": "2300-01-01"}, {"start": "too_far_ahead"}),
        ({"place": "x" * 1_000_000}, {"place": "too_long"}),
        (
            {"task1_job": "knitting", "time": "late"},
            {"task1_job": "not_an_option", "time": "not_a_time"},
        ),
        ({"ways": {"in_person": 1}}, {"ways": "not_readable"}),
    ],
)
def test_what_cannot_be_accepted_is_named_and_nothing_is_stored(world, typed, problems):
    pair = world.pair()
    with invalid(**problems):
        world.save("giulia", pair, **typed)


def test_a_field_of_a_clause_that_is_off_is_refused(world):
    world.settings = AuthorSettings(switched_off=frozenset({"comfort"}))
    pair = world.pair()
    for field in ("comfort", "named_adult", "made_up"):
        with refused(Malformed, "unknown_field"):
            world.save("giulia", pair, place="here", **{field: "x"})


def test_the_end_comes_after_the_start_whoever_types_it(world):
    pair = world.pair()
    today = world.host.now().date()
    world.save("giulia", pair, start=today.isoformat())
    with invalid(end="end_before_start"):
        world.save("mario", pair, end=(today - timedelta(days=1)).isoformat())
    world.save("mario", pair, end=today.isoformat())


def test_the_facilitator_fills_and_signs_nothing(world):
    pair = world.filled_pair()
    with refused(NotAllowed, "not_yours_to_edit"):
        world.save(CHIARA, pair, place="there")
    with refused(NotAllowed, "partners_only"):
        world.sign(CHIARA, pair, seen=world.page("giulia").fingerprint)


# Signing


def test_one_signature_then_both(world):
    pair = world.filled_pair()
    assert world.sign("giulia", pair).state is State.HALF_SIGNED
    assert versions(pair) == [(1, Status.WORKING, ["mentor"])]
    assert world.sign("mario", pair).state is State.ACTIVE
    assert versions(pair) == [(1, Status.IN_FORCE, ["mentee", "mentor"])]
    row = Agreement.objects.get()
    assert (row.in_force_for, row.working_for) == (pair, None)
    assert row.in_force_since is not None


def test_a_signature_says_what_it_covers(world):
    pair = world.signed_pair()
    row = Agreement.objects.get()
    first, second = Signature.objects.order_by("pk")
    assert first.digest == second.digest == world.page("giulia", pair).fingerprint
    assert first.revisions == second.revisions == row.revisions
    assert row.revisions["jobs"] == {"quote-as-pdf": 1}
    assert row.revisions["clauses"]["rank"] == 1
    assert "minors" not in row.revisions["clauses"]


def test_each_signs_in_their_own_language(world):
    pair = world.filled_pair("lena", "anna")
    for username in ("lena", "anna"):
        world.sign(username, pair)
    assert list(Signature.objects.order_by("pk").values_list("language", flat=True)) == ["de", "pl"]


def test_signing_twice_is_no_error_and_changes_nothing(world):
    pair = world.half_signed_pair()
    seen = world.page("giulia").fingerprint
    before = stored()
    assert world.sign("giulia", pair, seen=seen).state is State.HALF_SIGNED
    assert stored() == before
    world.sign("mario", pair)
    before = stored()
    for username in ("giulia", "mario"):
        assert world.sign(username, pair, seen=seen).state is State.ACTIVE
    assert stored() == before


def test_what_is_still_empty_is_named(world):
    pair = world.pair()
    missing = set(answers(world.host.now().date())) - {
        "goals",
        "task2_job",
        "task2_words",
        "task2_evidence",
    }
    with invalid(**dict.fromkeys(missing, "required")):
        world.sign("giulia", pair)
    world.fill(pair)
    world.save("giulia", pair, task3_job="own")
    with invalid(task3_words="required", task3_evidence="required"):
        world.sign("mario", pair)


def test_nobody_signs_what_they_have_not_seen(world):
    pair = world.filled_pair()
    seen = world.page("giulia").fingerprint
    world.save("mario", pair, place="elsewhere")
    with refused(Stale, "changed_meanwhile"):
        world.sign("giulia", pair, seen=seen)
    with refused(Stale, "changed_meanwhile"):
        world.sign("giulia", pair, seen="")


def test_a_change_back_to_what_was_seen_can_be_signed(world):
    pair = world.filled_pair()
    seen = world.page("giulia").fingerprint
    place = answers(world.host.now().date())["place"]
    world.save("mario", pair, place="elsewhere")
    world.save("mario", pair, place=place)
    assert world.sign("giulia", pair, seen=seen).state is State.HALF_SIGNED


def test_a_fingerprint_of_another_pair_signs_nothing(world):
    pair, other = world.filled_pair(), world.filled_pair("piotr", "anna")
    with refused(Stale, "changed_meanwhile"):
        world.sign("giulia", pair, seen=world.page("piotr", other).fingerprint)


def test_an_author_may_leave_nothing_to_fill_in(world):
    world.settings = AuthorSettings(switched_off=ALL_OPTIONAL)
    pair = world.pair()
    assert world.sign("giulia", pair).state is State.HALF_SIGNED
    assert world.sign("mario", pair).state is State.ACTIVE
    assert versions(pair) == [(1, Status.IN_FORCE, ["mentee", "mentor"])]
    assert open_tasks(pair) == []


# The author changes the block's settings


def test_an_unsigned_version_follows_the_author(world):
    pair = world.filled_pair()
    seen = world.page("giulia").fingerprint
    world.settings = AuthorSettings(switched_off=frozenset({"comfort"}))
    assert "comfort" not in world.page("giulia").version.terms.revisions
    with refused(Stale, "changed_meanwhile"):
        world.sign("giulia", pair, seen=seen)
    world.sign("giulia", pair)
    assert "comfort" not in Agreement.objects.get().revisions["clauses"]


def test_a_signed_version_follows_the_author_no_more(world):
    pair = world.half_signed_pair()
    seen = world.page("mario").fingerprint
    world.settings = AuthorSettings(
        switched_off=frozenset({"comfort"}), required_meetings=12, least_minutes=120
    )
    assert world.page("mario").fingerprint == seen
    assert world.sign("mario", pair, seen=seen).state is State.ACTIVE


def test_the_next_version_follows_the_author_again(world):
    pair = world.signed_pair()
    world.settings = AuthorSettings(switched_off=frozenset({"comfort"}))
    world.save("giulia", pair, new_version=True, place="elsewhere")
    assert "comfort" not in world.page("giulia").version.terms.revisions
    assert "comfort" in world.page("giulia").in_force.terms.revisions


@pytest.mark.parametrize(
    ("settings", "field"),
    [({"required_meetings": 9}, "number"), ({"least_minutes": 90}, "minutes")],
)
def test_nobody_signs_fewer_or_shorter_meetings_than_the_course_asks(world, settings, field):
    pair = world.filled_pair()
    world.settings = AuthorSettings(**settings)
    with invalid(**{field: "out_of_range"}):
        world.sign("giulia", pair)
    world.save("giulia", pair, **{field: 100 if field == "minutes" else 9})
    assert world.sign("giulia", pair).state is State.HALF_SIGNED


def test_a_start_that_has_come_and_gone_does_not_stop_a_change(world):
    pair = world.signed_pair()
    world.wait(days=500)
    world.save("giulia", pair, new_version=True, place="elsewhere")
    assert world.sign("giulia", pair).state is State.CHANGE_HALF_SIGNED


def test_nobody_signs_a_default_that_could_not_be_typed(world):
    world.settings = AuthorSettings(defaults={"ways": ["by_pigeon"], "every_weeks": "often"})
    pair = world.filled_pair()
    with invalid(ways="not_an_option", every_weeks="not_an_option"):
        world.sign("giulia", pair)


# Changing what was signed


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
