"""Answering surveys: what is kept, and what is refused with nothing changed."""

from datetime import timedelta

import attrs
import pytest

from ment_xblock.domain.errors import NotAllowed, NotFound, Stale, WrongState
from ment_xblock.domain.survey.schedule import Schedule
from ment_xblock.models import (
    SurveyAnswer,
    SurveyParticipation,
    SurveyVersion,
)
from ment_xblock.selectors.survey_form import Stage
from tests.services.survey_cases import MODES, PULSE, everything, refused
from tests.survey_world import Survey, defined, more_people
from tests.world import OTHER_COURSE

# What is kept


def test_a_confidential_answer_is_kept_by_person(mid):
    mid.answer("mentee1", {"trust": "4", "go-on": "change", "voice": ""})
    row = SurveyParticipation.objects.get()
    assert (row.participant.user.username, row.version.number) == ("mentee1", 1)
    assert row.answered_at is not None
    kept = set(row.answers.values_list("slot", "number", "option", "role"))
    assert kept == {("trust", 4, "", "mentee"), ("go-on", None, "change", "mentee")}


def test_an_anonymous_answer_is_kept_by_nobody(mid):
    mid.definition = defined(mode="anonymous")
    mid.answer("mentee1", {"trust": 4, "openness": 2})
    row = SurveyParticipation.objects.get()
    assert (row.answered_at, row.version_id, row.session_id, row.occasion) == (None, None, None, "")
    assert {one.participation_id for one in SurveyAnswer.objects.all()} == {None}


@pytest.mark.parametrize("mode", MODES)
def test_several_options_count_one_person(world, mode):
    more_people(world, 3, 3)
    own = {
        "id": "own-1",
        "kind": "multiple",
        "options": ["a", "b", "c"],
        "words": {"text": "What helped?", "options": {"a": "A", "b": "B", "c": "C"}},
    }
    survey = Survey(world, defined("own", mode, items=[own]))
    for number, chosen in enumerate((["a", "b"], ["b"], "b", ["a", "c"], ["c"]), start=1):
        name = f"mentor{number}" if number <= 3 else f"mentee{number - 3}"
        survey.answer(name, {"own-1": chosen})
    survey.close()
    total = survey.shown("own-1").slots[0].total
    assert (total.answered, total.counts) == (5, (("a", 2), ("b", 3), ("c", 2)))


# Versions


def test_old_answers_keep_their_words(mid):
    reworded = {"id": "voice", "words": {"text": "I can say what annoys me"}}
    mid.answer("mentee1", {"trust": 4, "voice": 2})
    mid.definition = defined(items=["trust", reworded])
    mid.answer("mentee2", {"trust": 5, "voice": 5})
    found = {
        (one.item.id, one.version, one.is_current): one.slots[0].total.answered
        for one in mid.results().items
        if one.slots[0].total.answered
    }
    assert found == {("trust", 1, True): 2, ("voice", 2, True): 1, ("voice", 1, False): 1}


def test_two_wordings_are_two_groups_in_an_anonymous_survey(world):
    more_people(world, 5, 5)
    survey = Survey(world, defined(mode="anonymous", items=["trust", "voice"]))
    for number in range(1, 6):
        survey.answer(f"mentor{number}", {"trust": number, "voice": number})
    reworded = {"id": "voice", "words": {"text": "I can say what annoys me"}}
    survey.definition = defined(mode="anonymous", items=["trust", reworded])
    for number in range(1, 5):
        survey.answer(f"mentee{number}", {"trust": number, "voice": number})
    survey.close()
    answered = {(one.item.id, one.version): one.is_hidden for one in survey.results().items}
    assert answered == {("trust", 1): False, ("voice", 2): True, ("voice", 1): False}
    assert survey.shown("trust").slots[0].total.answered == 9


def test_going_back_to_an_older_wording_makes_no_new_version(mid):
    for name, items in (("mentee1", ["trust"]), ("mentee2", ["voice"]), ("mentee3", ["trust"])):
        mid.definition = defined(items=items)
        mid.answer(name, {items[0]: 3})
    assert SurveyVersion.objects.count() == 2


# What is refused


@pytest.mark.parametrize("mode", MODES)
def test_nobody_answers_twice(mid, mode):
    mid.definition = defined(mode=mode)
    mid.answer("mentee1", {"trust": 4})
    assert mid.form("mentee1").stage is Stage.ANSWERED
    refused("already_answered", mid.answer, "mentee1", {"trust": 1})


@pytest.mark.parametrize("mode", MODES)
def test_who_answered_stays_on_the_list(world, mode):
    """Otherwise they could be put on it again, and answer twice."""
    more_people(world, 5, 5)
    world.join("giulia")
    survey = Survey(world, defined(mode=mode))
    survey.answer("giulia", {"trust": 4})
    error = refused("invalid", world.join, "giulia", role=None)
    assert [one.code for one in error.problems] == ["has_answered"]
    world.join("piotr")
    assert world.join("piotr", role=None) is None


