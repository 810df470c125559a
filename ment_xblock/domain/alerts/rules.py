"""The alert rules, one function each (content.md of the design, "Alert rules").

A rule never ends a pair and blocks nothing; it only says whom to ring, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time
from itertools import takewhile
from typing import Any

from ment_xblock.domain.alerts.clock import DAY, days_waited
from ment_xblock.domain.alerts.facts import (
    Alert,
    Confirmation,
    Level,
    PairFacts,
    PulseFact,
    Rule,
    SessionFact,
    Wish,
)
from ment_xblock.domain.alerts.limits import DEFAULTS, Limits
from ment_xblock.domain.people import Role

LOW_ANSWER = 2
LOW_MEAN = 3.5
WORST_CONSTRUCTS = ("safety", "respect")
FAR_APART = 2
MANY_OVERDUE = 3
SESSIONS_UNSIGNED = 2

# What somebody asked for, or what is contested, is said on a pause, too; all else sleeps until it ends.
SAID_AT_REST = frozenset({Rule.RING_ME, Rule.ANOTHER_PARTNER, Rule.LOG_CONTESTED})

# Where each time counts, and what counts the times. All else is one trouble for as long as it lasts.
_EACH_TIME: Mapping[Rule, str] = {
    Rule.RING_ME: "count",
    Rule.LOG_CONTESTED: "count",
    Rule.LOW_PULSE: "running",
    Rule.RATINGS_APART: "running",
}

Found = Iterator[Alert]


def alerts_of(
    facts: PairFacts, now: datetime, limits: Mapping[Rule, Limits] = DEFAULTS
) -> list[Alert]:
    """Everything that is at risk in a pair at this moment, the most urgent kind first.

    On a pause too: a trouble that sleeps is not over (``SAID_AT_REST`` says what is shown then).

    Args:
        facts: the pair.
        now: the present moment.
        limits: from when on rules speak.
    """
    rules = _WHILE_OPEN if facts.closed_at is None else _AFTER_THE_END
    found = [alert for rule in rules for alert in rule(facts, now, limits)]
    order = list(Rule)
    return sorted(found, key=lambda alert: (order.index(alert.rule), alert.since))


def happened_again(rule: Rule, before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Tell whether a trouble that lasts has happened once more, so that what was done about it is not enough.

    Args:
        rule: what kind.
        before: its numbers when the pair was last looked at.
        now: its numbers now.
    """
    times = _EACH_TIME.get(rule)
    return times is not None and now.get(times, 1) > before.get(times, 1)


def _ring_me(facts: PairFacts, _now: datetime, _limits: Mapping[Rule, Limits]) -> Found:
    for ring in facts.rings:
        params = {"count": ring.times}
        yield Alert(
            Rule.RING_ME, Level.RED, facts.pairing_id, ring.asked_at, ring.participant_id, params
        )


def _another_partner(facts: PairFacts, _now: datetime, _limits: Mapping[Rule, Limits]) -> Found:
    yield from _wished(facts, Wish.ANOTHER_PARTNER, Rule.ANOTHER_PARTNER, Level.RED)


def _change_wanted(facts: PairFacts, _now: datetime, _limits: Mapping[Rule, Limits]) -> Found:
    yield from _wished(facts, Wish.CHANGE, Rule.CHANGE_WANTED, Level.AMBER)


def _wished(facts: PairFacts, wish: Wish, rule: Rule, level: Level) -> Found:
    for one in facts.wishes:
        if one.wish is wish:
            params = {"pairs": one.pairs}
            yield Alert(rule, level, facts.pairing_id, one.said_at, one.participant_id, params)


def _contested(facts: PairFacts, _now: datetime, _limits: Mapping[Rule, Limits]) -> Found:
    contested = [one for one in facts.sessions if one.confirmation is Confirmation.CONTESTED]
    if contested:
        yield Alert(
            Rule.LOG_CONTESTED,
            Level.RED,
            facts.pairing_id,
            contested[0].logged_at,
            params={"count": len(contested)},
        )


