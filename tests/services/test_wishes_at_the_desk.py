"""Whom somebody would rather not work with is not read on the matching desk by a facilitator who was their partner.

Giulia and Mario were a pair; Giulia is course staff now. Mario's profile names Piotr, and Chiara has ruled that pair out.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import TestCase

from ment_xblock.domain.errors import Invalid, NotFound
from ment_xblock.models import ForbiddenPair, Participant, Profile
from ment_xblock.selectors.matching_desk import changes_since, matching_desk
from ment_xblock.selectors.matching_desk_values import MatchingDesk
from ment_xblock.selectors.profiles import profile_of_one
from ment_xblock.services import matching_run
from tests.blocks.visitor import Visitor, text_of
from tests.services.matchmaking import change, everybody, open_run, propose, proposed, take_part
from tests.world import CHIARA, World
from workbench_site.models import CourseStaff

pytestmark = pytest.mark.django_db

GIULIA = "giulia"
NAMED = "Not Piotr, he shouts"
WHY = "Mario rang me about it"
NEEDS = "A quiet room"


@pytest.fixture
def people(world: World) -> dict[str, int]:
    """Everybody with a profile; Mario's pair with Giulia is over, and she is in the team."""
    pair = world.signed_pair()
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.act("end", CHIARA, pair, reason="")
    ids = everybody(world)
    CourseStaff.objects.create(user_id=world.user_id(GIULIA), course_key=world.course_key)
    Profile.objects.filter(participant=ids["mario"]).update(
        avoid=NAMED, access_needs=NEEDS, phone="5550100"
    )
    Profile.objects.filter(participant=ids["anna"]).update(avoid="Lena")
    return ids


@pytest.fixture
def ruled(world: World, people: dict[str, int]) -> dict[str, int]:
    """Chiara ruled out what Mario asked for, and a pair of two others."""
    propose(world)
    change(world, "forbid", **_pair(people, "mario", "piotr"), reason=WHY, wished=True)
    change(world, "forbid", **_pair(people, "anna", "lena"), reason="Sisters", wished=True)
    return people


def _pair(ids: dict[str, int], first: str, second: str) -> dict[str, int]:
    return {"first_id": ids[first], "second_id": ids[second]}


def desk(world: World, username: str) -> MatchingDesk:
    return matching_desk(host=world.host, actor=world.actor(username))


def refused(world: World, act: str, **what: Any) -> None:
    with pytest.raises(Invalid) as error:
        change(world, act, by=GIULIA, **what)
    assert [one.code for one in error.value.problems] == ["own_partner_by_hand"]


def test_what_their_partner_wrote_in_the_profile_is_not_on_the_desk(
    world: World, people: dict[str, int]
) -> None:
    assert [one.words for one in desk(world, GIULIA).wishes] == ["Lena"]
    assert {one.words for one in desk(world, CHIARA).wishes} == {NAMED, "Lena"}


def test_nor_in_their_profile(world: World, people: dict[str, int]) -> None:
    def confided(username: str, whose: str) -> tuple[str, str, str]:
        asked = {"host": world.host, "actor": world.actor(username)}
        answers = profile_of_one(**asked, participant_id=people[whose]).answers
        return answers.avoid, answers.access_needs, answers.phone

    assert confided(GIULIA, "mario") == ("", "", "")
    assert confided(GIULIA, "anna") == ("Lena", "", "")
    assert confided(CHIARA, "mario") == (NAMED, NEEDS, "5550100")


def test_the_pairs_that_are_ruled_out_leave_theirs_out(world: World, ruled: dict[str, int]) -> None:
    assert [one.reason for one in desk(world, GIULIA).forbidden] == ["Sisters"]
    assert {one.reason for one in desk(world, CHIARA).forbidden} == {"Sisters", WHY}


def test_so_does_the_book_of_decisions_and_what_is_new_in_it(
    world: World, ruled: dict[str, int]
) -> None:
    (row,) = ForbiddenPair.objects.filter(reason="Sisters")
    change(world, "allow", forbidden_id=row.pk)

    def told(username: str) -> set[tuple[str, str]]:
        lines = desk(world, username).decisions
        return {(one.kind, one.reason) for one in lines if one.kind in ("forbid", "allow")}

    assert told(GIULIA) == {("forbid", "Sisters"), ("allow", "")}
    assert told(CHIARA) == {("forbid", "Sisters"), ("allow", ""), ("forbid", WHY)}
    assert {"propose"} < {one.kind for one in desk(world, GIULIA).decisions}
    asked = {"host": world.host, "version": 0}
    mine = changes_since(**asked, actor=world.actor(GIULIA))
    assert WHY not in {one.reason for one in mine}
    assert "Sisters" in {one.reason for one in mine}


