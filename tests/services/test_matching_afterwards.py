"""After publishing: a no puts both back on the desk, and former partners meet again only if both ask."""

import pytest

from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.pairing import State
from ment_xblock.models import Pairing
from ment_xblock.selectors.match_result import match_result
from ment_xblock.services import matching_people
from tests.services.matchmaking import desk_of, everybody, propose, proposed, publish, take_part


@pytest.fixture
def people(world):
    return everybody(world)


@pytest.fixture
def pair(world, people):
    propose(world)
    publish(world)
    return Pairing.objects.get(mentee__user__username="tomas").pk


def test_a_no_puts_both_back_on_the_desk(world, people, pair):
    world.act("decline", "tomas", pair, reason="I know her family too well")
    row = world.desk_row(pair)
    assert (row.state, row.reason) == (State.DECLINED, "I know her family too well")
    assert match_result(host=world.host, actor=world.actor("lena")).matches == ()
    take_part(world, "amir", skills={"photo-of-piece": 3})
    take_part(world, "greta", wanted=["photo-of-piece"])
    propose(world)
    assert proposed() == {("lena", "greta"), ("amir", "tomas")}


def test_former_partners_meet_again_only_if_both_ask(world, people, pair):
    world.act("decline", "tomas", pair, reason="")
    propose(world)
    assert proposed() == set()
    facts = {row.person.name: [fact.code for fact in row.facts] for row in desk_of(world).run.left}
    assert facts["Lena Brandholm"][-1] == "if_previous"
    ask(world, "lena", people["tomas"])
    propose(world)
    assert proposed() == set()
    (former,) = match_result(host=world.host, actor=world.actor("tomas")).former
    assert (former.name, former.again) == ("Lena", False), "what Lena asked for is not told"
    ask(world, "tomas", people["lena"])
    propose(world)
    assert proposed() == {("lena", "tomas")}
    ask(world, "lena", people["tomas"], again=False)
    propose(world)
    assert proposed() == set()


def test_one_can_ask_only_for_a_former_partner(world, people, pair):
    for who in ("mario", "lena"):
        with pytest.raises(NotFound):
            ask(world, "tomas", people[who])
    with pytest.raises(NotFound):
        ask(world, "tomas", 10**9)


def ask(world, who, partner_id, again=True):
    matching_people.ask_again(
        host=world.host, actor=world.actor(who), partner_id=partner_id, again=again
    )
