"""What confidential surveys tell the rest of the programme. For the facilitator alone: nothing crosses to a partner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import attrs

from ment_xblock.domain.journal.states import HELD_STATES
from ment_xblock.domain.people import Actor, Role, require_facilitator
from ment_xblock.domain.survey.items import Mode, Signal, When
from ment_xblock.domain.survey.parse import definition_from_data
from ment_xblock.domain.survey.signals import Level, Pulse, are_apart, level, pulse_of
from ment_xblock.models import (
    Pairing,
    Session,
    SurveyAnswer,
    SurveyParticipation,
    SurveyVersion,
)

ASKS_FOR_CALL = "yes"
ASKS_FOR_OTHER = "another-partner"


@attrs.frozen
class LowPulse:
    """Somebody whose latest pulse is low.

    Attributes:
        participant_id: who answered; a message about it goes only to them.
        pairing_id: the pair it was about.
        level: amber, or red for safety, respect, or low twice running.
        answered_at: when.
    """

    participant_id: int
    pairing_id: int | None
    level: Level
    answered_at: datetime


@attrs.frozen
class Apart:
    """Senior's safety and junior's respect after the same session are far from each other.

    Attributes:
        pairing_id: the pair.
        sessions: the sessions in which it was so, the latest last.
        is_twice: in the last two running.
    """

    pairing_id: int
    sessions: tuple[int, ...]
    is_twice: bool


@attrs.frozen
class Wish:
    """What one person asked for or chose.

    Attributes:
        participant_id: who.
        pairing_id: the pair it was about, where there is one.
        choice: id of the option, such as ``"yes"`` or ``"mentor"``.
        answered_at: when.
    """

    participant_id: int
    pairing_id: int | None
    choice: str
    answered_at: datetime


@attrs.frozen
class Missing:
    """Pulses that were not answered for the latest sessions of a pair.

    Attributes:
        participant_id: who has not answered.
        pairing_id: the pair.
        running: how many of the latest held sessions in a row.
    """

    participant_id: int
    pairing_id: int
    running: int


@attrs.frozen
class SurveySignals:
    """All signals of a course run.

    Attributes:
        low: people whose latest pulse is low.
        apart: pairs whose ratings are far apart.
        ring_me: the latest "please ring me" of each person, only where it was "yes".
        another_partner: people who asked for another partner at mid-point.
        next_round: what people would like to do next time.
        missing: who did not answer pulses.
    """

    low: tuple[LowPulse, ...] = ()
    apart: tuple[Apart, ...] = ()
    ring_me: tuple[Wish, ...] = ()
    another_partner: tuple[Wish, ...] = ()
    next_round: tuple[Wish, ...] = ()
    missing: tuple[Missing, ...] = ()


def survey_signals(*, actor: Actor) -> SurveySignals:
    """Signals of all confidential surveys of a course run, in a bounded number of queries.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    course_key = actor.course_key
    rows = _pulse_rows(course_key)
    pulses = _pulses(rows)
    wishes = _wishes(course_key)
    return SurveySignals(
        low=_low(rows, pulses),
        apart=_apart(rows, pulses),
        ring_me=tuple(one for one in wishes[Signal.RING_ME] if one.choice == ASKS_FOR_CALL),
        another_partner=tuple(
            one for one in wishes[Signal.ANOTHER_PARTNER] if one.choice == ASKS_FOR_OTHER
        ),
        next_round=wishes[Signal.NEXT_ROUND],
        missing=_missing(course_key, rows),
    )


def _pulse_rows(course_key: str) -> list[SurveyParticipation]:
    rows = SurveyParticipation.objects.filter(
        run__programme__course_key=course_key,
        run__when=When.PULSE.value,
        run__mode=Mode.CONFIDENTIAL.value,
        answered_at__isnull=False,
    )
    return list(
        rows.select_related("participant", "session", "version").order_by("answered_at", "pk")
    )


def _pulses(rows: Iterable[SurveyParticipation]) -> Mapping[int, Pulse]:
    """By participation: the pulse."""
    kept = {row.pk: row.version for row in rows if row.version is not None}
    definitions = {
        version.pk: definition_from_data(version.definition) for version in set(kept.values())
    }
    numbers: dict[int, dict[str, int]] = {}
    answers = SurveyAnswer.objects.filter(
        participation__run__in={row.run_id for row in rows}, number__isnull=False
    )
    for participation, slot, number in answers.values_list("participation_id", "slot", "number"):
        if participation in kept and number is not None:
            numbers.setdefault(participation, {})[slot] = number
    return {
        pk: pulse_of(definitions[version.pk], numbers.get(pk, {})) for pk, version in kept.items()
    }


