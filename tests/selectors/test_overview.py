"""The table of all pairs: what stands in it, how it sorts and filters, and that it asks no more of a large programme."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ment_xblock.domain.errors import NotAllowed
from ment_xblock.domain.pairing import State
from ment_xblock.models import Action, Pairing, Participant, Session
from ment_xblock.selectors.overview import PAGE_SIZE, Asked, Overview, Sort, overview
from ment_xblock.services import alerts
from tests.blocks.visitor import Visitor, text_of
from tests.world import CHIARA, World
from workbench_site.models import CourseStaff, Enrolment

pytestmark = pytest.mark.django_db

MOST_QUERIES = 25


def page(world: World, **asked: object) -> Overview:
    return overview(host=world.host, actor=world.actor(CHIARA), asked=Asked(**asked))


def names(shown: Overview) -> list[str]:
    return [line.pair.mentor.split()[0] for line in shown.lines]


def held(world: World, pair: int, days_ago: int, device: str = "mentee") -> None:
    day = (world.host.now() - timedelta(days=days_ago)).date()
    Session.objects.create(
        pairing_id=pair,
        state="confirmed",
        held_on=day,
        held_key=f"{pair}-{day}",
        device=device,
        created_at=world.host.now(),
    )


@pytest.fixture
def three(world: World) -> World:
    """Giulia met lately, Piotr long ago, Lena is on a pause and never met; Piotr's pair has an alert."""
    piotr, lena = world.signed_pair("piotr", "anna"), world.pair("lena", "paolo")
    world.wait(days=40)
    giulia = world.signed_pair("giulia", "mario")
    held(world, piotr, 35)
    held(world, giulia, 2)
    held(world, giulia, 9, device="mentor")
    world.act("pause", CHIARA, lena, reason="Exams")
    alerts.refresh_stale(host=world.host, course_key=world.course_key)
    return world


def test_what_stands_in_a_line(three: World) -> None:
    giulia = Pairing.objects.get(mentor__user__username="giulia").pk
    now = three.host.now()
    for days in (-3, 3):
        Action.objects.create(
            pairing_id=giulia,
            owner="mentee",
            due=(now + timedelta(days=days)).date(),
            words="Send it",
            created_at=now,
        )
    (line,) = page(three, search="giulia").lines
    pair = line.pair
    assert (pair.mentor, pair.mentee) == ("Giulia Morbelli", "Mario Tessarin")
    assert (pair.state, pair.held, pair.hands_on) == (State.ACTIVE, 2, (1, 2))
    assert pair.last_on == (now - timedelta(days=2)).date()
    assert (pair.open_actions, pair.overdue) == (2, 1)
    assert pair.agreed >= 6


def test_a_date_that_is_only_proposed_says_so(three: World) -> None:
    giulia = Pairing.objects.get(mentor__user__username="giulia").pk
    now = three.host.now()
    for state, days in (("proposed", -1), ("planned", 6), ("proposed", 6), ("proposed", 4)):
        Session.objects.create(
            pairing_id=giulia, state=state, starts_at=now + timedelta(days=days), created_at=now
        )
    (line,) = page(three, search="giulia").lines
    assert (line.pair.next_at, line.pair.next_is_proposed) == (now + timedelta(days=4), True)
    assert "(only proposed)" in text_of(Visitor(CHIARA, slug="home").post("overview"))
    Session.objects.filter(starts_at=now + timedelta(days=4)).delete()
    (line,) = page(three, search="giulia").lines
    assert (line.pair.next_at, line.pair.next_is_proposed) == (now + timedelta(days=6), False)
    Session.objects.filter(state="planned").delete()
    (line,) = page(three, search="giulia").lines
    assert line.pair.next_is_proposed


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.NAME, ["Giulia", "Lena", "Piotr"]),
        (Sort.STATE, ["Giulia", "Piotr", "Lena"]),
        (Sort.LAST, ["Lena", "Piotr", "Giulia"]),
        (Sort.ALERT, ["Piotr", "Giulia", "Lena"]),
    ],
)
def test_the_order(three: World, sort: Sort, expected: list[str]) -> None:
    assert names(page(three, sort=sort)) == expected


def test_the_filters(three: World) -> None:
    assert names(page(three, state=State.PAUSED)) == ["Lena"]
    assert names(page(three, needs_call=True)) == ["Piotr"]
    assert names(page(three, search="tessa")) == ["Giulia"], "the mentee's name finds the pair, too"
    nobody = page(three, search="Nobody at all")
    assert (nobody.total, nobody.everything) == (0, 3)


def test_whoever_is_one_of_the_two_learns_nothing_of_alerts(three: World) -> None:
    piotr = three.user_id("piotr")
    CourseStaff.objects.create(user_id=piotr, course_key=three.course_key)
    mine = overview(host=three.host, actor=three.actor("piotr"), asked=Asked(sort=Sort.NAME))
    own = next(line for line in mine.lines if line.is_own)
    assert (own.rule, own.level) == (None, None)
    only = overview(host=three.host, actor=three.actor("piotr"), asked=Asked(needs_call=True))
    assert only.total == 0


def crowd(world: World, number: int) -> None:
    """That many more pairs, each with a meeting and a promise."""
    programme = Pairing.objects.earliest("pk").programme
    users = get_user_model().objects
    for side in ("mentor", "mentee"):
        users.bulk_create(
            get_user_model()(username=f"{side}{n}", first_name="Ada", last_name=f"{side}{n:03}")
            for n in range(number)
        )
    made = users.filter(first_name="Ada")
    Enrolment.objects.bulk_create(Enrolment(course_key=world.course_key, user=u) for u in made)
    Participant.objects.bulk_create(
        Participant(
            programme=programme,
            user=user,
            role=user.username.rstrip("0123456789"),
            created_at=world.host.now(),
        )
        for user in made
    )
    people = {one.user.username: one for one in Participant.objects.select_related("user")}
    for n in range(number):
        pair = Pairing.objects.create(
            programme=programme,
            mentor=people[f"mentor{n}"],
            mentee=people[f"mentee{n}"],
            open_key=f"crowd-{n}",
            opened_at=world.host.now(),
        )
        held(world, pair.pk, n % 20)


def count(world: World, **asked: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(world, **asked)
    return len(queries)


@pytest.mark.parametrize("sort", list(Sort))
def test_queries_do_not_grow(world: World, sort: Sort) -> None:
    world.pair("piotr", "anna")
    world.pair("lena", "paolo")
    two = count(world, sort=sort, search="a")
    crowd(world, 60)
    assert page(world).total == 62
    assert len(page(world).lines) == PAGE_SIZE
    assert count(world, sort=sort, search="a") == two < MOST_QUERIES


def test_pages_hold_every_pair_once(world: World) -> None:
    world.pair("piotr", "anna")
    crowd(world, 60)
    for sort in Sort:
        first, second = page(world, sort=sort), page(world, sort=sort, offset=PAGE_SIZE)
        shown = [line.pair.pairing_id for line in (*first.lines, *second.lines)]
        assert sorted(shown) == sorted(Pairing.objects.values_list("pk", flat=True))
    assert page(world, offset=10**11).lines == ()


def test_nobody_but_the_facilitator_of_this_course(three: World) -> None:
    with pytest.raises(NotAllowed):
        overview(host=three.host, actor=three.actor("giulia"), asked=Asked())
    assert page(three.elsewhere()).everything == 0
