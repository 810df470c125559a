"""Answering and closing surveys: what is kept, and what is refused with nothing changed."""

from datetime import timedelta

import attrs
import pytest

from ment_xblock.domain.errors import MentError, NotAllowed, NotFound, Stale, WrongState
from ment_xblock.domain.survey.schedule import After, Schedule
from ment_xblock.models import (
    CreditStart,
    Pairing,
    Participant,
    Session,
    SurveyAnswer,
    SurveyParticipation,
    SurveyVersion,
)
from ment_xblock.selectors.home_surveys import forms_waiting
from ment_xblock.selectors.survey_form import Stage
from ment_xblock.services import pairings, survey_closing, surveys
from ment_xblock.services.credit import credit_role, restart_credit
from ment_xblock.services.surveys import Occasion
from tests.services.at_once import at_once
from tests.survey_world import Survey, defined, held_session, more_people
from tests.world import OTHER_COURSE

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


# Opening and closing by date and event


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
    monkeypatch.setattr(type(world.host), "blocks", lambda *_: (mid.here,))
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


# Credit


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
    monkeypatch.setattr(
        type(mid.world.host),
        "blocks",
        lambda host, course_key, block_type: (mid.here,) if block_type == "ment_survey" else (),
    )
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


# Two at once


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
