"""A learner always has exactly one next step, and it is the one that matters most."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.home import (
    LearnerFacts,
    Next,
    NextStep,
    PairStanding,
    Stage,
    next_step,
    stages_done,
    steps_with_others,
)

AT = datetime(2026, 3, 2, 17, tzinfo=UTC)
PAIR = 7


def learner(**facts: Any) -> LearnerFacts:
    """Somebody who is trained and has a profile."""
    usual = {"has_role": True, "modules": 9, "modules_done": 9, "profile_is_complete": True}
    return LearnerFacts(**(usual | facts))


def paired(**pair: Any) -> LearnerFacts:
    return learner(pairs=(PairStanding(PAIR, **({"is_in_force": True} | pair)),), was_paired=True)


STORY: list[tuple[Next, LearnerFacts]] = [
    (Next.CHOOSE_ROLE, LearnerFacts()),
    (Next.BEGIN_TRAINING, LearnerFacts(has_role=True, modules=9)),
    (Next.GO_ON_TRAINING, learner(modules_done=0, training_begun=True)),
    (Next.PROFILE, LearnerFacts(has_role=True, modules=9, modules_done=1)),
    (Next.GO_ON_TRAINING, learner(modules_done=1)),
    (Next.WAIT_FOR_MATCH, learner()),
    (Next.FILL_AGREEMENT, paired(is_in_force=False)),
    (Next.SIGN_FIRST, paired(is_in_force=False, is_filled_in=True)),
    (Next.SIGN, paired(is_in_force=False, partner_signed=True)),
    (
        Next.WAIT_FOR_CONSENT,
        paired(is_in_force=False, partner_signed=True, consent_missing=True),
    ),
    (Next.WAIT_FOR_PARTNER, paired(is_in_force=False, partner_is_next=True)),
    (Next.SIGN_CHANGE, paired(change_waits=True)),
    (Next.SIGN, paired(partner_signed=True)),
    (Next.PLAN_SESSION, paired()),
    (Next.PLAN_SESSION, paired(partner_is_next=True)),
    (Next.WAIT_FOR_DATE, paired(dates_proposed=1)),
    (Next.ACCEPT_DATE, paired(dates_to_accept=1)),
    (Next.MEET, paired(next_session_at=AT)),
    (Next.LOG_SESSION, paired(sessions_to_log=1)),
    (Next.CONFIRM_LOG, paired(sessions_held=1, logs_to_confirm=1)),
    (Next.SETTLE_LOG, paired(sessions_held=1, logs_contested=1)),
    (Next.REST, paired(is_resting=True, logs_to_confirm=1)),
    (Next.CLOSE_PAIR, paired(sessions_held=6)),
    (Next.LOG_SESSION, paired(sessions_held=6, sessions_to_log=1)),
    (Next.TRY_AGAIN, learner(modules_done=7, modules_to_repeat=2)),
    (Next.GO_ON_TRAINING, learner(modules_done=7, modules_to_repeat=1)),
    (Next.ANSWER_PULSE, learner(was_paired=True, pulses_waiting=1)),
    (Next.END_FORM, learner(was_paired=True, end_forms_waiting=1, surveys_waiting=1)),
    (Next.ALL_DONE, learner(was_paired=True)),
]


@pytest.mark.parametrize(("what", "facts"), STORY, ids=[what for what, _facts in STORY])
def test_the_way_step_by_step(what: Next, facts: LearnerFacts) -> None:
    assert next_step(facts).what is what


def test_what_the_partner_waits_for_comes_before_what_only_i_want() -> None:
    facts = paired(logs_to_confirm=1, next_session_at=AT)
    assert next_step(facts) == NextStep(Next.CONFIRM_LOG, PAIR)
    assert next_step(paired(next_session_at=AT)) == NextStep(Next.MEET, PAIR, AT)


def test_a_pair_at_rest_does_not_hide_the_other_one() -> None:
    facts = learner(
        pairs=(PairStanding(1, is_resting=True), PairStanding(2, is_in_force=True)),
        was_paired=True,
    )
    assert next_step(facts) == NextStep(Next.PLAN_SESSION, 2)


pairs = st.builds(
    PairStanding,
    pairing_id=st.just(PAIR),
    next_session_at=st.none() | st.just(AT),
    sessions_held=st.integers(0, 8),
    logs_to_confirm=st.integers(0, 2),
)
everybody = st.builds(LearnerFacts, pairs=st.lists(pairs, max_size=3).map(tuple))


@given(everybody)
def test_everybody_has_a_next_step(facts: LearnerFacts) -> None:
    assert next_step(facts).what in Next
    assert (next_step(facts).what is Next.CHOOSE_ROLE) == (not facts.has_role)


@given(everybody)
def test_who_is_through_is_told_so(facts: LearnerFacts) -> None:
    if next_step(facts).what is Next.ALL_DONE:
        assert stages_done(facts) >= {Stage.TRAIN, Stage.PROFILE, Stage.MATCH}


def test_the_stages_behind_somebody() -> None:
    assert stages_done(LearnerFacts()) == frozenset()
    assert stages_done(learner()) == {Stage.TRAIN, Stage.PROFILE}
    assert Stage.AGREEMENT in stages_done(paired())
    assert Stage.SESSIONS not in stages_done(paired(sessions_held=5))
    assert Stage.SESSIONS in stages_done(paired(sessions_held=6))
    through = learner(was_paired=True, feedback_given=True)
    assert stages_done(through) == set(Stage)


def with_pairs(*pairs: PairStanding, **facts: Any) -> LearnerFacts:
    return learner(pairs=pairs, was_paired=True, **facts)


def test_somebody_with_two_pairs_is_told_the_step_with_the_other_one() -> None:
    facts = with_pairs(
        PairStanding(1, is_in_force=True, next_session_at=AT),
        PairStanding(2, is_in_force=True, logs_to_confirm=1, next_session_at=AT),
        PairStanding(3, is_resting=True),
    )
    step = next_step(facts)
    assert step == NextStep(Next.CONFIRM_LOG, 2)
    assert steps_with_others(facts, step) == (NextStep(Next.MEET, 1, AT), NextStep(Next.REST, 3))


def test_a_step_with_nobody_leaves_the_steps_with_all() -> None:
    facts = with_pairs(
        PairStanding(1, is_in_force=True),
        PairStanding(2, is_in_force=True, sessions_held=6),
        pulses_waiting=1,
    )
    step = next_step(facts)
    assert step.what is Next.ANSWER_PULSE
    # The second pair has met as often as it wanted.
    assert steps_with_others(facts, step) == (
        NextStep(Next.PLAN_SESSION, 1),
        NextStep(Next.CLOSE_PAIR, 2),
    )


def test_with_one_pair_there_is_one_step() -> None:
    for facts in (LearnerFacts(), learner(), paired(), learner(pulses_waiting=1)):
        assert steps_with_others(facts, next_step(facts)) == ()
    facts = with_pairs(PairStanding(1, is_in_force=True), modules_done=0)
    assert steps_with_others(facts, next_step(facts)) == ()
