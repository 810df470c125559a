"""A learner's way through the programme: where they are, and the one next step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

import attrs

SEVERAL = 2


class Stage(StrEnum):
    """The stages of the way, in order."""

    TRAIN = "train"
    PROFILE = "profile"
    MATCH = "match"
    AGREEMENT = "agreement"
    SESSIONS = "sessions"
    FEEDBACK = "feedback"


class Next(StrEnum):
    """What to do next, the most urgent first where several things wait."""

    CHOOSE_ROLE = "choose_role"
    SIGN = "sign"
    SIGN_CHANGE = "sign_change"
    SIGN_FIRST = "sign_first"
    SETTLE_LOG = "settle_log"
    CONFIRM_LOG = "confirm_log"
    FILL_AGREEMENT = "fill_agreement"
    LOG_SESSION = "log_session"
    ANSWER_PULSE = "answer_pulse"
    ACCEPT_DATE = "accept_date"
    END_FORM = "end_form"
    ANSWER_SURVEY = "answer_survey"
    WAIT_FOR_CONSENT = "wait_for_consent"
    BEGIN_TRAINING = "begin_training"
    PROFILE = "profile"
    PLAN_SESSION = "plan_session"
    GO_ON_TRAINING = "go_on_training"
    TRY_AGAIN = "try_again"
    MEET = "meet"
    CLOSE_PAIR = "close_pair"
    WAIT_FOR_DATE = "wait_for_date"
    WAIT_FOR_PARTNER = "wait_for_partner"
    WAIT_FOR_MATCH = "wait_for_match"
    REST = "rest"
    ALL_DONE = "all_done"


@attrs.frozen
class PairStanding:
    """One open pair of the learner.

    Attributes:
        pairing_id: the pair.
        is_resting: on a pause.
        is_in_force: an agreement is in force.
        partner_signed: the partner has signed what I have not.
        change_waits: a change to what is in force waits for both signatures.
        is_filled_in: the first version has all it needs, and nobody has signed it.
        partner_is_next: I have signed, the partner has not.
        consent_missing: I may not sign before the facilitator has noted a guardian's consent.
        logs_to_confirm: logs of the partner that wait for me.
        logs_contested: logs on which the two do not agree.
        sessions_to_log: planned sessions whose time has come.
        dates_to_accept: dates that the partner proposed.
        dates_proposed: dates that I proposed, and that the partner has not answered.
        next_session_at: the next one that both agreed on.
        sessions_held: sessions held so far.
        sessions_agreed: as many as the pair wants.
    """

    pairing_id: int
    is_resting: bool = False
    is_in_force: bool = False
    partner_signed: bool = False
    change_waits: bool = False
    is_filled_in: bool = False
    partner_is_next: bool = False
    consent_missing: bool = False
    logs_to_confirm: int = 0
    logs_contested: int = 0
    sessions_to_log: int = 0
    dates_to_accept: int = 0
    dates_proposed: int = 0
    next_session_at: datetime | None = None
    sessions_held: int = 0
    sessions_agreed: int = 6


@attrs.frozen
class LearnerFacts:
    """What decides a learner's next step.

    A part that the course does not have counts as done: no module, ``profile_is_complete`` and no surveys.

    Attributes:
        has_role: whether the learner is mentor or mentee yet.
        modules_done: training modules of my role that are finished (``TrainingFact.is_finished``).
        modules_to_repeat: those that I went through without passing.
        modules: training modules of my role.
        training_begun: whether I have answered anything in them.
        profile_is_complete: whether the profile is complete.
        pairs: my open pairs.
        was_paired: whether I ever had a pair.
        pulses_waiting: pulses that wait for me.
        surveys_waiting: other forms that wait for me.
        end_forms_waiting: of these, those at the end.
        feedback_given: whether I have answered any form.
    """

    has_role: bool = False
    modules_done: int = 0
    modules_to_repeat: int = 0
    modules: int = 0
    training_begun: bool = False
    profile_is_complete: bool = False
    pairs: tuple[PairStanding, ...] = ()
    was_paired: bool = False
    pulses_waiting: int = 0
    surveys_waiting: int = 0
    end_forms_waiting: int = 0
    feedback_given: bool = False


@attrs.frozen
class NextStep:
    """The one next step.

    Attributes:
        what: what to do.
        pairing_id: with which pair; None where it is about none.
        at: when, for a date that stands.
    """

    what: Next
    pairing_id: int | None = None
    at: datetime | None = None


def next_step(facts: LearnerFacts) -> NextStep:
    """Choose the one thing to do next: what somebody else waits for comes first.

    Args:
        facts: of the learner.
    """
    if not facts.has_role:
        return NextStep(Next.CHOOSE_ROLE)
    return _most_urgent(_possible(facts))


def steps_with_others(facts: LearnerFacts, step: NextStep) -> tuple[NextStep, ...]:
    """Of somebody with several pairs: the next step with each pair that the one next step is not about.

    Args:
        facts: of the learner.
        step: the one next step.
    """
    if not facts.has_role or len(facts.pairs) < SEVERAL:
        return ()
    others = [list(_of_pair(pair)) for pair in facts.pairs if pair.pairing_id != step.pairing_id]
    return tuple(_most_urgent(possible) for possible in others if possible)


def stages_done(facts: LearnerFacts) -> frozenset[Stage]:
    """The stages that lie behind the learner.

    Args:
        facts: of the learner.
    """
    in_force = any(pair.is_in_force for pair in facts.pairs)
    enough = [pair.sessions_held >= pair.sessions_agreed for pair in facts.pairs]
    ended = facts.was_paired and not facts.pairs
    has_met = ended or (bool(enough) and all(enough))
    done = {
        Stage.TRAIN: facts.has_role and facts.modules_done >= facts.modules,
        Stage.PROFILE: facts.has_role and facts.profile_is_complete,
        Stage.MATCH: bool(facts.pairs) or facts.was_paired,
        Stage.AGREEMENT: in_force or ended,
        Stage.SESSIONS: has_met,
        # Forms of the first weeks are no look back yet.
        Stage.FEEDBACK: has_met
        and facts.feedback_given
        and not (facts.surveys_waiting or facts.end_forms_waiting or facts.pulses_waiting),
    }
    return frozenset(stage for stage, is_done in done.items() if is_done)


def _most_urgent(steps: Iterable[NextStep]) -> NextStep:
    order = list(Next)
    return min(steps, key=lambda step: order.index(step.what))


def _possible(facts: LearnerFacts) -> Iterator[NextStep]:
    for pair in facts.pairs:
        yield from _of_pair(pair)
    if facts.pulses_waiting:
        yield NextStep(Next.ANSWER_PULSE)
    if facts.end_forms_waiting:
        yield NextStep(Next.END_FORM)
    if facts.surveys_waiting:
        yield NextStep(Next.ANSWER_SURVEY)
    if facts.modules_done < facts.modules:
        yield NextStep(_training(facts))
    # Matching waits for profiles, so the profile comes before the rest of the training.
    if not facts.profile_is_complete:
        yield NextStep(Next.PROFILE)
    if not facts.pairs and not facts.was_paired:
        yield NextStep(Next.WAIT_FOR_MATCH)
    yield NextStep(Next.ALL_DONE)


def _training(facts: LearnerFacts) -> Next:
    if facts.modules_done + facts.modules_to_repeat >= facts.modules:
        return Next.TRY_AGAIN
    has_begun = facts.modules_done or facts.training_begun or facts.modules_to_repeat
    return Next.GO_ON_TRAINING if has_begun else Next.BEGIN_TRAINING


def _of_pair(pair: PairStanding) -> Iterator[NextStep]:
    if pair.is_resting:
        yield NextStep(Next.REST, pair.pairing_id)
        return
    signing = _signing(pair)
    if signing is not None:
        yield NextStep(signing, pair.pairing_id)
    waiting = {
        Next.CONFIRM_LOG: pair.logs_to_confirm,
        Next.SETTLE_LOG: pair.logs_contested,
        Next.LOG_SESSION: pair.sessions_to_log,
        Next.ACCEPT_DATE: pair.dates_to_accept,
    }
    for what, is_waiting in waiting.items():
        if is_waiting:
            yield NextStep(what, pair.pairing_id)
    if pair.is_in_force:
        yield from _meetings(pair)


def _signing(pair: PairStanding) -> Next | None:
    if pair.partner_is_next:
        return None if pair.is_in_force else Next.WAIT_FOR_PARTNER
    waiting = {
        Next.SIGN: pair.partner_signed,
        Next.SIGN_CHANGE: pair.change_waits,
        Next.SIGN_FIRST: pair.is_filled_in,
    }
    signing = next((what for what, is_waiting in waiting.items() if is_waiting), None)
    if signing is not None:
        return Next.WAIT_FOR_CONSENT if pair.consent_missing else signing
    return None if pair.is_in_force else Next.FILL_AGREEMENT


def _meetings(pair: PairStanding) -> Iterator[NextStep]:
    if pair.next_session_at is not None:
        yield NextStep(Next.MEET, pair.pairing_id, pair.next_session_at)
    elif pair.dates_proposed:
        yield NextStep(Next.WAIT_FOR_DATE, pair.pairing_id)
    elif pair.sessions_held < pair.sessions_agreed and not pair.sessions_to_log:
        yield NextStep(Next.PLAN_SESSION, pair.pairing_id)
    elif pair.sessions_held >= pair.sessions_agreed and not pair.sessions_to_log:
        # Only the end of the pair opens the forms that look back.
        yield NextStep(Next.CLOSE_PAIR, pair.pairing_id)