@pytest.mark.parametrize("mode", MODES)
def test_nobody_answers_after_closing_and_nothing_opens_it_again(mid, mode):
    mid.definition = defined(mode=mode)
    mid.answer("mentee1", {"trust": 4})
    mid.close()
    refused("survey_closed", mid.answer, "mentee2", {"trust": 4})
    assert mid.form("mentee2").stage is Stage.CLOSED
    before = mid.run.closed_at
    refused("survey_closed", mid.close)
    mid.schedule = Schedule(closes_at=mid.world.host.now() + timedelta(days=9))
    refused("survey_closed", mid.answer, "mentee2", {"trust": 4})
    assert mid.run.closed_at == before


def test_a_survey_without_answers_can_be_closed(mid):
    mid.close()
    refused("survey_closed", mid.answer, "mentee2", {"trust": 4})
    assert mid.results().is_closed


def test_the_mode_is_fixed_with_the_first_answer(mid):
    mid.definition = defined(mode="anonymous")
    mid.answer("mentee1", {"trust": 4})
    mid.definition = defined()
    refused("survey_mode_changed", mid.answer, "mentee2", {"trust": 4})
    assert mid.form("mentee2").stage is Stage.MODE_CHANGED
    assert mid.results().is_hidden


def test_strangers_staff_and_staff_in_disguise_do_not_answer(mid):
    seen = mid.form("mentee1").seen
    refused("not_enrolled", mid.answer, "nora", {"trust": 4}, seen=seen)
    refused("staff_do_not_answer", mid.answer, "chiara", {"trust": 4}, seen=seen)
    refused("viewing_as_learner", mid.answer, "mentee1", {"trust": 4}, is_masquerading=True)
    refused("no_role", mid.answer, "lena", {"trust": 4}, seen=seen)


def test_only_the_facilitator_closes_and_reads(mid):
    mid.answer("mentee1", {"trust": 4})
    for name in ("mentee1", "mentor1", "lena"):
        with pytest.raises(NotAllowed):
            mid.close(name)
        with pytest.raises(NotAllowed):
            mid.results(name)
    assert mid.run.closed_at is None


def test_a_survey_of_another_course_is_none(mid, world):
    mid.answer("mentee1", {"trust": 4})
    elsewhere = attrs.evolve(mid, world=world.elsewhere())
    assert elsewhere.world.course_key == OTHER_COURSE
    assert elsewhere.results().answered == 0
    with pytest.raises((NotFound, WrongState)):
        elsewhere.close()
    assert mid.run.closed_at is None


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"trust": 6}, "trust", "not_an_answer"),
        ({"trust": 0}, "trust", "not_an_answer"),
        ({"trust": True}, "trust", "not_an_answer"),
        ({"trust": 2.5}, "trust", "not_an_answer"),
        ({"trust": "٣"}, "trust", "not_an_answer"),
        ({"trust": ["4"]}, "trust", "not_an_answer"),
        ({"trust": {"a": 1}}, "trust", "not_an_answer"),
        ({"go-on": "marry"}, "go-on", "not_an_answer"),
        ({"go-on": ["change"]}, "go-on", "not_an_answer"),
        ({"pulse-safety": 5, "trust": 4}, "pulse-safety", "not_asked"),
        ({"teaching": 5, "trust": 4}, "teaching", "not_asked"),
        ({"trust.then": 5, "trust": 4}, "trust.then", "not_asked"),
        ({"trust": None}, "role-clarity", "nothing_answered"),
        ({}, "role-clarity", "nothing_answered"),
    ],
)
def test_forged_answers_change_nothing(mid, given, field, code):
    error = refused("invalid", mid.answer, "mentee1", given)
    assert [(problem.field, problem.code) for problem in error.problems] == [(field, code)]


def test_both_answers_or_none_where_an_item_is_asked_twice(world):
    more_people(world, 1, 1)
    survey = Survey(world, defined("end"))
    error = refused("invalid", survey.answer, "mentee1", {"can-find": 3})
    assert [(one.field, one.code) for one in error.problems] == [("can-find.then", "answer_both")]


def test_required_items_and_long_texts(pulse):
    survey, occasion = pulse
    given = {**PULSE, "pulse-different": "x" * 2001}
    error = refused("invalid", survey.answer, "mario", given, occasion=occasion)
    assert [(one.field, one.code) for one in error.problems] == [("pulse-different", "too_long")]
    missing = {key: value for key, value in PULSE.items() if key != "pulse-practice"}
    error = refused("invalid", survey.answer, "mario", missing, occasion=occasion)
    assert [(one.field, one.code) for one in error.problems] == [
        ("pulse-practice", "answer_needed")
    ]


def test_questions_that_changed_meanwhile_are_not_answered(mid):
    seen = mid.form("mentee1").seen
    mid.definition = defined(items=["trust"])
    with pytest.raises(Stale):
        mid.answer("mentee1", {"trust": 4}, seen=seen)
    assert everything() == [[], [], []]