def _unconfirmed(facts: PairFacts, now: datetime, limits: Mapping[Rule, Limits]) -> Found:
    waiting = [one for one in facts.sessions if one.confirmation is Confirmation.WAITING]
    if waiting:
        yield from _by_days(
            Rule.LOG_UNCONFIRMED, facts, since=waiting[0].logged_at, now=now, limits=limits
        )


def _unanswered(facts: PairFacts, now: datetime, limits: Mapping[Rule, Limits]) -> Found:
    if facts.answered_at is None and facts.signed_at is None:
        yield from _by_days(
            Rule.MATCH_UNANSWERED, facts, since=facts.opened_at, now=now, limits=limits
        )


def _first_session_missing(facts: PairFacts, now: datetime, limits: Mapping[Rule, Limits]) -> Found:
    if not facts.sessions:
        yield from _by_days(
            Rule.FIRST_SESSION_MISSING, facts, since=facts.opened_at, now=now, limits=limits
        )


def _unsigned(facts: PairFacts, now: datetime, limits: Mapping[Rule, Limits]) -> Found:
    if facts.signed_at is not None:
        return
    alerts = list(
        _by_days(Rule.AGREEMENT_UNSIGNED, facts, since=facts.opened_at, now=now, limits=limits)
    )
    if not alerts and len(facts.sessions) >= SESSIONS_UNSIGNED:
        since = facts.sessions[SESSIONS_UNSIGNED - 1].logged_at
        days = int(days_waited(facts.opened_at, now, facts.rests))
        alerts = [
            Alert(
                Rule.AGREEMENT_UNSIGNED,
                Level.AMBER,
                facts.pairing_id,
                since,
                params={"days": days},
            )
        ]
    yield from alerts


def _no_session(facts: PairFacts, now: datetime, limits: Mapping[Rule, Limits]) -> Found:
    # Before the first session, the rule above speaks.
    if not facts.sessions or (facts.next_session_at is not None and facts.next_session_at >= now):
        return
    last = facts.sessions[-1].held_at
    waited = days_waited(last, now, facts.rests)
    level = _level(100 * waited / (facts.cadence / DAY), limits[Rule.NO_SESSION])
    if level:
        yield Alert(Rule.NO_SESSION, level, facts.pairing_id, last, params={"days": int(waited)})


def _low_pulse(facts: PairFacts, _now: datetime, _limits: Mapping[Rule, Limits]) -> Found:
    for participant_id in (facts.mentor_id, facts.mentee_id):
        mine = [pulse for pulse in facts.pulses if pulse.participant_id == participant_id]
        running = list(takewhile(_is_low, reversed(mine)))
        if running:
            is_red = len(running) > 1 or _is_worst(running[0])
            yield Alert(
                Rule.LOW_PULSE,
                Level.RED if is_red else Level.AMBER,
                facts.pairing_id,
                running[-1].answered_at,
                participant_id,
                {"running": len(running)},
            )


def _is_low(pulse: PulseFact) -> bool:
    scores = list(pulse.scores.values())
    return bool(scores) and (min(scores) <= LOW_ANSWER or sum(scores) / len(scores) < LOW_MEAN)


def _is_worst(pulse: PulseFact) -> bool:
    return any(pulse.scores.get(name, LOW_ANSWER + 1) <= LOW_ANSWER for name in WORST_CONSTRUCTS)


def _apart(facts: PairFacts, _now: datetime, _limits: Mapping[Rule, Limits]) -> Found:
    safety = _by_session(facts, facts.mentee_id, "safety")
    respect = _by_session(facts, facts.mentor_id, "respect")
    both = [one for one in facts.sessions if one.session_id in safety.keys() & respect.keys()]
    apart = list(
        takewhile(
            lambda one: abs(safety[one.session_id] - respect[one.session_id]) >= FAR_APART,
            reversed(both),
        )
    )
    if apart:
        level = Level.RED if len(apart) > 1 else Level.AMBER
        yield Alert(
            Rule.RATINGS_APART,
            level,
            facts.pairing_id,
            apart[-1].held_at,
            params={"running": len(apart)},
        )


