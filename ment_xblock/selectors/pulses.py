"""What confidential pulses tell about pairs. For the facilitator alone: nothing of it crosses to the partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import attrs

from ment_xblock.domain.alerts.facts import PulseFact, RingFact
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.items import Asking, Definition, Kind, Mode, Signal, When
from ment_xblock.domain.survey.parse import definition_from_data
from ment_xblock.models import SurveyAnswer, SurveyParticipation, SurveyRun, SurveyVersion
from ment_xblock.platform.ports import Host

SURVEY = "ment_survey"
ASKS_FOR_CALL = "yes"
BEST = 5


@attrs.frozen
class PairPulses:
    """The pulses of one pair.

    Attributes:
        pulses: the oldest first.
        rings: who asked for a call in their latest pulse.
    """

    pulses: tuple[PulseFact, ...] = ()
    rings: tuple[RingFact, ...] = ()


def pulses_of(pairing_ids: Collection[int]) -> Mapping[int, PairPulses]:
    """The confidential pulses of some pairs, in three queries.

    Args:
        pairing_ids: the pairs.
    """
    rows = list(
        SurveyParticipation.objects.filter(
            session__pairing_id__in=pairing_ids,
            run__when=When.PULSE.value,
            run__mode=Mode.CONFIDENTIAL.value,
            answered_at__isnull=False,
        )
        .select_related("session")
        .order_by("answered_at", "pk")
    )
    answers = _answers(rows)
    # Apart from the rows, of which thousands have the same long definition.
    versions = SurveyVersion.objects.filter(pk__in={row.version_id for row in rows})
    definitions = {one.pk: definition_from_data(one.definition) for one in versions}
    found: dict[int, list[tuple[PulseFact, bool]]] = defaultdict(list)
    for row in rows:
        definition = definitions.get(row.version_id or 0)
        if definition is None or row.session is None or row.answered_at is None:
            continue
        pulse = PulseFact(
            participant_id=row.participant_id,
            session_id=row.session.pk,
            answered_at=row.answered_at,
            scores=_scores(definition, answers[row.pk]),
        )
        found[row.session.pairing_id].append((pulse, _asks(definition, answers[row.pk])))
    return defaultdict(
        PairPulses, {pairing_id: _of_pair(pulses) for pairing_id, pulses in found.items()}
    )


def roles_asked(host: Host, course_key: str) -> frozenset[Role]:
    """The roles that a confidential pulse asks which anybody has answered yet, and nobody has closed.

    Args:
        host: the host, which knows what the author asks of whom; it is asked only where there is such a pulse.
        course_key: the course run.
    """
    runs = SurveyRun.objects.filter(
        programme__course_key=course_key,
        when=When.PULSE.value,
        mode=Mode.CONFIDENTIAL.value,
        closed_at=None,
    )
    open_ones = set(runs.values_list("usage_key", flat=True))
    blocks = host.blocks(course_key, SURVEY) if open_ones else ()
    asked = [
        definition
        for block in blocks
        if block.usage_key in open_ones and (definition := block.settings.get("survey"))
    ]
    return frozenset(
        role for role in Role for definition in asked if definition.items_for(Asking(role))
    )


def _answers(rows: Collection[SurveyParticipation]) -> Mapping[int, dict[str, Any]]:
    """By participation: slot to number, or to the option that was chosen."""
    answers: dict[int, dict[str, Any]] = defaultdict(dict)
    stored = SurveyAnswer.objects.filter(participation__in=[row.pk for row in rows])
    for participation, slot, number, option in stored.values_list(
        "participation_id", "slot", "number", "option"
    ):
        if participation is not None:
            answers[participation][slot] = option if number is None else number
    return answers


def _scores(definition: Definition, answers: Mapping[str, Any]) -> dict[str, int]:
    """Construct to answer, 5 being best; the lowest where a construct was asked twice."""
    scores: dict[str, int] = {}
    for item in definition.items:
        number = answers.get(item.id)
        if item.kind is Kind.LIKERT and isinstance(number, int):
            value = BEST + 1 - number if item.reversed else number
            name = item.construct or item.id
            scores[name] = min(value, scores.get(name, BEST))
    return scores


def _asks(definition: Definition, answers: Mapping[str, Any]) -> bool:
    return any(
        item.signal is Signal.RING_ME and answers.get(item.id) == ASKS_FOR_CALL
        for item in definition.items
    )


def _of_pair(pulses: list[tuple[PulseFact, bool]]) -> PairPulses:
    latest = {pulse.participant_id: (pulse, asks) for pulse, asks in pulses}
    return PairPulses(
        pulses=tuple(pulse for pulse, _asks_for_call in pulses),
        rings=tuple(
            RingFact(participant_id, pulse.answered_at)
            for participant_id, (pulse, asks) in latest.items()
            if asks
        ),
    )
