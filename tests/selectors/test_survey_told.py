"""What answers tell the rest of the programme: their own writers, alerts, wishes, key figures and the register."""

import pytest

from ment_xblock.domain.alerts.facts import Level, Rule
from ment_xblock.domain.errors import Invalid, NotAllowed, NotFound
from ment_xblock.domain.survey.items import Signal
from ment_xblock.models import AlertState, Pairing, Participant
from ment_xblock.selectors.figures import figures_of
from ment_xblock.selectors.survey_mine import my_answers
from ment_xblock.selectors.survey_register import register
from ment_xblock.selectors.survey_wishes import wishes_of
from ment_xblock.services.alerts import refresh
from ment_xblock.services.survey_register import Finding, delete_entry, save_entry
from ment_xblock.services.surveys import Occasion
from tests.survey_world import Survey, be_the_course, defined, held_session, more_people, reads

PULSE = {"pulse-safety": 4, "pulse-practice": 4, "pulse-relevance": 4, "pulse-alone": 7}
JUNIOR = {"pulse-respect": 5, "pulse-let-try": 5, "pulse-learned": 5, "pulse-ready": 5}


@pytest.fixture
def pulses(world):
    """A pulse, and a pair with three sessions."""
    pair = world.pair()
    sessions = [held_session(pair, days) for days in (9, 5, 1)]
    return Survey(world, defined("pulse")), sessions


def test_learners_see_their_own_pulse_over_time(pulses, world):
    survey, sessions = pulses
    for safety, session in zip((2, 4), sessions, strict=False):
        given = {**PULSE, "pulse-safety": safety}
        survey.answer("mario", given, occasion=Occasion(session_id=session))
    found = my_answers(actor=world.actor("mario"), here=survey.here)
    assert [one.values["pulse-safety"] for one in found] == [2, 4]
    assert all(one.held_on and one.items for one in found)
    assert my_answers(actor=world.actor("giulia"), here=survey.here) == ()
    disguised = world.actor("mario", is_masquerading=True)
    assert my_answers(actor=disguised, here=survey.here) == ()


# Alerts and wishes


def alerts(world):
    """The alerts of the only pair: rule and level, with the person it is about."""
    refresh(host=world.host, pairing_ids=Pairing.objects.values_list("pk", flat=True))
    rows = AlertState.objects.filter(over_at=None)
    return {
        (row.rule, row.level, row.participant and row.participant.user.username) for row in rows
    }


def test_a_low_pulse_is_an_alert(pulses, world):
    survey, sessions = pulses
    low = {**PULSE, "pulse-relevance": 2}
    for session, given, level in zip(
        sessions, (PULSE, low, low), (None, Level.AMBER, Level.RED), strict=True
    ):
        survey.answer("mario", given, occasion=Occasion(session_id=session))
        about_mario = (Rule.LOW_PULSE, level, "mario")
        found = {one for one in alerts(world) if one[0] == Rule.LOW_PULSE}
        assert found == ({about_mario} if level else set())


def test_one_unsafe_answer_is_enough(pulses, world):
    survey, sessions = pulses
    given = {**PULSE, "pulse-safety": 2}
    survey.answer("mario", given, occasion=Occasion(session_id=sessions[0]))
    assert (Rule.LOW_PULSE, Level.RED, "mario") in alerts(world)


def test_ratings_far_apart_are_an_alert(pulses, world):
    survey, sessions = pulses
    for session, level in zip(sessions, (Level.AMBER, Level.RED), strict=False):
        occasion = Occasion(session_id=session)
        survey.answer("mario", {**PULSE, "pulse-safety": 3}, occasion=occasion)
        survey.answer("giulia", JUNIOR, occasion=occasion)
        assert (Rule.RATINGS_APART, level, None) in alerts(world)


def test_ring_me_is_taken_back_by_a_later_no(pulses, world):
    survey, sessions = pulses
    for session, answer in zip(sessions, ("yes", "no"), strict=False):
        given = {**PULSE, "ring-me": answer}
        survey.answer("mario", given, occasion=Occasion(session_id=session))
        asks = (Rule.RING_ME, Level.RED, "mario") in alerts(world)
        assert asks == (answer == "yes")


def test_missing_pulses_are_counted_back_from_the_latest_session(pulses, world, monkeypatch):
    survey, sessions = pulses
    be_the_course(monkeypatch, survey)
    assert not {one for one in alerts(world) if one[0] == Rule.PULSES_MISSING}
    survey.answer("mario", PULSE, occasion=Occasion(session_id=sessions[0]))
    alerts(world)
    running = {
        row.participant.user.username: row.params["running"]
        for row in AlertState.objects.filter(rule=Rule.PULSES_MISSING)
    }
    assert running == {"mario": 2, "giulia": 3}
    survey.close()
    assert not {one for one in alerts(world) if one[0] == Rule.PULSES_MISSING}


