"""Ring today: the worst pairs first, what did not fit is counted, and what was dealt with is gone."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, unquote

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Q

from ment_xblock.blocks.alert_words import alert_card
from ment_xblock.domain.errors import Malformed, NotAllowed, NotFound
from ment_xblock.models import AlertState, HelpRequest, Pairing, Participant, Profile
from ment_xblock.selectors.today import TodayPage, today_page
from ment_xblock.services import alerts
from tests.blocks.visitor import Visitor, text_of
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


# One call, one card

PAIR = "Giulia Morbelli \N{EN DASH} Mario Tessarin</button>"


def ask(world: World, username: str, kind: str = "ring_me", text: str = "") -> None:
    one = Participant.objects.get(user__username=username)
    pair = Pairing.objects.get(Q(mentor=one) | Q(mentee=one))
    HelpRequest.objects.create(
        pairing=pair,
        participant=one,
        kind=kind,
        text=text,
        open_key=f"{kind}-{pair.pk}-{one.pk}",
        created_at=world.host.now(),
    )
    alerts.refresh(host=world.host, pairing_ids=[pair.pk])


def card_of(html: str, names: str) -> str:
    """The card of one pair."""
    (found,) = (part for part in html.split('<li class="card') if names in part)
    return found


def test_a_pair_with_four_reasons_has_one_set_of_buttons_note_message_and_phone(
    troubled: World,
) -> None:
    mario = Participant.objects.get(user__username="mario")
    Profile.objects.create(
        participant=mario, phone="+39 055 555 0163", updated_at=troubled.host.now()
    )
    card = card_of(html_of_today(), PAIR)
    for once in ("I called", "Later", "Closed", "Your note", "A message to copy", "tel:"):
        assert card.count(once) == 1, once
    for sentence in ("asks to be rung", "have not met yet", "is not signed", "has done anything"):
        assert sentence in card
    assert card.index("asks to be rung") < card.index("In the same call") < card.index("not met")
    assert "needs a call of its own" not in card


def html_of_today() -> str:
    return text_of(Visitor(CHIARA, slug="home").get("part", name="today"))


def test_what_the_partner_confides_needs_a_call_of_its_own_and_comes_next(troubled: World) -> None:
    ask(troubled, "giulia", text="He shouts at me")
    first = page(troubled).lines[0]
    assert [one.name for one in first.in_this_call] == ["Mario Tessarin", "", "", ""]
    assert [(one.rule, one.name) for one in first.in_another_call] == [
        ("ring_me", "Giulia Morbelli")
    ]
    card = card_of(html_of_today(), PAIR)
    assert "needs a call of its own" in card
    assert "He shouts" not in card, "not while Mario is rung"
    done = {"host": troubled.host, "actor": troubled.actor(CHIARA), "how": "called"}
    alerts.handle(**done, alert_ids=[one.alert_id for one in first.in_this_call])
    states = dict(HelpRequest.objects.values_list("participant__user__username", "state"))
    assert states == {"mario": "called", "giulia": "open"}
    (line,) = (one for one in page(troubled).lines if one.mentor == "Giulia Morbelli")
    assert [one.words for one in line.in_this_call] == ["He shouts at me"]


def test_one_press_in_the_browser_takes_the_whole_card_away(troubled: World) -> None:
    visitor = Visitor(CHIARA, slug="home")
    ids = " ".join(str(one.alert_id) for one in page(troubled).lines[0].in_this_call)
    # The site's own clock has not been moved on.
    AlertState.objects.update(since=troubled.host.now() - timedelta(days=60))
    answer = visitor.post("handle_alert", alerts=ids, how="closed", note="On holiday")
    assert answer.status_code == 200
    assert "Mario Tessarin</button>" not in text_of(answer)
    assert len(page(troubled).lines) == 3


@pytest.mark.parametrize("sent", ["", "x", "1 x", "-1", "1,2", " ".join("1" for _ in range(200))])
def test_what_no_page_sends_changes_nothing(troubled: World, sent: str) -> None:
    answer = Visitor(CHIARA, slug="home").post("handle_alert", alerts=sent, how="closed")
    assert answer.status_code in (400, 404)
    assert not AlertState.objects.exclude(handled="").exists()


def test_alerts_of_two_pairs_are_not_one_call(troubled: World) -> None:
    ids = list(AlertState.objects.values_list("pk", flat=True))
    with pytest.raises(Malformed):
        alerts.handle(host=troubled.host, actor=troubled.actor(CHIARA), alert_ids=ids, how="closed")
    assert not AlertState.objects.exclude(handled="").exists()


def test_what_is_over_by_now_holds_nobody_back(troubled: World) -> None:
    ids = [one.alert_id for one in page(troubled).lines[0].in_this_call]
    AlertState.objects.filter(pk=ids[-1]).update(over_at=troubled.host.now(), open_key=None)
    done = {"host": troubled.host, "actor": troubled.actor(CHIARA), "how": "closed"}
    alerts.handle(**done, alert_ids=ids, note="Rang them")
    assert AlertState.objects.filter(handled="closed").count() == 3
    with pytest.raises(NotFound):
        alerts.handle(**done, alert_ids=ids[-1:])
