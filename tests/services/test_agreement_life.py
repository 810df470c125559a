"""A first version: filled, signed by one, signed by both."""

from datetime import timedelta

import pytest

from ment_xblock.domain.agreement.merge import Conflict
from ment_xblock.domain.agreement.terms import AuthorSettings
from ment_xblock.domain.errors import Malformed, NotAllowed, Stale
from ment_xblock.domain.pairing import State
from ment_xblock.models import Agreement, Signature
from tests.refusals import invalid, refused, stored
from tests.services.versions import open_tasks, versions
from tests.world import CHIARA, answers

Status = Agreement.Status
# With these off, nothing has to be filled in.
ALL_OPTIONAL = frozenset(
    {"tasks", "goals", "growth", "gives_back", "meetings", "dates", "contact", "comfort"}
)


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
