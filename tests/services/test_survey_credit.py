"""What answering a survey is worth, also after the instructor deleted what somebody had done."""

import pytest

from ment_xblock.models import (
    CreditStart,
    SurveyAnswer,
)
from ment_xblock.selectors.survey_form import Stage
from ment_xblock.services.credit import credit_role, restart_credit
from tests.services.survey_cases import MODES, PULSE, refused
from tests.survey_world import Survey, be_the_course, defined, more_people


@pytest.mark.parametrize("mode", MODES)
def test_answering_earns_all_whatever_was_answered(mid, mode):
    mid.definition = defined(mode=mode)
    for name, value in (("mentee1", 1), ("mentee2", 5)):
        assert mid.world.record(name, mid.usage_key).earned is None
        mid.answer(name, {"trust": value})
        record = mid.world.record(name, mid.usage_key)
        assert (record.earned, record.possible, record.completion) == (1.0, 1.0, 1.0)
        assert record.has_marker


def test_pulses_earn_their_share(pulse, world):
    survey, occasion = pulse
    survey.answer("mario", PULSE, occasion=occasion)
    assert world.record("mario", survey.usage_key).earned == 0.25
    assert world.record("giulia", survey.usage_key).earned is None


def test_the_follow_up_counts_for_no_points(world):
    more_people(world, 1, 1)
    survey = Survey(world, defined("follow-up"))
    survey.answer("mentee1", {"still-talk": 4})
    record = world.record("mentee1", survey.usage_key)
    assert (record.earned, record.possible, record.completion) == (0.0, 0.0, 1.0)


def deleted(survey, username):
    """The instructor deletes the learner's state, a moment later."""
    world = survey.world
    world.wait(seconds=1)
    restart_credit(
        host=world.host,
        course_key=world.course_key,
        usage_key=survey.usage_key,
        user_id=world.user_id(username),
    )
    world.wait(seconds=1)


@pytest.fixture
def published(mid, monkeypatch):
    """The host knows the survey as a block of the course."""
    be_the_course(monkeypatch, mid)
    return mid


def test_a_deleted_anonymous_survey_stays_answered_and_is_worth_nothing(published):
    published.definition = defined(mode="anonymous")
    published.answer("mentee1", {"trust": 4})
    deleted(published, "mentee1")
    assert CreditStart.objects.exists()
    assert published.world.record("mentee1", published.usage_key).earned == 0.0
    refused("already_answered", published.answer, "mentee1", {"trust": 1})


def test_a_deleted_confidential_survey_can_be_answered_anew(published):
    published.answer("mentee1", {"trust": 4})
    deleted(published, "mentee1")
    assert published.world.record("mentee1", published.usage_key).earned == 0.0
    assert published.form("mentee1").stage is Stage.OPEN
    published.answer("mentee1", {"trust": 1})
    assert published.world.record("mentee1", published.usage_key).earned == 1.0
    assert [answer.number for answer in SurveyAnswer.objects.all()] == [1]


def test_a_survey_of_the_other_role_does_not_count(published):
    published.definition = defined(roles=["mentee"])
    world = published.world
    for username in ("giulia", "mario"):
        credit_role(host=world.host, participant_id=world.join(username))
    assert world.record("giulia", published.usage_key).possible == 0.0
    assert world.record("mario", published.usage_key).possible is None