def test_that_a_pair_of_theirs_is_allowed_again_is_left_out_as_well(
    world: World, ruled: dict[str, int]
) -> None:
    (row,) = ForbiddenPair.objects.filter(reason=WHY)
    with pytest.raises(NotFound, match="no_such_rule"):
        change(world, "allow", by=GIULIA, forbidden_id=row.pk)
    assert ForbiddenPair.objects.filter(pk=row.pk).exists()
    change(world, "allow", forbidden_id=row.pk)
    assert "allow" not in {one.kind for one in desk(world, GIULIA).decisions}
    assert "allow" in {one.kind for one in desk(world, CHIARA).decisions}


def test_the_computer_keeps_to_it_whoever_proposes(world: World, ruled: dict[str, int]) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        matching_run.propose_matching(host=world.host, actor=world.actor(GIULIA))
    assert ("piotr", "mario") not in proposed()


def test_why_somebody_is_left_does_not_say_that_a_pair_is_ruled_out(
    world: World, ruled: dict[str, int]
) -> None:
    change(world, "forbid", **_pair(ruled, "mario", "lena"), reason="", wished=True)
    propose(world)

    def codes(username: str, whose: str) -> set[str]:
        run = desk(world, username).run
        assert run is not None
        rows = [row for row in run.left if row.person.participant_id == ruled[whose]]
        return {fact.code for row in rows for fact in row.facts}

    assert codes(CHIARA, "mario") == {"barred_forbidden"}
    assert codes(GIULIA, "mario") == {"nobody_fits"}


def test_trying_by_hand_tells_nothing(world: World, ruled: dict[str, int]) -> None:
    """The answer is the same, whether or not something stands against the pair."""
    propose(world)
    for mentor in ("piotr", "lena"):
        ids = {"mentor_id": ruled[mentor], "mentee_id": ruled["mario"]}
        refused(world, "pair_by_hand", **ids)
        refused(world, "forbid", **_pair(ruled, "mario", mentor), reason="Mine")
    assert {row.reason for row in ForbiddenPair.objects.all()} == {WHY, "Sisters"}
    change(world, "forbid", by=GIULIA, **_pair(ruled, "tomas", "lena"), reason="Theirs is mine")


def test_swapping_tells_nothing_either(world: World, people: dict[str, int]) -> None:
    take_part(world, "amir", skills={"map": 4})
    propose(world)
    (mario,) = open_run().proposals.filter(mentee_id=people["mario"])
    other = open_run().proposals.exclude(pk=mario.pk).first()
    assert other is not None
    for act in ("swap_cost", "swap"):
        refused(world, act, first_id=mario.pk, second_id=other.pk)


def test_what_they_ruled_out_themselves_before_stays_theirs(
    world: World, people: dict[str, int]
) -> None:
    ForbiddenPair.objects.create(
        programme=Participant.objects.get(pk=people["mario"]).programme,
        first_id=people["mario"], second_id=people["piotr"], reason="I saw it",
        created_at=world.host.now(), created_by_id=world.user_id(GIULIA),
    )  # fmt: skip
    (row,) = desk(world, GIULIA).forbidden
    assert row.reason == "I saw it"
    change(world, "allow", by=GIULIA, forbidden_id=row.forbidden_id)


def test_the_page_and_the_file_say_as_little(world: World, ruled: dict[str, int]) -> None:
    giulia, chiara = (Visitor(one, slug="profile") for one in (GIULIA, CHIARA))
    note = "Whom your partner would rather not work with is not shown to you"
    mine, hers = text_of(giulia.unit()), text_of(chiara.unit())
    assert note in mine
    assert note not in hers
    for secret in (NAMED, WHY):
        assert secret not in mine
    for secret in (NAMED, WHY):
        assert secret in hers
        assert secret not in text_of(giulia.get("export_people"))
