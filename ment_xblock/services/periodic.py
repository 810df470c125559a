"""What time alone brings about: logs count, surveys close, alerts are raised."""

from __future__ import annotations

import logging
from collections.abc import Callable

import attrs

from ment_xblock.models import Programme
from ment_xblock.platform.ports import Host
from ment_xblock.services.alerts import BATCH, refresh_stale
from ment_xblock.services.figures import keep_fresh
from ment_xblock.services.settling import settle_due
from ment_xblock.services.survey_closing import settle_course

log = logging.getLogger(__name__)


@attrs.frozen
class Settled:
    """What was due.

    Attributes:
        logs: logs that count now and did not before.
        surveys: surveys that were closed.
        pairs: pairs whose alerts were looked at anew.
        figures: large programmes whose key figures were counted anew.
        failed: course runs in which something could not be done; the log says why.
    """

    logs: int
    surveys: int
    pairs: int
    figures: int
    failed: tuple[str, ...]


def settle_everything(*, host: Host) -> Settled:
    """Do in all course runs what time has brought about. Doing it again changes nothing.

    A course run that fails holds up no other.

    Args:
        host: the host, whose clock counts.
    """
    failed: list[str] = []
    logs = surveys = pairs = figures = 0
    running = Programme.objects.filter(words_erased_at=None).order_by("pk")
    with_survey = set(
        running.filter(survey_runs__closed_at__isnull=True, survey_runs__isnull=False).values_list(
            "course_key", flat=True
        )
    )
    for course_key in list(running.values_list("course_key", flat=True)):
        try:
            logs += settle_due(host=host, course_key=course_key)
            if course_key in with_survey:
                surveys += settle_course(host=host, course_key=course_key)
            figures += keep_fresh(host=host, course_key=course_key)
            pairs += _in_batches(lambda: refresh_stale(host=host, course_key=course_key))  # noqa: B023
        except Exception:
            log.exception("What is due in %s could not be done", course_key)
            failed.append(course_key)
    return Settled(logs, surveys, pairs, figures, tuple(failed))


def _in_batches(look: Callable[[], int]) -> int:
    number = total = look()
    while number == BATCH:
        number = look()
        total += number
    return total
