"""Mails about sessions, logs, promises and questions, and the facilitator's week, from what people really did."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ment_xblock.domain.journal.states import State
from ment_xblock.models import Action, Pairing, Participant, Session
from ment_xblock.models.survey import SurveyParticipation, SurveyRun
from ment_xblock.services.notices import Sent
from tests.selectors.test_query_counts import more_pairs
from tests.services.clock import MONDAY, ROME, go_to, go_to_thursday, go_to_weekday
from tests.services.test_notices import send, sent_to
from workbench_site import course
from workbench_site.course import Unit
from workbench_site.course_run import published_course

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def pair(world, without_surveys):
    """Giulia and Mario on a Thursday morning, long after they signed."""
    go_to_thursday(world, hour=10)
    pair = world.signed_pair()
    go_to(world, hour=10, days=28)
    return pair


@pytest.fixture
def row(world, pair):
    """Makes a session of theirs; what is not said is as it would be."""
    return partial(make, world, pair)


def make(world, pair, state=State.PLANNED, **columns) -> Session:
    defaults = {"pairing_id": pair, "state": state, "created_at": world.host.now()}
    return Session.objects.create(**(defaults | columns))


def at(world, hour, days=0) -> datetime:
    """An hour in Rome, today or later."""
    day = world.host.now().astimezone(ROME).date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=ROME)


def logged(world, pair, by="giulia", state=State.LOGGED, **columns) -> Session:
    now = world.host.now()
    writer = Participant.objects.get(user__username=by)
    defaults = {"held_on": now.date(), "logged_at": now, "waits_since": now, "writer": writer}
    return make(world, pair, state, **(defaults | columns))


# A session


def test_both_are_told_of_tomorrows_meeting_once(world, row):
    row(starts_at=at(world, 17, days=1))
    assert send(world) == Sent(sent=2)
    assert sent_to() == [("giulia", "session_tomorrow"), ("mario", "session_tomorrow")]
    assert send(world) == Sent()
    assert "/unit/journal/" in mail.outbox[0].body


def test_a_new_date_is_told_anew(world, row):
    session = row(starts_at=at(world, 17, days=1))
    send(world)
    session.revision += 1
    session.starts_at += HOUR
    session.save()
    assert send(world) == Sent(sent=2)


@pytest.mark.parametrize(
    ("state", "days"),
    [(State.PROPOSED, 1), (State.CANCELLED, 1), (State.PLANNED, 0), (State.PLANNED, 2)],
)
def test_no_other_meeting_is_told(world, row, state, days):
    row(state, starts_at=at(world, 9 if days == 0 else 17, days=days))
    assert send(world) == Sent()


def test_a_pause_keeps_all_of_it_quiet(world, pair, row):
    row(starts_at=at(world, 17, days=1))
    logged(world, pair)
    Action.objects.create(
        pairing_id=pair,
        owner="both",
        due=at(world, 9, days=1),
        words="x",
        created_at=at(world, 9, days=-5),
    )
    world.act("pause", "mario", pair, reason="")
    assert send(world) == Sent()
    world.act("resume", "mario", pair)
    assert send(world) == Sent(sent=5)


# A log


@pytest.mark.parametrize(("writer", "told"), [("giulia", "mario"), ("mario", "giulia")])
def test_the_other_one_is_asked_about_a_log_and_reminded_once(world, pair, writer, told):
    logged(world, pair, by=writer)
    for days in range(8):
        send(world)
        if days == 0:
            assert sent_to() == [(told, "log_to_confirm")]
        go_to(world, hour=10, days=1)
    logs = [one for one in sent_to() if one[1] == "log_to_confirm"]
    assert logs == [(told, "log_to_confirm")] * 2


def test_a_log_that_is_agreed_on_asks_nobody(world, pair):
    for state in (State.CONFIRMED, State.CONTESTED, State.WITHDRAWN):
        logged(world, pair, state=state)
    assert send(world) == Sent()


def test_a_day_that_was_changed_is_asked_about_anew(world, pair):
    session = logged(world, pair)
    send(world)
    world.wait(hours=2)
    session.waits_since = world.host.now()
    session.save()
    assert send(world) == Sent(sent=1)


# A promise


@pytest.mark.parametrize(
    ("owner", "told"),
    [("mentor", ["giulia"]), ("mentee", ["mario"]), ("both", ["giulia", "mario"])],
)
def test_who_promised_is_told_on_the_day_before(world, pair, owner, told):
    promised = {"pairing_id": pair, "owner": owner, "words": "Call the dealer"}
    due = at(world, 9, days=1).date()
    Action.objects.create(due=due, created_at=world.host.now() - 9 * DAY, **promised)
    Action.objects.create(due=due + DAY, created_at=world.host.now() - 9 * DAY, **promised)
    Action.objects.create(due=None, created_at=world.host.now() - 9 * DAY, **promised)
    Action.objects.create(due=due, state="done", created_at=world.host.now() - 9 * DAY, **promised)
    send(world)
    assert sent_to() == [(name, "action_due") for name in told]
    assert not [one for one in mail.outbox if "dealer" in one.body]


# Questions


@pytest.fixture
def publish(monkeypatch):
    """Publish a course with these questions beside the pages that links lead to."""

    def publish_surveys(*olx: str) -> None:
        units = [unit for unit in course.UNITS if "<ment_survey" not in unit.olx]
        units += [Unit(f"survey{number}", "Questions", one) for number, one in enumerate(olx)]
        monkeypatch.setattr(course, "UNITS", tuple(units))
        published_course.cache_clear()

    yield publish_surveys
    monkeypatch.undo()
    published_course.cache_clear()


def answered(world, username, usage_key, occasion=""):
    run, _ = SurveyRun.objects.get_or_create(
        usage_key=usage_key,
        defaults={
            "programme": Pairing.objects.first().programme,
            "when": "pulse",
            "mode": "confidential",
        },
    )
    SurveyParticipation.objects.create(
        run=run,
        participant=Participant.objects.get(user__username=username),
        occasion=occasion,
        answered_at=world.host.now(),
    )


def key_of(world, number=0) -> str:
    return world.host.blocks(world.course_key, "ment_survey")[number].usage_key


def test_who_has_not_answered_a_pulse_is_asked_on_the_next_morning(world, pair, publish):
    publish('<ment_survey instrument="pulse"/>')
    session = logged(world, pair, state=State.CONFIRMED)
    assert send(world) == Sent()
    answered(world, "giulia", key_of(world), f"session-{session.pk}")
    go_to(world, hour=9, days=1)
    send(world)
    assert sent_to() == [("mario", "pulse_waiting")]
    assert "/unit/survey0/" in mail.outbox[0].body
    assert "Giulia" not in mail.outbox[0].body
    assert send(world) == Sent()


def test_a_pulse_for_one_role_asks_that_role(world, pair, publish):
    publish('<ment_survey instrument="pulse" role="mentor"/>')
    logged(world, pair, state=State.CONFIRMED)
    go_to(world, hour=9, days=1)
    send(world)
    assert sent_to() == [("giulia", "pulse_waiting")]


def test_a_closed_survey_asks_nobody(world, pair, publish):
    publish(
        '<ment_survey instrument="pulse"/>',
        '<ment_survey instrument="mid" closes_on="2020-01-01"/>',
    )
    logged(world, pair, state=State.CONFIRMED)
    SurveyRun.objects.create(
        usage_key=key_of(world),
        programme=world.row(pair).programme,
        when="pulse",
        closed_at=world.host.now(),
    )
    go_to(world, hour=9, days=1)
    assert send(world) == Sent()


def test_a_form_after_a_meeting_asks_those_who_held_it(world, pair, publish):
    publish('<ment_survey instrument="mid" after="session-number" session_number="2"/>')
    world.join("anna")
    logged(world, pair, state=State.CONFIRMED, held_on=world.host.now().date() - DAY)
    go_to(world, hour=9, days=1)
    assert send(world) == Sent()
    logged(world, pair, state=State.CONFIRMED)
    answered(world, "mario", key_of(world))
    go_to(world, hour=9, days=1)
    send(world)
    assert sent_to() == [("giulia", "form_waiting")]
    assert send(world) == Sent()


def test_half_way_asks_nobody_before_their_first_meeting(world, pair, publish):
    publish('<ment_survey instrument="mid"/>')
    world.join("anna")
    go_to(world, hour=9, days=1)
    assert send(world) == Sent()
    logged(world, pair, state=State.CONFIRMED)
    go_to(world, hour=9, days=1)
    send(world)
    assert sent_to() == [("giulia", "form_waiting"), ("mario", "form_waiting")]


def test_a_form_long_after_the_end_asks_when_it_opens(world, pair, publish):
    publish('<ment_survey instrument="follow-up" after="pair-closed" weeks_later="13"/>')
    Pairing.objects.filter(pk=pair).update(state="ended", closed_at=world.host.now())
    go_to(world, hour=9, days=90)
    assert send(world) == Sent()
    go_to(world, hour=9, days=2)
    send(world)
    assert sent_to() == [("giulia", "form_waiting"), ("mario", "form_waiting")]


def test_a_form_long_after_the_end_is_asked_for_once_also_when_another_pair_ends(
    world, pair, publish
):
    publish('<ment_survey instrument="follow-up" after="pair-closed" weeks_later="13"/>')
    world.act("end", "chiara", pair, reason="")
    go_to(world, hour=9, days=92)
    send(world)
    assert sent_to() == [("giulia", "form_waiting"), ("mario", "form_waiting")]
    world.act("end", "chiara", world.pair("piotr", "mario"), reason="")
    mail.outbox.clear()
    go_to(world, hour=9, days=92)
    send(world)
    assert [one.to for one in mail.outbox] == [["piotr@example.org"]]


def test_half_way_on_a_day_asks_nobody_without_a_partner(world, pair, publish):
    """Somebody who gets a partner after that day is asked then."""
    opens = world.host.now().date() + DAY
    publish(f'<ment_survey instrument="mid" opens_on="{opens}"/>')
    world.join("anna")
    go_to(world, hour=10, days=2)
    send(world)
    assert sent_to() == [("giulia", "form_waiting"), ("mario", "form_waiting")]
    world.pair("piotr", "anna")
    go_to(world, hour=10, days=1)
    send(world)
    assert ("anna", "form_waiting") in sent_to()


def test_a_form_for_all_asks_who_joined_lately(world, pair, publish):
    publish('<ment_survey instrument="baseline"/>')
    world.join("anna")
    go_to(world, hour=9, days=1)
    send(world)
    assert sent_to() == [("anna", "form_waiting")]


def test_a_form_that_opens_on_a_day_asks_everybody_but_those_at_rest(world, pair, publish):
    opens = world.host.now().date() + 2 * DAY
    publish(f'<ment_survey instrument="mid" opens_on="{opens}"/>')
    resting = world.pair("piotr", "anna")
    world.act("pause", "anna", resting, reason="")
    go_to(world, hour=10, days=1)
    send(world)
    mail.outbox.clear()
    go_to(world, hour=10, days=2)
    send(world)
    assert sent_to() == [("giulia", "form_waiting"), ("mario", "form_waiting")]


def test_a_form_after_the_end_asks_those_whose_pair_ended(world, pair, publish):
    publish('<ment_survey instrument="end" after="pair-closed"/>')
    world.act("end", "mario", pair, reason="")
    go_to(world, hour=10, days=1)
    send(world)
    assert sent_to() == [("giulia", "form_waiting"), ("mario", "form_waiting")]


def test_a_survey_that_nobody_can_read_breaks_nothing(world, pair, publish):
    publish('<ment_survey instrument="nonsense"/>', '<ment_survey instrument="pulse"/>')
    logged(world, pair, state=State.CONFIRMED)
    go_to(world, hour=9, days=1)
    assert send(world) == Sent(sent=2)


# The facilitator's week


def test_the_facilitator_gets_the_week_on_monday_morning(world, pair):
    logged(world, pair, state=State.CONFIRMED)
    go_to_weekday(world, MONDAY, hour=7)
    assert send(world) == Sent()
    go_to(world, hour=8)
    send(world)
    assert sent_to() == [("chiara", "weekly_digest")]
    (week,) = mail.outbox
    assert "1 pair is together now." in week.body
    assert "there was 1 meeting." in week.body
    assert "/unit/home/" in week.body
    assert not {"Giulia", "Mario"} & set(week.body.split())
    assert send(world) == Sent()
    go_to_weekday(world, MONDAY, hour=9)
    assert send(world) == Sent(sent=1)


def test_the_week_counts_what_the_page_shows(world, pair):
    go_to_weekday(world, MONDAY, hour=9)
    world.wait(days=7 * 8)
    send(world)
    week = mail.outbox[-1]
    assert week.subject == "Your mentoring week: 1 pair to look after"


def test_before_there_is_a_pair_there_is_no_week(world, without_surveys):
    go_to_weekday(world, MONDAY, hour=9)
    world.join("giulia")
    assert send(world) == Sent()


# Many


def test_pulses_and_forms_ask_no_more_queries_for_thirty_pairs_than_for_two(world, pair, publish):
    publish(
        '<ment_survey instrument="pulse"/>',
        '<ment_survey instrument="mid" after="session-number" session_number="1"/>',
    )
    logged(world, pair, state=State.CONFIRMED)

    def grow(turns):
        more_pairs(world, pair, turns)
        for one in Pairing.objects.exclude(pk=pair):
            Session.objects.get_or_create(
                pairing=one,
                state=State.CONFIRMED,
                held_on=world.host.now().date(),
                defaults={"logged_at": world.host.now(), "created_at": world.host.now()},
            )

    def asked():
        send(world)  # so that nobody has to be looked at for alerts
        with CaptureQueriesContext(connection) as queries:
            outcome = send(world)
        return outcome.waiting, len(queries)

    grow(range(1))
    go_to(world, hour=21, days=1)
    two, for_two = asked()
    go_to(world, hour=10)
    grow(range(1, 29))
    go_to(world, hour=21, days=1)
    thirty, for_thirty = asked()
    # Everybody is asked for the form, and after each meeting: 30 on the first two days, one of the pairs twice.
    assert (two, thirty) == (8, 60 + 62)
    assert for_thirty == for_two <= 34
