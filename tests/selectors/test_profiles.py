"""Who reads what of a profile, and in how many queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ment_xblock.domain.errors import NotAllowed, NotFound
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile_answers import Answers, Part
from ment_xblock.models import Participant
from ment_xblock.selectors.partners import PartnerCard, partner_cards
from ment_xblock.selectors.profiles import profile_of_one, profiles_of, statuses_of
from tests.refusals import refused
from tests.selectors.test_query_counts import more_pairs
from tests.services.test_profiles import NEEDED, complete, page, save
from tests.world import CHIARA, World

# What each may ask for at most; "page" with the test's own looking up of the actor.
MOST = {"profiles": 3, "statuses": 3, "one": 5, "page": 9, "partners": 6}


def programme_id() -> int:
    return Participant.objects.values_list("programme_id", flat=True).first() or 0


@pytest.fixture
def told(world: World) -> World:
    """Giulia and Mario have told everything, and have each other as partners."""
    for username in ("giulia", "mario"):
        world.join(username)
        complete(world, username)
        save(world, username, Part.PRIVATE, phone="555 0100", avoid="Paolo Ferrandi")
    save(world, "mario", Part.ABOUT, called="Maestro", access_needs="Large letters")
    save(world, "mario", Part.WORK, trade="wood", firm="Tessarin", is_boss="yes", same_firm_ok="no")
    world.pair()
    return world


def test_matching_reads_everybody_also_who_has_not_begun(told: World) -> None:
    told.join("lena")
    found = profiles_of(programme_id())
    assert len(found) == 3
    mario = next(one for one in found if one.firm)
    assert (mario.role, mario.wanted, mario.is_boss) == (Role.MENTEE, ("quote-as-pdf",), True)
    empty = next(one for one in found if not one.languages)
    assert (empty.skills, empty.times, empty.capacity) == ({}, frozenset(), 1)
    assert "Ferrandi" not in str(found)


def test_statuses(told: World) -> None:
    told.join("lena")
    *paired, lena = statuses_of(programme_id())
    assert [(one.is_complete, one.is_settled) for one in paired] == [(True, True)] * 2
    assert lena.updated_at is None
    assert set(lena.missing) == set(NEEDED)


def test_who_left_the_site_is_not_matched(told: World) -> None:
    Participant.objects.filter(user__username="giulia").update(user=None)
    assert len(profiles_of(programme_id())) == len(statuses_of(programme_id())) == 1


def test_the_facilitator_sees_one_person_whole(told: World) -> None:
    mario = page(told, "mario").participant_id or 0
    chiara = {"host": told.host, "actor": told.actor(CHIARA)}
    found = profile_of_one(**chiara, participant_id=mario)
    assert found.person is not None
    assert found.person.full_name == "Mario Tessarin"
    assert (found.answers.avoid, found.answers.phone) == ("Paolo Ferrandi", "555 0100")
    for who, known in (("giulia", {}), ("mario", {}), (CHIARA, {"is_masquerading": True})):
        with refused(NotAllowed, "viewing_as_learner" if known else "facilitator_only"):
            profile_of_one(host=told.host, actor=told.actor(who, **known), participant_id=mario)
    theirs = told.elsewhere().join("mario")
    for strange in (theirs, 10**9):
        with refused(NotFound, "no_such_person"):
            profile_of_one(**chiara, participant_id=strange)


def cards(world: World, username: str, **known: bool) -> tuple[PartnerCard, ...]:
    return partner_cards(host=world.host, actor=world.actor(username, **known))


def test_a_partner_sees_name_tasks_languages_and_times_and_nothing_else(told: World) -> None:
    (mario,) = cards(told, "giulia")
    assert (mario.name, mario.role, mario.both_free) == ("Maestro", Role.MENTEE, ("tue-evening",))
    assert mario.answers == Answers(
        wanted=("quote-as-pdf",), languages=("it",), times=("tue-evening",)
    )
    (giulia,) = cards(told, "mario")
    assert giulia.name == "Giulia"
    assert "Ferrandi" not in str(giulia)


def test_nobody_else_sees_it(told: World) -> None:
    told.join("lena")
    assert cards(told, "lena") == cards(told, "amir") == ()
    assert cards(told, "giulia", is_masquerading=True) == ()
    with refused(NotAllowed, "not_enrolled"):
        cards(told, "nora")


def test_a_pair_that_is_over_shows_nothing(told: World) -> None:
    pair = Participant.objects.get(user__username="mario").pairings_as_mentee.get()
    told.act("decline", "mario", pair.pk, reason="No time")
    assert cards(told, "giulia") == ()


def test_the_number_of_queries_does_not_grow(told: World) -> None:
    pair = Participant.objects.get(user__username="mario").pairings_as_mentee.get().pk
    told.fill(pair)
    told.sign("giulia", pair)
    told.sign("mario", pair)
    few = queries(told)
    more_pairs(told, pair, range(2, 42))
    mario = Participant.objects.get(user__username="mario")
    for number, mentor in enumerate(Participant.objects.filter(role="mentor")[1:3]):
        row = told.row(pair)
        row.pk, row.mentor, row.open_key = None, mentor, f"more-{number}"
        row.save()
    assert len(cards(told, "mario")) == 3
    assert len(profiles_of(mario.programme_id)) == 82
    assert queries(told) == few
    assert all(few[name] <= most for name, most in MOST.items()), few


def queries(world: World) -> dict[str, int]:
    chiara, mario = world.actor(CHIARA), world.actor("mario")
    participant = participant_id(world)
    asked = {
        "profiles": lambda: profiles_of(programme_id()),
        "statuses": lambda: statuses_of(programme_id()),
        "one": lambda: profile_of_one(host=world.host, actor=chiara, participant_id=participant),
        "page": lambda: page(world, "mario"),
        "partners": lambda: partner_cards(host=world.host, actor=mario),
    }
    counted = {}
    for name, ask in asked.items():
        with CaptureQueriesContext(connection) as seen:
            ask()
        counted[name] = len(seen)
    counted["profiles"] -= 1  # the test's own looking up of the programme
    counted["statuses"] -= 1
    return counted


def participant_id(world: World) -> int:
    return page(world, "mario").participant_id or 0
