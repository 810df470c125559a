"""The journal as a browser meets it: the form, answers, private words, the facilitator's page, and how much it asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ment_xblock.models import Pairing, PrivateNote, Session
from ment_xblock.platform.local import LocalHost
from tests.blocks import cast
from tests.blocks.visitor import Visitor, problems_of, text_of, tree_of, values_of
from tests.meetings import FACTS, TRIED, Meetings
from tests.who_what.doors import our_doors
from tests.who_what.requests import furnish, right_request, there

SECRET = "zwetschgenknödel"
GIULIA, MARIO, CHIARA = (Visitor(name, slug="journal") for name in ("giulia", "mario", "chiara"))


@pytest.fixture
def pair() -> int:
    """Giulia and Mario, a pair for forty days, with an agreement in force."""
    pair = cast.make_pair("giulia", "mario")
    cast.fill(pair, "giulia")
    cast.sign(pair, "giulia", "mario")
    Pairing.objects.filter(pk=pair).update(opened_at=cast.NOW - timedelta(days=40))
    return pair


@pytest.fixture
def meetings() -> Meetings:
    return Meetings(cast.world())


def form_of(page: HttpResponse, handler: str = "send_log") -> Any:
    (form,) = tree_of(page).xpath(f"//form[contains(@hx-post, '/{handler}')]")
    return form


def text_in(page: HttpResponse) -> str:
    return " ".join(tree_of(page).text_content().split())


def about(session: int) -> dict[str, int]:
    row = Session.objects.get(pk=session)
    return {"pairing": row.pairing_id, "session": session, "revision": row.revision}


# The form


def test_the_log_takes_at_most_twelve_taps_and_one_sentence(pair: int) -> None:
    form = form_of(GIULIA.get("log_form", pairing=pair))
    filled = values_of(form)
    choices = {one.get("name") for one in form.xpath(".//input[@type='radio'][@required]")}
    several = {one.get("name") for one in form.xpath(".//input[@data-required]")}
    typed = form.xpath(".//input[@required][@type='date' or @type='number']")
    empty = [one for one in typed if not one.get("value")]
    taps = [name for name in choices | several if not filled.get(name)] + empty
    open_and_send = 2
    assert choices | several == {"way", "task", "step", "kinds", "direction", "device"}
    assert len(taps) + open_and_send <= 12
    assert [one.get("name") for one in form.xpath(".//textarea[@required]")] == ["tried"]
    assert not form.xpath(".//select[@required] | .//input[@type='text'][@required]")
    # Exactly this is what the server asks for too.
    bare = dict.fromkeys(filled, "") | {"pairing": str(pair), "revision": "0"}
    answer = GIULIA.post("send_log", **bare)
    asked = choices | several | {one.get("name") for one in typed} | {"tried"}
    assert set(problems_of(answer)) == asked


def test_a_filled_form_is_stored_and_both_see_it(pair: int) -> None:
    form = values_of(form_of(GIULIA.get("log_form", pairing=pair)))
    assert (form["minutes"], form["way"]) == ("60", "in_person")
    promise = {"action1_words": "Send two quotes", "action1_owner": "mentee"}
    sent = GIULIA.post("send_log", **{**form, **FACTS, "tried": TRIED, **promise})
    assert sent.status_code == 200
    assert "It is noted down." in text_in(sent)
    for reader in (GIULIA, MARIO):
        page = text_in(reader.get("page", pairing=pair))
        assert TRIED in page
        assert "Send two quotes" in page
    assert "Giulia noted down a meeting. Is it right?" in text_in(MARIO.unit())


def test_a_page_from_before_shows_both_answers_and_loses_nothing(
    pair: int, meetings: Meetings
) -> None:
    form = values_of(form_of(MARIO.get("log_form", pairing=pair)))
    meetings.log("giulia", pair)
    sent = MARIO.post(
        "send_log",
        **{**form, **FACTS, "minutes": "90", "tried": "I did it", "action1_words": "Ring Anna"},
        action1_owner="both",
    )
    assert sent.status_code == 409
    again = form_of(sent)
    values = values_of(again)
    assert (values["minutes"], values["tried"], values["action1_words"]) == (
        "90",
        "I did it",
        "Ring Anna",
    )
    (theirs,) = again.xpath(".//*[contains(@class, 'theirs')]")
    assert "45 minutes" in theirs.text_content()
    assert MARIO.post("send_log", **values).status_code == 200
    assert Session.objects.get().minutes == 90


def test_a_log_that_stands_changes_only_for_who_says_so(pair: int, meetings: Meetings) -> None:
    session = meetings.confirmed(pair)
    before = Session.objects.values().get()
    form = values_of(form_of(MARIO.get("log_form", pairing=pair)))
    typed = {**form, **FACTS, "minutes": "20", "tried": "The till", "action1_words": "Ring Anna"}
    asked = MARIO.post("send_log", **typed, action1_owner="both")
    assert asked.status_code == 409
    assert "Did you meet a second time that day?" in text_in(asked)
    again = values_of(form_of(asked))
    assert (again["tried"], again["action1_words"]) == ("The till", "Ring Anna")
    assert "session" not in again
    choices = form_of(asked).xpath(".//button[@data-sends]/@hx-vals")
    assert choices == [f'{{"besides": {session}}}', f'{{"correct": {session}}}']
    # Pressing Send once more asks once more.
    assert MARIO.post("send_log", **again).status_code == 409
    assert Session.objects.values().get() == before

    compared = MARIO.post("send_log", **again, correct=session)
    assert compared.status_code == 409
    assert "The meeting of" in text_in(compared)
    assert "your partner is asked again" in text_in(compared)
    corrected = values_of(form_of(compared))
    assert corrected["session"] == str(session)
    assert meetings.row(session).minutes == before["minutes"]

    second = MARIO.post("send_log", **again, besides=session)
    assert second.status_code == 200
    assert Session.objects.values().get(pk=session) == before | {"revision": before["revision"]}
    assert set(Session.objects.values_list("minutes", flat=True)) == {45, 20}
    assert "For the credit, a day counts once." in text_in(MARIO.unit())
    assert "It is your second one that day." in text_in(GIULIA.unit())
    assert "second one that day" not in text_in(MARIO.unit())
    full = MARIO.post("send_log", **typed | {"client_id": "third"}, action1_owner="both")
    assert "That day has two meetings already" in text_in(full)
    assert len(form_of(full).xpath(".//button[@data-sends]")) == 2

    assert MARIO.post("send_log", **corrected).status_code == 200
    assert meetings.row(session).minutes == 20


def test_a_day_changed_while_comparing_leaves_the_partners_log_alone(
    pair: int, meetings: Meetings
) -> None:
    session = meetings.log("giulia", pair).session_id
    form = values_of(form_of(MARIO.get("log_form", pairing=pair)))
    sent = MARIO.post("send_log", **{**form, **FACTS, "minutes": "90", "tried": "I did it"})
    values = values_of(form_of(sent))
    assert "Giulia has noted down a meeting on this day already" in text_in(sent)
    assert (values["seen"], "session" in values) == (str(session), False)
    before = Session.objects.values().get()
    values["held_on"] = (meetings.today() - timedelta(days=1)).isoformat()
    assert MARIO.post("send_log", **values).status_code == 200
    assert Session.objects.values().get(pk=session) == before
    assert Session.objects.exclude(pk=session).get().minutes == 90


def test_bad_input_is_named_beside_its_field(pair: int) -> None:
    form = values_of(form_of(GIULIA.get("log_form", pairing=pair))) | dict(FACTS)
    bad = {"held_on": "2300-01-01", "minutes": "-5", "tried": "x" * 5000}
    answer = GIULIA.post("send_log", **{**form, **bad})
    assert answer.status_code == 422
    assert set(problems_of(answer)) == {"held_on", "minutes", "tried"}
    assert GIULIA.post("send_log", **{**form, "tried": "x" * 1_000_000}).status_code == 400
    assert not Session.objects.exists()


# Answers


def test_confirming_by_one_tap_moves_both_grades(pair: int, meetings: Meetings) -> None:
    session = meetings.log("giulia", pair).session_id
    assert MARIO.post("confirm", **about(session)).status_code == 200
    assert meetings.earned("giulia") == meetings.earned("mario") == pytest.approx(1 / 6)


def test_a_contest_shows_the_reason_to_the_partner_and_only_the_fact_to_the_facilitator(
    pair: int, meetings: Meetings
) -> None:
    session = meetings.log("giulia", pair, tried=SECRET).session_id
    assert MARIO.post("contest", **about(session), reason="Half an hour").status_code == 200
    assert "Half an hour" in text_in(GIULIA.unit())
    desk = text_in(CHIARA.post("desk", pairing=pair))
    assert "Not agreed yet" in desk
    assert "Half an hour" not in desk
    assert SECRET not in desk


def test_who_wrote_a_contested_log_reads_the_reason_on_top(pair: int, meetings: Meetings) -> None:
    session = meetings.log("giulia", pair).session_id
    MARIO.post("contest", **about(session), reason="Half an hour")

    def on_top(reader: Visitor) -> tuple[str, set[str]]:
        (card,) = tree_of(reader.unit()).xpath(".//section[contains(@class, 'next')]")
        buttons = {one.text.strip() for one in card.xpath(".//button[@hx-post or @hx-get]")}
        return card.text_content(), buttons

    words, buttons = on_top(GIULIA)
    assert "Half an hour" in words
    assert "Mario then says yes" in words
    assert buttons == {"Change or add something"}
    assert on_top(MARIO)[1] == {"It is right now", "Change or add something"}


def test_the_senior_reads_of_themselves_as_you(pair: int, meetings: Meetings) -> None:
    meetings.log("giulia", pair)
    assert "You had the device in hand in 1 of 1 meetings." in text_in(MARIO.unit())
    assert "Mario had the device in hand in 1 of 1 meetings." in text_in(GIULIA.unit())


def test_words_reach_the_facilitator_only_when_both_share_them(
    pair: int, meetings: Meetings
) -> None:
    session = meetings.log("giulia", pair, tried=SECRET).session_id
    for reader, seen in ((GIULIA, False), (MARIO, True)):
        reader.post("share", **about(session), wanted="true")
        assert (SECRET in text_in(CHIARA.post("desk", pairing=pair))) is seen
    GIULIA.post("share", **about(session), wanted="false")
    assert SECRET not in text_in(CHIARA.post("desk", pairing=pair))


def test_looking_lets_seven_days_pass(
    pair: int, meetings: Meetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings.log("giulia", pair)
    monkeypatch.setattr(LocalHost, "now", lambda _self: cast.NOW + timedelta(days=8))
    assert "Not contested" in text_in(GIULIA.unit())
    assert meetings.earned("mario") == pytest.approx(1 / 6)


def test_staff_who_view_as_a_learner_let_nothing_pass_and_read_no_words(
    pair: int, meetings: Meetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings.log("giulia", pair, tried=SECRET, action1_words=SECRET, action1_owner="both")
    monkeypatch.setattr(LocalHost, "now", lambda _self: cast.NOW + timedelta(days=8))
    viewed = Visitor("giulia", viewed_by="chiara", slug="journal")
    assert SECRET not in text_of(viewed.unit())
    assert meetings.earned("mario") is None


def test_a_log_from_paper_is_told_to_both_by_mail(pair: int, meetings: Meetings) -> None:
    day = meetings.today().isoformat()
    entered = CHIARA.post("enter_log", pairing=pair, held_on=day, **FACTS)
    assert entered.status_code == 200
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        person.email
        for person in LocalHost().people(map(cast.user_id, ("giulia", "mario"))).values()
    )
    assert all("from paper" in message.body for message in mail.outbox)
    assert "Your facilitator entered this log from paper." in text_in(MARIO.unit())


def test_a_pair_that_asks_is_opened_first(meetings: Meetings) -> None:
    asking = cast.make_pair("giulia", "mario")
    cast.make_pair("piotr", "mario")
    meetings.log("giulia", asking)
    assert "Giulia noted down a meeting" in text_in(MARIO.unit())


# Private words


def test_a_reflection_is_nowhere_but_on_its_authors_own_page(
    meetings: Meetings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    pair = furnish()
    session = Session.objects.filter(pairing=pair, state="logged").earliest("pk").pk
    assert GIULIA.post("reflect", **about(session), reflection=SECRET).status_code == 200
    note = PrivateNote.objects.get()
    assert SECRET in text_of(GIULIA.unit())
    for name, answer in everywhere(pair):
        assert SECRET not in text_of(answer), name
        assert SECRET not in str(answer.headers), name
    for message in mail.outbox:
        assert SECRET not in message.body + message.subject + str(message.alternatives)
    assert SECRET not in caplog.text
    assert SECRET not in str(note) + repr(note)
    found = [table for table, rows in cast.dump().items() if SECRET in repr(rows)]
    assert found == [PrivateNote._meta.db_table]


def test_a_reflection_that_cannot_be_stored_is_in_no_error(pair: int, meetings: Meetings) -> None:
    session = meetings.log("giulia", pair).session_id
    for reflection in (SECRET * 500, [SECRET], {SECRET: SECRET}):
        refused = GIULIA.post("reflect", **about(session), reflection=reflection)
        assert refused.status_code in {400, 422}
        assert SECRET not in text_of(refused)


def everywhere(pair: int) -> Iterator[tuple[str, HttpResponse]]:
    """Every page, answer and admin page for everybody but the author."""
    readers = {
        "partner": Visitor("mario"),
        "facilitator": Visitor("chiara"),
        "another pair": Visitor("piotr"),
        "viewed as its author": Visitor("giulia", viewed_by="chiara"),
        "signed out": Visitor(),
        "studio": Visitor("chiara", door="studio_handler"),
    }
    for who, reader in readers.items():
        for name, door in our_doors().items():
            with transaction.atomic():
                data = right_request(name, pair)
                visitor = there(reader, name)
                ask = visitor.get if door.method == "GET" else visitor.post
                answer = ask(door.name, **data)
                # What is done here shall not stand in the way of the next.
                transaction.set_rollback(True)
            yield f"{who} {name}", answer
        yield f"{who} unit", there(reader, "ment_journal.page").unit()
    admin = Client(SERVER_NAME="localhost")
    admin.force_login(_superuser())
    for address in _admin_pages():
        yield address, admin.get(address, follow=True)


def _superuser() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_superuser("root", "root@example.org", "x")


def _admin_pages() -> Iterator[str]:
    from django.contrib import admin

    yield reverse("admin:index")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(name + "_changelist")
        for row in model._default_manager.all()[:3]:
            yield reverse(f"{name}_change", args=[row.pk])


# How much a page asks of the database


@pytest.mark.parametrize("reader", ["giulia", "chiara"])
def test_a_page_asks_as_much_for_a_hundred_meetings_as_for_one(
    reader: str, pair: int, meetings: Meetings
) -> None:
    Pairing.objects.filter(pk=pair).update(opened_at=cast.NOW - timedelta(days=400))

    def asked() -> int:
        page = Visitor(reader, slug="journal")
        ask = page.unit if reader == "giulia" else lambda: page.post("desk", pairing=pair)
        ask()
        with CaptureQueriesContext(connection) as queries:
            assert ask().status_code == 200
        return len(queries)

    day = {"action1_words": "Try", "action1_owner": "both"}
    meetings.log("giulia", pair, ago=0, **day)
    few = asked()
    for ago in range(1, 100):
        session = meetings.log("giulia", pair, ago=ago, **(day if ago < 20 else {})).session_id
        if ago % 2:
            meetings.act("confirm", "mario", session)
    assert asked() <= few
    assert few <= 60
