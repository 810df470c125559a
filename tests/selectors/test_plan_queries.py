"""A pair's plans cost as many queries with many meetings as with none."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ment_xblock.domain.journal.states import State
from ment_xblock.models import Participant, Session
from ment_xblock.selectors.plan import MOST_SHOWN, plan_page
from ment_xblock.services import planning
from tests.plans import Plans

MOST = {"page": 6, "propose": 16, "accept": 10, "move": 16, "cancel": 10}


@pytest.fixture
def plans(world):
    return Plans(world)


def page_queries(plans, pair):
    world, actor = plans.world, plans.world.actor("giulia")
    me = Participant.objects.get(user_id=actor.user_id)
    with CaptureQueriesContext(connection) as asked:
        page = plan_page(
            host=world.host, actor=actor, settings=plans.settings, pairing_id=pair, me=me.pk
        )
    return len(asked), page


def test_the_page(plans, world):
    pair = world.signed_pair()
    none, _ = page_queries(plans, pair)
    now = world.host.now()
    Session.objects.bulk_create(
        Session(
            pairing_id=pair,
            state=State.PLANNED,
            starts_at=now + timedelta(days=day),
            minutes=60,
            created_at=now,
        )
        for day in range(-50, 50)
    )
    many, page = page_queries(plans, pair)
    assert many == none <= MOST["page"]
    assert len(page.meetings) == MOST_SHOWN


def test_each_act(plans, world):
    pair = world.signed_pair()
    session = plans.propose("giulia", pair)
    where = {"host": world.host, "pairing_id": pair}
    about = {**where, "session_id": session}
    acts = {
        "propose": lambda: planning.propose(
            **where,
            actor=world.actor("giulia"),
            sheet=plans.sheet(days=8, sent="a"),
            known=[session],
        ),
        "move": lambda: planning.move(
            **about,
            actor=world.actor("giulia"),
            revision=1,
            sheet=plans.sheet(days=9, sent="b"),
        ),
        "accept": lambda: planning.accept(**about, actor=world.actor("mario"), revision=2),
        "cancel": lambda: planning.cancel(**about, actor=world.actor("mario"), revision=3),
    }
    for name, act in acts.items():
        with CaptureQueriesContext(connection) as asked:
            act()
        # Looking up the actor is the test's own.
        assert len(asked) - 4 <= MOST[name], name
