"""A page asks the database as often for sixty pairs as for two."""

from collections.abc import Callable
from itertools import count

import attrs
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ment_xblock.models import HelpRequest, Pairing, Participant
from ment_xblock.selectors.document import agreement_document
from tests.world import World, enter
from workbench_site.cohort import Member, Part

# What each page and act may ask for at most, without the test's own looking up of the actor.
MOST = {"learner": 12, "desk": 13, "document": 6, "save": 15, "sign": 40}


def queries(ask: Callable[..., object], **arguments: object) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask(**arguments)
    return len(asked)


def more_pairs(world: World, like: int, turns: range) -> None:
    """Enter two people per pair, each pair a copy of a signed one with an open request."""
    template = world.row(like)
    for turn in turns:
        names = [f"{part.value}{turn}" for part in (Part.JUNIOR, Part.SENIOR)]
        enter(tuple(Member(name, name.title(), "Doe", Part.JUNIOR) for name in names))
        mentor, mentee = (copy_participant(template, name) for name in names)
        copy_pair(template, mentor, mentee)


def copy_participant(template: Pairing, name: str) -> Participant:
    return Participant.objects.create(
        programme=template.programme,
        user=get_user_model().objects.get(username=name),
        role="mentor" if name.startswith("junior") else "mentee",
        capacity=2,
        created_at=template.opened_at,
    )


def copy_pair(template: Pairing, mentor: Participant, mentee: Participant) -> None:
    pairing = Pairing.objects.create(
        programme=template.programme,
        mentor=mentor,
        mentee=mentee,
        state=template.state,
        open_key=f"{mentor.pk}-{mentee.pk}",
        opened_at=template.opened_at,
    )
    agreement = template.agreements.get(in_force_for=template.pk)
    signatures = list(agreement.signatures.all())
    agreement.pk, agreement.pairing, agreement.in_force_for = None, pairing, pairing.pk
    agreement.save()
    for signature, signer in zip(signatures, (mentor, mentee), strict=True):
        signature.pk, signature.agreement, signature.participant = None, agreement, signer
        signature.save()
    HelpRequest.objects.create(
        pairing=pairing,
        participant=mentee,
        kind=HelpRequest.Kind.REMATCH,
        open_key=f"rematch-{pairing.pk}",
        created_at=template.opened_at,
    )


@attrs.define
class Measure:
    """How often the pages and acts of one pair ask the database."""

    world: World
    pair: int
    places = count()

    def all(self) -> dict[str, int]:
        world, actors = self.world, {}
        for username in ("mario", "giulia", "chiara"):
            actors[username] = world.actor(username)
        # From here on the world looks nobody up anew.
        world = KnownActors(**attrs.asdict(world, recurse=False), actors=actors)
        document = {
            "host": world.host,
            "actor": actors["mario"],
            "settings": world.settings,
            "pairing_id": self.pair,
        }
        found = {
            "learner": queries(world.page, username="mario", pair=self.pair),
            "desk": queries(world.desk),
            "document": queries(agreement_document, **document),
        }
        base = world.row(self.pair).revision
        change = {"base": base, "new_version": True, "place": f"Place {next(self.places)}"}
        found["save"] = queries(world.save, username="mario", pair=self.pair, **change)
        seen = world.page("mario", self.pair).fingerprint
        world.sign("giulia", self.pair, seen=seen)
        found["sign"] = queries(world.sign, username="mario", pair=self.pair, seen=seen)
        return found


@attrs.define(kw_only=True)
class KnownActors(World):
    """The world with actors that were looked up before."""

    actors: dict

    def actor(self, username, **known):
        return self.actors[username]


@pytest.fixture
def measure(world):
    return Measure(world, world.signed_pair())


def test_sixty_pairs_ask_no_more_often_than_two(world, measure):
    more_pairs(world, measure.pair, range(1))
    for_two = measure.all()
    more_pairs(world, measure.pair, range(1, 59))
    for_sixty = measure.all()
    assert (world.desk().pairs_total, len(world.desk().pairs)) == (60, 50)
    assert for_sixty == for_two


def test_no_page_asks_too_often(measure):
    found = measure.all()
    assert {name: times for name, times in found.items() if times > MOST[name]} == {}
