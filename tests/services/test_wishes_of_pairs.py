"""Who would like another partner is an alert for the facilitator, and nobody else's business."""

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from ment_xblock.models import AlertState, HelpRequest, Pairing
from ment_xblock.selectors.home import home_page
from ment_xblock.selectors.pair_wishes import pair_wishes_of
from ment_xblock.selectors.today import today_page
from ment_xblock.services import pairings
from tests.survey_world import Survey, defined
from tests.world import CHIARA

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(world):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return world.signed_pair()


@pytest.fixture
def mid(world, pair):
    return Survey(world, defined(), usage_key="mid")


def found(pair):
    rows = AlertState.objects.filter(pairing_id=pair, over_at=None)
    return {
        (row.rule, row.level, row.participant and row.participant.user.username) for row in rows
    }


def test_the_answer_half_way_is_there_at_once(world, pair, mid):
    mid.answer("mario", {"go-on": "another-partner"})
    assert found(pair) == {("another_partner", 2, "mario")}
    (line,) = today_page(host=world.host, actor=world.actor(CHIARA)).lines
    assert [reason.name.split()[0] for reason in line.reasons] == ["Mario"]


def test_a_wish_to_change_something_and_one_to_go_on(world, pair, mid):
    mid.answer("mario", {"go-on": "change"})
    mid.answer("giulia", {"go-on": "go-on"})
    assert found(pair) == {("change_wanted", 1, "mario")}


def test_the_latest_word_counts(world, pair, mid):
    mid.answer("mario", {"go-on": "another-partner"})
    world.wait(days=1)
    Survey(world, defined(), usage_key="later").answer("mario", {"go-on": "go-on"})
    assert found(pair) == set()


def test_an_anonymous_form_asks_nothing_of_the_kind(world, pair):
    hidden = Survey(world, defined("mid", "anonymous"), usage_key="hidden")
    assert "go-on" not in {item.id for item in hidden.definition.items}
    with CaptureQueriesContext(connection) as asked:
        hidden.answer("mario", {"trust": 1})
    assert found(pair) == set()
    assert not [one for one in asked.captured_queries if "ment_xblock_watch" in one["sql"]]


def test_a_request_in_the_agreement_is_the_same_alert(world, pair):
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.act("ask_rematch", "giulia", pair, reason="He shouts")
    assert found(pair) == {("another_partner", 2, "giulia")}
    with TestCase.captureOnCommitCallbacks(execute=True):
        pairings.close_request(
            host=world.host, actor=world.actor(CHIARA), request_id=HelpRequest.objects.get().pk
        )
    assert found(pair) == set()


@pytest.fixture
def second(world, pair):
    """Mario has a second partner, Piotr."""
    ids = {"mentor_id": world.join("piotr"), "mentee_id": world.join("mario", capacity=2)}
    with TestCase.captureOnCommitCallbacks(execute=True):
        made = pairings.pair(host=world.host, actor=world.actor(CHIARA), **ids)
    return made.pairing_id


def test_with_two_partners_the_facilitator_asks_who_is_meant(world, pair, second, mid):
    mid.answer("mario", {"go-on": "another-partner"})
    for one in (pair, second):
        (alert,) = AlertState.objects.filter(pairing_id=one, rule="another_partner")
        assert alert.params == {"pairs": 2}


def test_when_one_of_two_pairs_ends_the_wish_ends_at_the_other(world, pair, second, mid):
    mid.answer("mario", {"go-on": "another-partner"})
    assert found(pair)
    assert found(second)
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.act("end", CHIARA, pair, reason="")
    assert found(second) == set(), "at once, and not only after half a day"


def test_a_request_says_which_of_two_pairs_is_meant(world, pair, second, mid):
    mid.answer("mario", {"go-on": "another-partner"})
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.act("ask_rematch", "mario", pair, reason="He shouts")
    assert found(pair) == {("another_partner", 2, "mario")}
    assert found(second) == set()
    with TestCase.captureOnCommitCallbacks(execute=True):
        pairings.close_request(
            host=world.host, actor=world.actor(CHIARA), request_id=HelpRequest.objects.get().pk
        )
    assert found(pair) == found(second) == set(), "settled with the request"


def test_it_does_not_follow_into_the_next_pair(world, pair, mid):
    mid.answer("mario", {"go-on": "another-partner"})
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.act("end", CHIARA, pair, reason="")
    assert found(pair) == set()
    world.wait(days=1)
    with TestCase.captureOnCommitCallbacks(execute=True):
        second = world.pair("piotr", "mario")
    assert found(second) == set()


def test_the_partner_sees_nothing_of_it(world, pair, mid):
    def pages():
        return (
            home_page(host=world.host, actor=world.actor("giulia")),
            world.page("giulia", pair),
        )

    before = pages()
    mid.answer("mario", {"go-on": "another-partner"})
    assert found(pair)
    assert pages() == before


def test_queries_do_not_grow(world, pair, mid):
    def queries():
        pairs = list(Pairing.objects.select_related("programme"))
        with CaptureQueriesContext(connection) as asked:
            wishes = pair_wishes_of(world.course_key, pairs)
        return len(asked), sum(len(some) for some in wishes.values())

    mid.answer("mario", {"go-on": "another-partner"})
    few, one = queries()
    world.signed_pair("piotr", "anna")
    world.signed_pair("lena", "paolo")
    for name in ("anna", "paolo", "lena"):
        mid.answer(name, {"go-on": "change"})
    many, four = queries()
    assert (one, four) == (1, 4)
    assert few == many <= 4
