"""The key figures of a programme (content.md of the design, "Key figures"): counts, and what is computed from them."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs

# A programme as large as this takes the database a second or more to count.
MANY_PAIRS = 200
GOOD_FOR, GOOD_FOR_MANY = timedelta(minutes=1), timedelta(minutes=30)


@attrs.frozen
class Figures:
    """What can be counted in one programme, without a name.

    A figure that asks "how many of how many" is two counts; ``share`` makes one number of them.

    Attributes:
        mentors: participants who are mentors.
        mentees: participants who are mentees.
        profiled: participants whose profile is complete.
        trained: participants who finished every training module of their role (``TrainingFact.is_finished``).
        trained_for_trust: mentors who passed the modules on trust and on listening (J3, J4).
        matched: participants who are or were in a pair.
        matched_with_reasons: pairs that came from a published match.
        pairs: pairs ever made.
        pairs_open: pairs that are open now.
        pairs_signed: pairs whose agreement came into force at least once.
        pairs_with_tasks: of these, those with an agreed task.
        pairs_ended_early: pairs that were closed before the agreed number of sessions, or before they agreed on one.
        pairs_paused_or_changed: pairs that used a pause or a change of the agreement.
        pairs_in_rhythm: open, signed pairs with a session booked, or held within the rhythm; and those that ended with
            all their sessions held.
        days_to_first_session: over all pairs with a session, days from match to the first one.
        pairs_with_session: pairs with at least one session.
        sessions_planned: sessions that were planned and whose time has come.
        sessions_kept: of these, those held.
        sessions_held: all sessions held, planned or not.
        sessions_with_task: of these, those tied to a task.
        sessions_with_direction: of these, those that say which way knowledge went.
        sessions_two_way: of these, those in which it went from senior to junior as well.
        sessions_with_device: sessions that say who held the device.
        sessions_hands_on: of these, those in which the mentee held it, or both did.
        next_booked: open, signed pairs with a next session on which both agreed.
        actions_due: actions whose day has come or that are done.
        actions_in_time: of these, those done in time.
        pulses_expected: two for each confirmed session.
        pulses_answered: confidential pulses.
        mid_expected: participants who have met, where a mid-point form asks them.
        mid_answered: of these, those who answered.
        end_expected: participants of whom a pair has ended, where an end-point form asks them.
        end_answered: of these, those who answered.
        baselines: participants who answered the baseline.
        matched_then_and_now: participants with a baseline and an end-point form.
        goals: goals of the toolkit that the charter has.
        indicators: indicators of the charter with a target and a date.
        kick_offs: kick-off dates that have been.
        clinics: clinic dates that have been.
        register_findings: findings in the register.
        register_done: of these, those with an action and a date.
        focus_notes: notes of interviews and focus groups.
        help_requests: requests to the facilitator.
        help_closed: of these, those that are closed.
        next_round: participants who said in a confidential form that they want to mentor, be mentored or help next time;
            None where that could tell who said what.
    """

    mentors: int = 0
    mentees: int = 0
    profiled: int = 0
    trained: int = 0
    trained_for_trust: int = 0
    matched: int = 0
    matched_with_reasons: int = 0
    pairs: int = 0
    pairs_open: int = 0
    pairs_signed: int = 0
    pairs_with_tasks: int = 0
    pairs_ended_early: int = 0
    pairs_paused_or_changed: int = 0
    pairs_in_rhythm: int = 0
    days_to_first_session: int = 0
    pairs_with_session: int = 0
    sessions_planned: int = 0
    sessions_kept: int = 0
    sessions_held: int = 0
    sessions_with_task: int = 0
    sessions_with_direction: int = 0
    sessions_two_way: int = 0
    sessions_with_device: int = 0
    sessions_hands_on: int = 0
    next_booked: int = 0
    actions_due: int = 0
    actions_in_time: int = 0
    pulses_expected: int = 0
    pulses_answered: int = 0
    mid_expected: int = 0
    mid_answered: int = 0
    end_expected: int = 0
    end_answered: int = 0
    baselines: int = 0
    matched_then_and_now: int = 0
    goals: int = 0
    indicators: int = 0
    kick_offs: int = 0
    clinics: int = 0
    register_findings: int = 0
    register_done: int = 0
    focus_notes: int = 0
    help_requests: int = 0
    help_closed: int = 0
    next_round: int | None = 0

    @property
    def participants(self) -> int:
        """Everybody with a role."""
        return self.mentors + self.mentees

    @property
    def pairs_that_stay(self) -> int:
        """Pairs that are open, or ended with all their sessions held: those of which a rhythm can be expected."""
        return self.pairs - self.pairs_ended_early

    @property
    def is_large(self) -> bool:
        """Whether they are counted by the periodic job rather than when somebody looks."""
        return self.pairs >= MANY_PAIRS

    @property
    def good_for(self) -> timedelta:
        """How long they are shown before they are counted anew."""
        return GOOD_FOR_MANY if self.is_large else GOOD_FOR


@attrs.frozen
class Counting:
    """Key figures, and when they were counted."""

    figures: Figures
    counted_at: datetime

    def is_old(self, now: datetime) -> bool:
        """Whether it is time to count anew.

        Args:
            now: the present moment.
        """
        return now - self.counted_at >= self.figures.good_for


def share(part: int, whole: int) -> float | None:
    """How much of something: 0 to 1, at most 1; None where there is nothing to compare with.

    Args:
        part: how many.
        whole: of how many.
    """
    return min(part / whole, 1.0) if whole > 0 else None
