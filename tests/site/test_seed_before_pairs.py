"""The demo on the eve of the matching: Chiara pairs everybody with one button."""

import pytest
from django.core import mail
from django.core.management import call_command

from ment_xblock.models import Pairing, Participant
from ment_xblock.platform.local import LocalHost
from ment_xblock.selectors.profiles import statuses_of
from tests.services.matchmaking import desk_of, propose, proposed, publish
from tests.world import World
from workbench_site.course import COURSE_KEY

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def world(db):
    call_command("seed_demo", "--before-pairs", verbosity=0)
    (block,) = LocalHost().blocks(COURSE_KEY, "ment_agreement")
    return World(block)


def test_everybody_waits_for_a_partner(world):
    programme_id = Participant.objects.first().programme_id
    statuses = statuses_of(programme_id)
    assert len(statuses) == 12
    assert all(one.is_complete for one in statuses)
    assert not Pairing.objects.exists()


def test_one_button_pairs_them_all(world):
    propose(world)
    pairs = proposed()
    assert len({senior for _, senior in pairs}) == 6
    assert len({junior for junior, _ in pairs}) == 6
    assert desk_of(world).run.left == ()
    publish(world)
    told = [
        one for one in mail.outbox if one.extra_headers["X-Ment-Kind"].endswith("match_published")
    ]
    assert len(told) == 2 * len(pairs)


def test_twice_changes_nothing(world):
    before = Participant.objects.count()
    call_command("seed_demo", "--before-pairs", verbosity=0)
    assert Participant.objects.count() == before
