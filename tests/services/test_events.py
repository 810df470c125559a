"""What is announced: after it is stored, once, as ids, and with no typed word in it."""

from __future__ import annotations

from typing import get_args

import attrs
import pytest
from django.db import transaction
from django.test import TestCase

from ment_xblock.domain import events
from ment_xblock.domain.events import (
    AgreementActivated,
    AgreementChanged,
    AgreementEnded,
    Event,
    MatchPublished,
    SessionConfirmed,
    SurveyAnswered,
)
from ment_xblock.services.announcing import announce
from ment_xblock.services.personal_data import erase_person
from tests.meetings import Meetings
from tests.services.matchmaking import everybody, propose, publish
from tests.survey_world import Survey, defined
from tests.world import CHIARA, answers

KINDS = get_args(Event)


@pytest.fixture
def heard(world, monkeypatch):
    """What the host is told, in order."""
    told = []
    monkeypatch.setattr(type(world.host), "announce", lambda _host, event: told.append(event))
    return told


def after(act, *args, **kwargs):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return act(*args, **kwargs)


def test_an_agreement_is_activated_changed_and_ended(world, heard):
    pair = world.half_signed_pair()
    assert heard == []
    world.sign("mario", pair)
    assert heard == [AgreementActivated(world.course_key, pair, 1)]
    world.save("mario", pair, new_version=True, place="Somewhere else")
    world.sign("mario", pair)
    world.sign("giulia", pair)
    assert heard[1:] == [AgreementChanged(world.course_key, pair, 2)]
    after(world.act, "end", "giulia", pair, reason="We are done")
    assert heard[2:] == [AgreementEnded(world.course_key, pair)]


def test_signing_twice_is_announced_once(world, heard):
    pair = world.half_signed_pair()
    seen = world.page("mario", pair).fingerprint
    world.sign("mario", pair, seen)
    world.sign("mario", pair, seen)
    assert len(heard) == 1


def test_a_no_thank_you_is_nobodys_business(world, heard):
    after(world.act, "decline", "giulia", world.filled_pair(), reason="No")
    assert heard == []


def test_erasing_ends_a_pair_and_says_so(world, heard):
    pair = world.signed_pair()
    after(erase_person, host=world.host, user_id=world.user_id("mario"))
    assert heard[-1] == AgreementEnded(world.course_key, pair)


def test_a_meeting_is_announced_once_it_counts(world, heard):
    pair, meetings = world.signed_pair(), Meetings(world)
    heard.clear()
    session = meetings.log("giulia", pair).session_id
    assert heard == []
    meetings.act("confirm", "mario", session)
    assert heard == [SessionConfirmed(world.course_key, pair, session)]
    meetings.change("mario", session, direction="both")
    assert len(heard) == 1
    meetings.change("mario", session, minutes="30")
    meetings.act("confirm", "giulia", session)
    assert heard == [SessionConfirmed(world.course_key, pair, session)] * 2


def test_a_log_filled_in_by_the_other_a_contest_and_paper_are_announced_too(world, heard):
    pair, meetings = world.signed_pair(), Meetings(world)
    world.wait(days=9)
    heard.clear()
    logged = meetings.log("giulia", pair, ago=3).session_id
    meetings.send("mario", pair, meetings.sheet(ago=3, base=1), logged)
    contested = meetings.log("giulia", pair, ago=2).session_id
    meetings.act("contest", "mario", contested, reason="It was longer")
    assert [one.session_id for one in heard] == [logged]
    meetings.act("settle", CHIARA, contested)
    entered = meetings.enter(pair, ago=1)
    assert [one.session_id for one in heard] == [logged, contested, entered]


def test_a_log_that_nobody_contests_is_announced_when_its_time_is_over(world, heard):
    pair, meetings = world.signed_pair(), Meetings(world)
    heard.clear()
    session = meetings.log("giulia", pair).session_id
    world.wait(days=8)
    for _ in range(2):
        meetings.settle_due()
    assert heard == [SessionConfirmed(world.course_key, pair, session)]
    meetings.act("confirm", "mario", session)
    assert len(heard) == 1


def test_a_confidential_answer_is_announced_and_an_anonymous_one_is_not(world, heard):
    world.pair()
    for mode in ("confidential", "anonymous"):
        Survey(world, defined("mid", mode), usage_key=mode).answer("mario", {"trust": 4})
    assert heard == [SurveyAnswered(world.course_key, "confidential")]


def test_a_match_is_announced_once(world, heard):
    everybody(world)
    run_id = propose(world)
    assert heard == []
    published = publish(world)
    assert heard == [MatchPublished(world.course_key, run_id, len(published.pairings))]
    assert published.pairings


@pytest.mark.django_db(transaction=True)
def test_nothing_is_announced_that_was_not_stored(world, heard):
    with transaction.atomic():
        announce(world.host, AgreementEnded(world.course_key, 1))
        transaction.set_rollback(True)
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_undoes_nothing(world, monkeypatch, caplog):
    def fails(_host, _event):
        raise ZeroDivisionError

    monkeypatch.setattr(type(world.host), "announce", fails)
    pair = world.half_signed_pair()
    world.sign("mario", pair)
    assert world.row(pair).state == "active"
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_event_has_ids_and_numbers_alone(kind):
    for field in attrs.fields(kind):
        is_key = field.type == "str" and field.name in ("course_key", "usage_key")
        assert field.type == "int" or is_key, field.name
        assert not {"user", "name", "text", "username"} & {field.name}


def test_every_kind_has_a_name_of_its_own():
    assert len({kind.name for kind in KINDS}) == len(KINDS) == 6
    declared = {
        one for one in vars(events).values() if attrs.has(one) and one.__module__ == events.__name__
    }
    assert declared == set(KINDS)


def test_no_typed_word_is_in_any_event(world, heard, caplog):
    pair = world.signed_pair()
    after(world.act, "end", "mario", pair, reason="Because of the dog")
    said = repr(heard) + caplog.text
    typed = [words for words in answers(world.host.now().date()).values() if isinstance(words, str)]
    for words in (*typed, "dog", "giulia", "Giulia", "mario", "Mario"):
        assert len(words) < 4 or words not in said