def test_who_is_not_asked_misses_nothing(pulses, world, monkeypatch):
    survey, sessions = pulses
    be_the_course(monkeypatch, survey)
    survey.answer("mario", PULSE, occasion=Occasion(session_id=sessions[0]))

    def missing():
        return {who for rule, _level, who in alerts(world) if rule == Rule.PULSES_MISSING}

    assert missing() == {"mario", "giulia"}
    survey.definition = defined("pulse", roles=["mentee"])
    assert missing() == {"mario"}, "the author asks mentees alone from now on"
    survey.definition = defined("pulse", items=["pulse-respect", "pulse-ready"])
    assert missing() == {"giulia"}, "all questions that are left are for mentors"


def test_wishes_for_the_next_round_and_another_partner(world):
    more_people(world, 2, 2)
    end = Survey(world, defined("end"), usage_key="end")
    for name, choice in (("mentee1", "mentor"), ("mentee2", "not-now"), ("mentor1", "help-pairs")):
        end.answer(name, {"next-round": choice})
    hidden = Survey(world, defined("end", "anonymous"), usage_key="hidden")
    hidden.answer("mentor2", {"trust": 4})
    mid = Survey(world, defined(), usage_key="mid")
    mid.answer("mentor1", {"go-on": "another-partner"})
    mid.answer("mentee1", {"go-on": "go-on"})
    names = dict(Participant.objects.values_list("pk", "user__username"))
    found = {
        signal: {names[pk]: choice for pk, choice in wishes_of(world.course_key, signal).items()}
        for signal in (Signal.NEXT_ROUND, Signal.ANOTHER_PARTNER)
    }
    assert found[Signal.NEXT_ROUND] == {
        "mentee1": "mentor", "mentee2": "not-now", "mentor1": "help-pairs",
    }  # fmt: skip
    assert found[Signal.ANOTHER_PARTNER] == {"mentor1": "another-partner", "mentee1": "go-on"}
    assert going_on(world) is None


def going_on(world):
    """How many want to go on, as the key figures say; None where they do not."""
    return figures_of(host=world.host, actor=world.actor("chiara")).next_round


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ("", 0),
        ("y", None),
        ("yynn", None),
        ("yyyy", None),
        ("yynnn", 2),
        ("yyyyy", 5),
        ("ynnnn", None),
        ("ynnnnn", None),
        ("yyynnn", 3),
    ],
)
def test_how_many_go_on_is_said_of_five_people_who_answered_that_question(world, choices, said):
    """Others, who answered the survey without it, do not make a group larger."""
    more_people(world, 6, 3)
    end = Survey(world, defined("end"), usage_key="end")
    for number, choice in enumerate(choices, 1):
        given = {"next-round": "help-pairs" if choice == "y" else "not-now"}
        end.answer(f"mentor{number}", given)
    for number in range(1, 4):
        end.answer(f"mentee{number}", {"trust": number})
    assert going_on(world) == said


def test_the_latest_wish_counts_once(world):
    more_people(world, 1, 5)
    for key, choice in (("first", "mentor"), ("second", "not-now")):
        Survey(world, defined("end"), usage_key=key).answer("mentee1", {"next-round": choice})
        world.wait(days=1)
    assert list(wishes_of(world.course_key, Signal.NEXT_ROUND).values()) == ["not-now"]
    for number in range(2, 6):
        again = Survey(world, defined("end"), usage_key="second")
        again.answer(f"mentee{number}", {"next-round": "mentor"})
    assert going_on(world) == 4


def test_wishes_of_many_ask_no_more_often_than_of_one(world):
    more_people(world, 3, 3)
    survey = Survey(world, defined("end"))
    times = []
    for name in ("mentor1", "mentor2", "mentee3"):
        survey.answer(name, {"next-round": "mentor"})
        found, asked = reads(wishes_of, course_key=world.course_key, signal=Signal.NEXT_ROUND)
        times.append(asked)
    assert len(found) == 3
    assert times == [2, 2, 2]


# Register


def test_the_register_shows_learners_what_the_facilitator_lets_them_see(world):
    world.pair()
    survey = Survey(world, defined())
    common = {"host": world.host, "actor": world.actor("chiara"), "here": survey.here}
    kept = save_entry(**common, entry=Finding("Too little time", "Longer meetings", is_shown=True))
    hidden = save_entry(**common, entry=Finding("Names are mixed up"))
    assert {one.finding for one in register(actor=world.actor("mario"))} == {"Too little time"}
    assert len(register(actor=world.actor("chiara"))) == 2
    save_entry(**common, entry_id=kept, entry=Finding("Too little time", "An hour each"))
    assert register(actor=world.actor("mario")) == ()
    delete_entry(host=world.host, actor=world.actor("chiara"), entry_id=hidden)
    (left,) = register(actor=world.actor("chiara"))
    assert (left.entry_id, left.action) == (kept, "An hour each")


def test_the_register_refuses_others_and_empty_lines(world):
    world.pair()
    here = Survey(world, defined()).here
    with pytest.raises(NotAllowed):
        save_entry(
            host=world.host, actor=world.actor("mario"), here=here, entry=Finding("Too little time")
        )
    with pytest.raises(Invalid):
        save_entry(host=world.host, actor=world.actor("chiara"), here=here, entry=Finding("  "))
    with pytest.raises(NotFound):
        delete_entry(host=world.host, actor=world.actor("chiara"), entry_id=1)
