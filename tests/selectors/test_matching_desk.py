"""The matching desk shows what there is, asks the database a bounded number of times, and only facilitators read it."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ment_xblock.domain.errors import NotAllowed, NotSignedIn
from ment_xblock.domain.people import Actor
from ment_xblock.models import Decision, ForbiddenPair, Participant, Profile
from ment_xblock.selectors.match_result import match_result
from ment_xblock.selectors.matching_desk import changes_since, matching_desk
from ment_xblock.services import matching_run
from tests.services.matchmaking import (
    COMPLETE,
    change,
    desk_of,
    everybody,
    open_run,
    proposal,
    propose,
    publish,
)
from tests.world import CHIARA
from workbench_site.models import Enrolment

MOST_QUERIES = 30


def queries(of):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        of()
    return len(asked)


def more_people(world, number):
    """More juniors and seniors with complete profiles, who speak one language and avoid somebody."""
    user_model = get_user_model()
    start = user_model.objects.count()
    users = user_model.objects.bulk_create(
        user_model(username=f"more{start + n}", email=f"more{start + n}@example.org")
        for n in range(number)
    )
    users = user_model.objects.filter(username__startswith="more", pk__gte=users[0].pk or 0)
    Enrolment.objects.bulk_create(
        Enrolment(user=user, course_key=world.course_key)
        for user in users
        if not Enrolment.objects.filter(user=user).exists()
    )
    programme_id = Participant.objects.first().programme_id
    for index, user in enumerate(users):
        if Participant.objects.filter(user=user).exists():
            continue
        role = "mentor" if index % 2 else "mentee"
        row = Participant.objects.create(
            programme_id=programme_id, user=user, role=role, created_at=world.host.now()
        )
        tasks = {"skills": {"map": 4}} if role == "mentor" else {"wanted": ["map"]}
        Profile.objects.create(
            participant=row, updated_at=world.host.now(), avoid="Somebody", **COMPLETE, **tasks
        )


def test_sixty_people_ask_no_more_often_than_a_few(world):
    everybody(world)
    propose(world)
    propose(world)
    actor = world.actor(CHIARA)

    def read():
        matching_desk(host=world.host, actor=actor)

    few = queries(read)
    more_people(world, 60)
    propose(world)
    assert open_run().proposals.count() > 30
    assert queries(read) == few <= MOST_QUERIES


def test_proposing_asks_no_more_often_for_sixty(world, monkeypatch):
    monkeypatch.setattr(matching_run, "AT_ONCE", 1000)
    everybody(world)
    propose(world)
    few = queries(lambda: propose(world))
    more_people(world, 60)
    propose(world)
    # A statement holds some hundreds of rows; beyond that there is one more each.
    assert queries(lambda: propose(world)) <= few + 2


def test_publishing_asks_no_more_often_for_sixty(world):
    everybody(world)
    propose(world)
    run = open_run()
    few = queries(
        lambda: matching_run.publish(
            host=world.host, actor=world.actor(CHIARA), run_id=run.pk, version=run.version
        )
    )
    more_people(world, 60)
    propose(world)
    run = open_run()
    assert run.proposals.count() == 30
    many = queries(
        lambda: matching_run.publish(
            host=world.host, actor=world.actor(CHIARA), run_id=run.pk, version=run.version
        )
    )
    assert many <= few + 2


def test_pages_of_pairs(world):
    everybody(world)
    more_people(world, 66)
    propose(world)
    first, second = desk_of(world), desk_of(world, proposals_offset=30)
    assert (len(first.run.proposals), len(second.run.proposals), first.run.total) == (30, 6, 36)
    shown = {row.proposal_id for row in (*first.run.proposals, *second.run.proposals)}
    assert len(shown) == 36


@pytest.mark.parametrize("who", ["giulia", "mario", "nora"])
def test_only_facilitators_read_the_desk(world, who):
    everybody(world)
    propose(world)
    for read in (matching_desk, lambda **by: changes_since(**by, version=0)):
        with pytest.raises(NotAllowed):
            read(host=world.host, actor=world.actor(who))
        with pytest.raises(NotSignedIn):
            read(host=world.host, actor=Actor(world.course_key))
        with pytest.raises(NotAllowed):
            read(host=world.host, actor=world.actor(CHIARA, is_masquerading=True))


def test_one_learns_of_nobody_else(world):
    everybody(world)
    propose(world)
    publish(world)
    for name in ("giulia", "mario"):
        result = repr(match_result(host=world.host, actor=world.actor(name)))
        assert not [one for one in ("Piotr", "Anna", "Lena", "Tomás") if one in result]
    with pytest.raises(NotAllowed):
        match_result(host=world.host, actor=world.actor("nora"))


def test_an_empty_course(world):
    desk = desk_of(world)
    assert (desk.run, desk.complete, desk.taking_part, desk.learners) == (None, 0, 0, 12)


def test_everything_of_another_course_stays_there(world):
    ids = everybody(world)
    propose(world)
    change(world, "forbid", first_id=ids["giulia"], second_id=ids["anna"], reason="x")
    desk = desk_of(world.elsewhere())
    assert (desk.run, desk.forbidden, desk.decisions, desk.history) == (None, (), (), ())
    assert ForbiddenPair.objects.count() == 1


def test_what_others_decided_since(world):
    everybody(world)
    propose(world)
    seen = open_run().version
    pair = proposal("giulia", "mario").pk
    change(world, "set_lock", proposal_id=pair, locked=True)
    assert changes_since(host=world.host, actor=world.actor(CHIARA), version=seen) == ()
    Decision.objects.update(by_id=world.user_id("nora"))
    (line,) = changes_since(host=world.host, actor=world.actor(CHIARA), version=seen)
    assert (line.kind, line.by) == ("lock", "Nora Weidling")