def _by_session(facts: PairFacts, participant_id: int, construct: str) -> dict[int, int]:
    return {
        pulse.session_id: pulse.scores[construct]
        for pulse in facts.pulses
        if pulse.participant_id == participant_id and construct in pulse.scores
    }


def _pulses_missing(facts: PairFacts, _now: datetime, limits: Mapping[Rule, Limits]) -> Found:
    partners = {Role.MENTOR: facts.mentor_id, Role.MENTEE: facts.mentee_id}
    for participant_id in (one for role, one in partners.items() if role in facts.asks_pulses):
        answered = {
            pulse.session_id for pulse in facts.pulses if pulse.participant_id == participant_id
        }
        sessions = reversed(facts.sessions)
        missing = list(takewhile(lambda one: one.session_id not in answered, sessions))  # noqa: B023
        yield from _by_times(Rule.PULSES_MISSING, facts, missing, limits, participant_id)


def _overdue(facts: PairFacts, now: datetime, limits: Mapping[Rule, Limits]) -> Found:
    late = sorted(
        (action for action in facts.open_actions if action.due < now.date()),
        key=lambda action: action.due,
    )
    if not late:
        return
    since = datetime.combine(late[0].due, time(), now.tzinfo)
    days = days_waited(since, now, facts.rests)
    level = Level.RED if len(late) >= MANY_OVERDUE else _level(days, limits[Rule.ACTION_OVERDUE])
    if level:
        yield Alert(
            Rule.ACTION_OVERDUE,
            level,
            facts.pairing_id,
            since,
            params={"days": int(days), "count": len(late)},
        )


def _device(facts: PairFacts, _now: datetime, limits: Mapping[Rule, Limits]) -> Found:
    with_mentor = _running(facts, lambda one: one.device == "mentor")
    yield from _by_times(Rule.DEVICE_WITH_MENTOR, facts, with_mentor, limits)


def _end_forms(facts: PairFacts, now: datetime, limits: Mapping[Rule, Limits]) -> Found:
    for form in facts.end_forms:
        yield from _by_days(
            Rule.END_FORMS_MISSING,
            facts,
            since=form.due_since,
            now=now,
            limits=limits,
            participant_id=form.participant_id,
        )


def _by_days(
    rule: Rule,
    facts: PairFacts,
    *,
    since: datetime,
    now: datetime,
    limits: Mapping[Rule, Limits],
    participant_id: int | None = None,
) -> Found:
    days = days_waited(since, now, facts.rests)
    level = _level(days, limits[rule])
    if level:
        yield Alert(rule, level, facts.pairing_id, since, participant_id, {"days": int(days)})


def _by_times(
    rule: Rule,
    facts: PairFacts,
    running: list[SessionFact],
    limits: Mapping[Rule, Limits],
    participant_id: int | None = None,
) -> Found:
    level = _level(len(running), limits[rule])
    if level:
        yield Alert(
            rule,
            level,
            facts.pairing_id,
            running[-1].held_at,
            participant_id,
            {"running": len(running)},
        )


def _running(facts: PairFacts, applies: Callable[[SessionFact], bool]) -> list[SessionFact]:
    """The latest sessions in a row for which something applies, the newest first."""
    return list(takewhile(applies, reversed(facts.sessions)))


def _level(amount: float, limits: Limits) -> Level | None:
    if limits.red is not None and amount >= limits.red:
        return Level.RED
    if limits.amber is not None and amount >= limits.amber:
        return Level.AMBER
    return None


_RuleFunction = Callable[[PairFacts, datetime, Mapping[Rule, Limits]], Found]
_AFTER_THE_END: tuple[_RuleFunction, ...] = (_ring_me, _contested, _end_forms)
_WHILE_OPEN: tuple[_RuleFunction, ...] = (
    _ring_me,
    _low_pulse,
    _another_partner,
    _contested,
    _apart,
    _change_wanted,
    _unanswered,
    _first_session_missing,
    _unsigned,
    _no_session,
    _device,
    _overdue,
    _pulses_missing,
    _unconfirmed,
    _end_forms,
)
