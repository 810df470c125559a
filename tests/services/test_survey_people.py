"""Whom a survey asks, and about which meeting or partner."""

from ment_xblock.models import (
    Session,
    SurveyAnswer,
    SurveyParticipation,
)
from ment_xblock.selectors.survey_form import Stage
from ment_xblock.services.surveys import Occasion
from tests.services.survey_cases import PULSE, refused
from tests.survey_world import Survey, defined, held_session, more_people

# Pulses and partners


def test_a_pulse_belongs_to_one_session(pulse, world):
    survey, occasion = pulse
    assert [one.session_id for one in survey.form("mario").waiting] == [occasion.session_id]
    assert survey.form("mario").waiting[0].partner == "Giulia"
    survey.answer("mario", PULSE, occasion=occasion)
    refused("already_answered", survey.answer, "mario", PULSE, occasion=occasion)
    assert survey.form("mario").stage is Stage.ANSWERED
    later = held_session(world.row(SurveyParticipation.objects.get().session.pairing_id).pk, 0)
    assert [one.session_id for one in survey.form("mario").waiting] == [later]
    survey.answer("mario", PULSE, occasion=Occasion(session_id=later))
    assert SurveyParticipation.objects.count() == 2


def test_a_session_that_is_not_mine_or_was_not_held_is_none(pulse, world):
    survey, occasion = pulse
    world.pair("piotr", "anna")
    junior = {"pulse-respect": 3, "pulse-let-try": 3, "pulse-learned": 3, "pulse-ready": 3}
    refused("no_such_thing", survey.answer, "anna", PULSE, occasion=occasion)
    refused("no_such_thing", survey.answer, "piotr", junior, occasion=occasion)
    for wrong in (Occasion(), Occasion(session_id=10**12)):
        refused("no_such_thing", survey.answer, "mario", PULSE, occasion=wrong)
    session = held_session(world.pair("lena", "tomas"))
    Session.objects.filter(pk=session).update(state="planned", held_key=None)
    refused("no_such_thing", survey.answer, "tomas", PULSE, occasion=Occasion(session_id=session))


def test_a_partner_is_rated_once_per_pair(world):
    pair = world.pair()
    held_session(pair)
    survey = Survey(world, defined("partner"))
    assert [one.pairing_id for one in survey.form("mario").waiting] == [pair]
    assert survey.form("giulia").stage is Stage.NOT_FOR_ME
    survey.answer("mario", {"partner-listen": 5}, occasion=Occasion(pairing_id=pair))
    refused(
        "already_answered",
        survey.answer,
        "mario",
        {"partner-listen": 1},
        occasion=Occasion(pairing_id=pair),
    )
    other = world.pair("piotr", "anna")
    refused(
        "no_such_thing",
        survey.answer,
        "mario",
        {"partner-listen": 1},
        occasion=Occasion(pairing_id=other),
    )


# Who is asked


def test_owners_alone_get_the_three_questions(world):
    more_people(world, 1, 2, owners=1)
    survey = Survey(world, defined("owner"))
    assert survey.form("mentee2").stage is Stage.NOT_FOR_ME
    assert survey.form("mentor1").stage is Stage.NOT_FOR_ME
    assert len(survey.form("mentee1").items) == 3
    seen = survey.form("mentee1").seen
    refused("survey_not_for_you", survey.answer, "mentee2", {"owner-team": 4}, seen=seen)
    survey.answer("mentee1", {"owner-team": 4})


def test_a_small_role_is_not_asked_its_own_items_and_all_are_warned(world):
    more_people(world, 4, 6)
    survey = Survey(world, defined(mode="anonymous"))
    (warned,) = survey.results().warned
    assert (warned.code, warned.role, warned.people) == ("role_too_small", "mentor", 4)
    asked = {item.id for item in survey.form("mentor1").items}
    assert "teaching" not in asked
    assert "openness" in {item.id for item in survey.form("mentee1").items}
    refused("invalid", survey.answer, "mentor1", {"teaching": 4})
    survey.answer("mentee1", {"trust": 4})
    assert set(SurveyAnswer.objects.values_list("role", flat=True)) == {""}


def test_what_is_asked_is_fixed_with_the_first_answer(world):
    more_people(world, 4, 6)
    survey = Survey(world, defined(mode="anonymous"))
    survey.answer("mentee1", {"trust": 4})
    world.join("giulia")
    assert "teaching" not in {item.id for item in survey.form("giulia").items}


def test_few_owners_are_not_asked_in_an_anonymous_survey(world):
    more_people(world, 5, 6, owners=4)
    survey = Survey(world, defined("end", "anonymous"))
    assert "owner-team" not in {item.id for item in survey.form("mentee1").items}
    assert [warned.code for warned in survey.results().warned] == ["too_few_owners"]
