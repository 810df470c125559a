"""How people changed between the baseline and the end: only where both are confidential, and so know the person."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet

from ment_xblock.domain.survey.items import Mode, When
from ment_xblock.domain.survey.results import Change
from ment_xblock.models import SurveyAnswer, SurveyRun

# From an answer before to the forms that the same person sent, and to what stands in those.
_FORMS = "participation__participant__survey_participations"
_AFTER = f"{_FORMS}__answers"


def since_baseline(run: SurveyRun) -> dict[str, Change]:
    """Compare the answers at the end with those of the same people before, in two queries.

    Args:
        run: a survey at the end.

    Returns:
        By key of a slot that both surveys have: the change, counted over those who answered both. Nothing for surveys on
        other occasions, and where one of the two is anonymous.
    """
    if run.mode != Mode.CONFIDENTIAL or run.when != When.END:
        return {}
    baselines = SurveyRun.objects.filter(
        programme=run.programme_id, when=When.BASELINE.value, mode=Mode.CONFIDENTIAL.value
    )
    # Joined rather than looked up for each answer: with thousands of people that is the difference between a second and
    # a minute.
    both = _first_answers(list(baselines.values_list("pk", flat=True))).filter(
        **{
            f"{_FORMS}__run": run,
            f"{_AFTER}__slot": F("slot"),
            f"{_AFTER}__number__isnull": False,
        }
    )
    rows = (
        both.order_by()
        .values("slot")
        .annotate(answered=Count("pk"), mean=Avg(F(f"{_AFTER}__number") - F("number")))
    )
    return {row["slot"]: Change(row["answered"], float(row["mean"])) for row in rows}


def _first_answers(runs: Collection[int]) -> QuerySet[SurveyAnswer]:
    """The numbers that people gave in baselines; in the first one, where there are several."""
    # The runs are said twice, so that the database begins with the forms of these surveys.
    answers = SurveyAnswer.objects.filter(
        run__in=runs, participation__run__in=runs, number__isnull=False
    )
    if len(runs) <= 1:
        return answers
    at = OuterRef("participation__answered_at")
    earlier = SurveyAnswer.objects.filter(
        Q(participation__answered_at__lt=at)
        | Q(participation__answered_at=at, pk__lt=OuterRef("pk")),
        run__in=runs,
        participation__participant=OuterRef("participation__participant"),
        slot=OuterRef("slot"),
        number__isnull=False,
    )
    return answers.filter(~Exists(earlier))
