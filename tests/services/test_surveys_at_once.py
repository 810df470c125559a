"""Two who answer or close at the same moment, and an error in the middle."""

import pytest

from ment_xblock.models import (
    SurveyAnswer,
    SurveyParticipation,
)
from ment_xblock.services import survey_closing, surveys
from tests.services.at_once import at_once
from tests.services.survey_cases import MODES, everything
from tests.survey_world import Survey, defined, more_people


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", MODES)
def test_two_taps_at_once_are_one_answer(world, mode):
    more_people(world, 1, 1)
    survey = Survey(world, defined(mode=mode))
    seen = survey.form("mentee1").seen
    actor = world.actor("mentee1")

    def tap(value):
        return surveys.answer(
            host=world.host,
            actor=actor,
            here=survey.here,
            definition=survey.definition,
            schedule=survey.schedule,
            given={"trust": value},
            seen=seen,
        )

    found = at_once(lambda: tap(4), lambda: tap(5))
    assert sorted(getattr(one, "code", "kept") for one in found) == ["already_answered", "kept"]
    assert (SurveyParticipation.objects.count(), SurveyAnswer.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_the_closing_at_once(world):
    more_people(world, 3, 3)
    survey = Survey(world, defined(mode="anonymous", items=["trust"]))
    for name in ("mentor1", "mentor2", "mentor3", "mentee1"):
        survey.answer(name, {"trust": int(name[-1]) + 1})
    seen, actor, facilitator = (
        survey.form("mentee2").seen,
        world.actor("mentee2"),
        world.actor("chiara"),
    )

    def answer():
        surveys.answer(
            host=world.host,
            actor=actor,
            here=survey.here,
            definition=survey.definition,
            schedule=survey.schedule,
            given={"trust": 5},
            seen=seen,
        )

    def close():
        survey_closing.close(
            host=world.host, actor=facilitator, here=survey.here, definition=survey.definition
        )

    codes = [getattr(one, "code", "done") for one in at_once(answer, close)]
    assert codes in (["done", "done"], ["survey_closed", "done"])
    shown = survey.shown("trust")
    assert (shown is not None) == (codes == ["done", "done"])


def test_nothing_is_kept_of_an_error_in_the_middle(mid, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(SurveyAnswer.objects, "bulk_create", broken)
    with pytest.raises(RuntimeError):
        mid.answer("mentee1", {"trust": 4})
    assert everything() == [[], [], []]
