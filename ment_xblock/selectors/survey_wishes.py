"""What people chose for themselves in confidential surveys: another partner, a part in the next round.

Low pulses, ratings far apart and "ring me" are alerts (``domain.alerts``).
"""

from __future__ import annotations

from collections.abc import Mapping

from ment_xblock.domain.survey.items import Mode, Signal
from ment_xblock.domain.survey.parse import definition_from_data
from ment_xblock.models import SurveyAnswer, SurveyVersion

ANOTHER_PARTNER = "another-partner"
NEXT_ROUND = frozenset({"mentor", "be-mentored", "help-pairs"})


def wishes_of(course_key: str, signal: Signal) -> Mapping[int, str]:
    """The latest choice of each person, in two queries. For the facilitator alone, as the caller makes sure.

    Args:
        course_key: the course run.
        signal: what was asked.

    Returns:
        Participant to id of the option.
    """
    asked = _places(course_key, signal)
    answers = SurveyAnswer.objects.filter(
        version__in={version for version, _slot in asked},
        slot__in={slot for _version, slot in asked},
        participation__answered_at__isnull=False,
    ).order_by("participation__answered_at", "participation__pk")
    rows = answers.values_list("version_id", "slot", "participation__participant_id", "option")
    return {
        person: option
        for version, slot, person, option in rows
        if (version, slot) in asked and person is not None
    }


def _places(course_key: str, signal: Signal) -> set[tuple[int, str]]:
    """Where it was asked: version and slot."""
    versions = SurveyVersion.objects.filter(
        run__programme__course_key=course_key, run__mode=Mode.CONFIDENTIAL.value
    )
    return {
        (version.pk, item.id)
        for version in versions
        for item in definition_from_data(version.definition).items
        if item.signal is signal and item.options
    }