def _low(rows: Iterable[SurveyParticipation], pulses: Mapping[int, Pulse]) -> tuple[LowPulse, ...]:
    """Somebody with two partners is looked at for each of them."""
    by_person: dict[tuple[int, int | None], list[SurveyParticipation]] = {}
    for row in rows:
        pair = row.session.pairing_id if row.session else None
        by_person.setdefault((row.participant_id, pair), []).append(row)
    found = []
    for (participant_id, pairing_id), mine in by_person.items():
        urgency = level([pulses[row.pk] for row in mine if row.pk in pulses])
        answered_at = mine[-1].answered_at
        if urgency and answered_at is not None:
            found.append(LowPulse(participant_id, pairing_id, urgency, answered_at))
    return tuple(found)


def _apart(rows: Iterable[SurveyParticipation], pulses: Mapping[int, Pulse]) -> tuple[Apart, ...]:
    sessions: dict[Session, dict[str, Pulse]] = {}
    for row in rows:
        if row.session is not None and row.pk in pulses:
            sessions.setdefault(row.session, {})[row.participant.role] = pulses[row.pk]
    judged: dict[int, list[tuple[int, bool]]] = {}
    for session in sorted(sessions, key=lambda one: (str(one.held_on), one.pk)):
        both = sessions[session]
        if len(both) == len(Role):
            is_apart = are_apart(both[Role.MENTEE.value], both[Role.MENTOR.value])
            judged.setdefault(session.pairing_id, []).append((session.pk, is_apart))
    return tuple(
        Apart(
            pairing_id,
            tuple(session for session, is_apart in found if is_apart),
            is_twice=len(found) > 1 and found[-2][1],
        )
        for pairing_id, found in judged.items()
        if found[-1][1]
    )


def _wishes(course_key: str) -> Mapping[Signal, tuple[Wish, ...]]:
    """The latest choice of each person, for the signals that are a choice."""
    asked: dict[tuple[int, str], Signal] = {}
    versions = SurveyVersion.objects.filter(
        run__programme__course_key=course_key, run__mode=Mode.CONFIDENTIAL.value
    )
    for version in versions:
        for item in definition_from_data(version.definition).items:
            if item.signal is not None and item.options:
                asked[version.pk, item.id] = item.signal
    latest: dict[tuple[Signal, int], Wish] = {}
    answers = SurveyAnswer.objects.filter(
        version__in={version for version, _slot in asked},
        slot__in={slot for _version, slot in asked},
        participation__answered_at__isnull=False,
    )
    for row in answers.select_related("participation__session").order_by(
        "participation__answered_at"
    ):
        signal, one = asked.get((row.version_id, row.slot)), row.participation
        if signal is not None and one is not None and one.answered_at is not None:
            pair = one.session.pairing_id if one.session else one.pairing_id
            latest[signal, one.participant_id] = Wish(
                one.participant_id, pair, row.option, one.answered_at
            )
    return {
        signal: tuple(wish for (kind, _person), wish in latest.items() if kind is signal)
        for signal in Signal
    }


def _missing(course_key: str, rows: Iterable[SurveyParticipation]) -> tuple[Missing, ...]:
    """Nobody is missing where no pulse was ever answered: the course may not ask for any."""
    answered = {(row.participant_id, row.session_id) for row in rows}
    if not answered:
        return ()
    pairs = {pair.pk: pair for pair in Pairing.objects.filter(programme__course_key=course_key)}
    held: dict[int, list[int]] = {}
    sessions = Session.objects.filter(pairing__in=pairs, state__in=HELD_STATES)
    for pairing_id, session in sessions.order_by("-held_on", "-pk").values_list("pairing_id", "pk"):
        held.setdefault(pairing_id, []).append(session)
    found = []
    for pairing_id, latest_first in held.items():
        for person in (pairs[pairing_id].mentor_id, pairs[pairing_id].mentee_id):
            running = 0
            for session in latest_first:
                if (person, session) in answered:
                    break
                running += 1
            if running:
                found.append(Missing(person, pairing_id, running))
    return tuple(found)
