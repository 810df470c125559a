"""What the tests of answering surveys share."""

import pytest

from ment_xblock.domain.errors import MentError
from ment_xblock.models import (
    SurveyAnswer,
    SurveyParticipation,
    SurveyVersion,
)
from ment_xblock.services.surveys import Occasion
from tests.survey_world import Survey, defined, held_session, more_people

MODES = ("confidential", "anonymous")
PULSE = {"pulse-safety": 4, "pulse-practice": "5", "pulse-relevance": 3, "pulse-alone": 7}


def everything():
    """All rows that answering could change."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (SurveyAnswer, SurveyParticipation, SurveyVersion)
    ]


def refused(code, call, *arguments, **named):
    before = everything()
    with pytest.raises(MentError) as refusal:
        call(*arguments, **named)
    assert refusal.value.code == code
    assert everything() == before
    return refusal.value


@pytest.fixture
def mid(world):
    """A survey half way, six of each role."""
    more_people(world, 6, 6)
    return Survey(world, defined())


@pytest.fixture
def pulse(world):
    """A pulse, and a session of Giulia and Mario to answer for."""
    pair = world.pair()
    return Survey(world, defined("pulse")), Occasion(session_id=held_session(pair))
