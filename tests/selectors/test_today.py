"""Ring today: the worst pairs first, what did not fit is counted, and what was dealt with is gone."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote

import pytest
from django.contrib.auth import get_user_model

from ment_xblock.blocks.alert_words import alert_card
from ment_xblock.domain.errors import NotAllowed
from ment_xblock.models import AlertState, HelpRequest, Participant
from ment_xblock.selectors.today import TodayPage, today_page
from ment_xblock.services import alerts
from tests.world import CHIARA, World

pytestmark = pytest.mark.django_db


def page(world: World, **asked: int) -> TodayPage:
    return today_page(host=world.host, actor=world.actor(CHIARA), **asked)


@pytest.fixture
def troubled(world: World) -> World:
    """Four pairs of thirty days, without any sign of life; Mario wants to be rung."""
    pairs = [
        world.pair(*names)
        for names in (("piotr", "anna"), ("lena", "paolo"), ("amir", "tomas"), ("giulia", "mario"))
    ]
    world.wait(days=30)
    HelpRequest.objects.create(
        pairing_id=pairs[-1],
        participant=Participant.objects.get(user__username="mario"),
        kind="ring_me",
        text="After five, please.",
        open_key="ring_me",
        created_at=world.host.now(),
    )
    alerts.refresh_stale(host=world.host, course_key=world.course_key)
    return world


def test_the_worst_pair_comes_first_with_all_its_reasons(troubled: World) -> None:
    first = page(troubled).lines[0]
    assert (first.mentor, first.mentee) == ("Giulia Morbelli", "Mario Tessarin")
    assert [reason.rule for reason in first.reasons] == [
        "ring_me",
        "match_unanswered",
        "first_session_missing",
        "agreement_unsigned",
    ]
    assert [reason.name for reason in first.reasons] == ["Mario Tessarin", "", "", ""]
    assert [reason.words for reason in first.reasons] == ["After five, please.", "", "", ""]


def test_what_does_not_fit_is_counted(troubled: World) -> None:
    shown = page(troubled, lines=3)
    assert (len(shown.lines), shown.left_out, shown.pairs) == (3, 1, 4)


def test_what_was_dealt_with_is_gone_until_it_gets_worse_or_its_time_has_come(
    world: World,
) -> None:
    world.pair()
    world.wait(days=4)
    alerts.refresh_stale(host=world.host, course_key=world.course_key)
    (line,) = page(world).lines
    (reason,) = line.reasons
    act = {"host": world.host, "actor": world.actor(CHIARA), "alert_ids": [reason.alert_id]}
    alerts.handle(**act, how="later")
    assert page(world).lines == ()
    world.wait(days=3)
    assert len(page(world).lines) == 1
    alerts.handle(**act, how="closed")
    assert page(world).lines == ()
    world.wait(days=1)
    alerts.refresh_stale(host=world.host, course_key=world.course_key)
    (line,) = page(world).lines
    assert (line.reasons[0].rule, line.reasons[0].level) == ("match_unanswered", 2)


def test_queries_do_not_grow(troubled: World, django_assert_num_queries) -> None:
    for lines in (1, 4):
        with django_assert_num_queries(13):
            page(troubled, lines=lines)


def test_nobody_but_the_facilitator_of_this_course(troubled: World) -> None:
    with pytest.raises(NotAllowed):
        today_page(host=troubled.host, actor=troubled.actor("giulia"))
    elsewhere = troubled.elsewhere()
    assert page(elsewhere) == TodayPage((), 0, 0)
    assert AlertState.objects.exists()


def test_a_message_goes_to_whom_the_trouble_is_about_and_to_nobody_else(troubled: World) -> None:
    reasons = page(troubled).lines[0].reasons
    assert reasons[0].addresses == ("mario@example.org",)
    assert reasons[1].addresses == ("giulia@example.org", "mario@example.org")
    card = alert_card(page(troubled).lines[0], reasons[0])
    assert card.mail.startswith("mailto:mario@example.org?subject=")
    assert unquote(card.mail.partition("&body=")[2]) == card.message
    assert "giulia" not in card.mail.lower()


def test_a_mail_to_both_tells_neither_the_address_of_the_other(troubled: World) -> None:
    line = page(troubled).lines[0]
    to, _mark, fields = alert_card(line, line.reasons[1]).mail.partition("?")
    assert to == "mailto:"
    assert parse_qs(fields)["bcc"] == ["giulia@example.org,mario@example.org"]
    assert "cc" not in parse_qs(fields)
    assert "to" not in parse_qs(fields)


def test_where_one_of_the_two_has_no_address_no_mail_is_offered(troubled: World) -> None:
    get_user_model().objects.filter(username="giulia").update(email="")
    line = page(troubled).lines[0]
    assert alert_card(line, line.reasons[0]).mail
    assert alert_card(line, line.reasons[1]).mail == ""
