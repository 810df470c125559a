"""When a survey is open for whom, and what closes it."""

from datetime import timedelta

from ment_xblock.domain.survey.schedule import After, Schedule
from ment_xblock.models import (
    Pairing,
    Participant,
)
from ment_xblock.selectors.home_surveys import forms_waiting
from ment_xblock.selectors.survey_form import Stage
from ment_xblock.services import pairings, survey_closing
from tests.services.survey_cases import refused
from tests.survey_world import Survey, be_the_course, defined, held_session, more_people


def test_it_opens_and_closes_by_date(mid, world):
    now = world.host.now()
    mid.schedule = Schedule(now + timedelta(days=1), now + timedelta(days=3))
    refused("survey_not_open_yet", mid.answer, "mentee1", {"trust": 4})
    assert mid.form("mentee1").stage is Stage.NOT_YET
    world.wait(days=2)
    mid.answer("mentee1", {"trust": 4})
    world.wait(days=2)
    refused("survey_closed", mid.answer, "mentee2", {"trust": 4})
    assert mid.run.closed_at is None
    survey_closing.settle(host=world.host, here=mid.here, schedule=mid.schedule)
    assert mid.run.closed_at is not None
    assert mid.run.closed_by is None


def test_a_job_closes_what_is_due(mid, world, monkeypatch):
    mid.answer("mentee1", {"trust": 4})
    mid.schedule = Schedule(closes_at=world.host.now() + timedelta(days=1))
    be_the_course(monkeypatch, mid)
    survey_closing.settle_course(host=world.host, course_key=world.course_key)
    assert mid.run.closed_at is None
    world.wait(days=2)
    survey_closing.settle_course(host=world.host, course_key=world.course_key)
    assert mid.run.closed_at is not None


def test_it_opens_after_the_third_session(world):
    pair = world.pair()
    survey = Survey(world, defined(), Schedule(after=After.SESSION_NUMBER, session_number=3))
    for days_ago in (9, 6):
        held_session(pair, days_ago)
    refused("survey_not_open_yet", survey.answer, "mario", {"trust": 4})
    held_session(pair, 1)
    survey.answer("mario", {"trust": 4})


def pairs_of(mentee):
    return list(Pairing.objects.filter(mentee=mentee))


def test_it_opens_three_months_after_the_end_of_the_pair(world):
    pair = world.pair()
    follow_up = defined("follow-up", items=["still-talk"])
    survey = Survey(world, follow_up, Schedule(after=After.PAIR_CLOSED, weeks_later=13))
    mario = Participant.objects.get(user__username="mario")

    def waits():
        return bool(forms_waiting(mario, pairs_of(mario), [survey.here], world.host.now()).others)

    refused("survey_not_open_yet", survey.answer, "mario", {"still-talk": 4})
    pairings.end(host=world.host, actor=world.actor("chiara"), pairing_id=pair, reason="")
    world.wait(days=90)
    refused("survey_not_open_yet", survey.answer, "mario", {"still-talk": 4})
    assert not waits()
    world.wait(days=1)
    assert waits()
    survey.answer("mario", {"still-talk": 4})
    assert not waits()


def test_a_form_that_is_open_stays_open_when_another_pair_ends(world):
    """For the page, the home and the handler alike: who has begun to fill it in can send it."""
    follow_up = defined("follow-up", items=["still-talk"])
    survey = Survey(world, follow_up, Schedule(after=After.PAIR_CLOSED, weeks_later=13))
    first = world.pair()
    mario = Participant.objects.get(user__username="mario")
    world.act("end", "chiara", first, reason="")
    world.wait(days=91)
    assert survey.form("mario").stage is Stage.OPEN
    second = world.pair("piotr", "mario")
    for act in (None, "end"):
        if act:
            world.act(act, "chiara", second, reason="")
        assert survey.form("mario").stage is Stage.OPEN
        assert forms_waiting(mario, pairs_of(mario), [survey.here], world.host.now()).others
        assert survey.form("piotr").stage is Stage.NOT_YET
    survey.answer("mario", {"still-talk": 4})


def test_a_pair_that_did_not_come_about_opens_nothing(world):
    pair = world.pair()
    survey = Survey(world, defined(), Schedule(after=After.PAIR_CLOSED))
    pairings.decline(host=world.host, actor=world.actor("mario"), pairing_id=pair, reason="")
    mario = Participant.objects.get(user__username="mario")
    assert not forms_waiting(mario, pairs_of(mario), [survey.here], world.host.now()).others
    refused("survey_not_open_yet", survey.answer, "mario", {"trust": 4})


def test_it_closes_with_the_last_answer(world):
    more_people(world, 1, 2)
    survey = Survey(world, defined(), Schedule(closes_with_last=True))
    for name in ("mentor1", "mentee1"):
        survey.answer(name, {"trust": 4})
        assert survey.run.closed_at is None
    survey.answer("mentee2", {"trust": 4})
    assert survey.run.closed_at is not None
