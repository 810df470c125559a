"""Two facilitators at the desk at the very same moment, in real transactions."""

from collections import Counter
from functools import partial

import pytest
from django.core import mail

from ment_xblock.domain.errors import MentError
from ment_xblock.models import MatchRun, Pairing, Proposal
from ment_xblock.services import matching_changes, matching_run
from tests.services.at_once import at_once, crowd
from tests.services.matchmaking import everybody, open_run, proposal, propose
from tests.world import CHIARA
from workbench_site.models import CourseStaff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_noon")]
ROUNDS = 4


@pytest.fixture
def two():
    with crowd(2) as threads:
        yield partial(at_once, people=threads)


@pytest.fixture
def facilitators(world):
    CourseStaff.objects.create(course_key=world.course_key, user_id=world.user_id("nora"))
    return [world.actor(CHIARA), world.actor("nora")]


@pytest.fixture
def people(world):
    return everybody(world)


def test_two_publish_and_one_is_told(world, people, facilitators, two):
    run_id = propose(world)
    version = open_run().version
    outcomes = two(
        *[
            partial(
                matching_run.publish, host=world.host, actor=one, run_id=run_id, version=version
            )
            for one in facilitators
        ]
    )
    assert Counter(type(one).__name__ for one in outcomes) == {"Published": 1, "Stale": 1}
    assert Pairing.objects.count() == 3
    assert len(mail.outbox) == 6


def test_one_publishes_while_the_other_takes_a_pair_apart(world, people, facilitators, two):
    for _round in range(ROUNDS):
        Pairing.objects.all().delete()
        run_id = propose(world)
        seen = open_run().version
        publishing, changing = two(
            *[
                partial(
                    matching_run.publish,
                    host=world.host,
                    actor=facilitators[0],
                    run_id=run_id,
                    version=seen,
                ),
                partial(
                    matching_changes.unpair,
                    host=world.host,
                    actor=facilitators[1],
                    proposal_id=proposal("giulia", "mario").pk,
                ),
            ]
        )
        if isinstance(publishing, MentError):
            assert (publishing.code, changing) == ("matching_changed", None)
            assert not Pairing.objects.exists()
        else:
            assert changing.code == "no_open_matching"
            assert Pairing.objects.count() == 3
        assert {publishing_code(publishing)} <= {"", "matching_changed"}


def publishing_code(outcome):
    return outcome.code if isinstance(outcome, MentError) else ""


def test_two_propose_and_one_run_is_open(world, people, facilitators, two):
    outcomes = two(
        *[
            partial(matching_run.propose_matching, host=world.host, actor=one)
            for one in facilitators
        ]
    )
    assert all(isinstance(one, int) for one in outcomes)
    assert MatchRun.objects.filter(open_for__isnull=False).count() == 1
    assert Proposal.objects.filter(run=open_run()).count() == 3


def test_two_rule_out_the_same_pair(world, people, facilitators, two):
    propose(world)
    outcomes = two(
        *[
            partial(
                matching_changes.forbid,
                host=world.host,
                actor=one,
                first_id=people["giulia"],
                second_id=people["mario"],
                reason="",
            )
            for one in facilitators
        ]
    )
    assert outcomes == [None, None]
    assert open_run().proposals.count() == 2
