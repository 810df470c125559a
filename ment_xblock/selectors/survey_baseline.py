"""How people changed between the baseline and the end: only where both are confidential, and so know the person."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Avg, Count, Exists, F, OuterRef, Q

from ment_xblock.domain.survey.items import Mode, When
from ment_xblock.domain.survey.results import Change
from ment_xblock.models import SurveyAnswer, SurveyRun

# From an answer at the end to the forms that the same person sent, and to what stands in those.
_FORMS = "participation__participant__survey_participations"
_BEFORE = f"{_FORMS}__answers"


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
    runs = list(baselines.values_list("pk", flat=True))
    # Joined rather than looked up for each answer: with thousands of people that is the difference between a second and
    # a minute.
    both = run.answers.filter(
        **{
            "number__isnull": False,
            # Said twice, so that the database begins with the forms of this survey.
            "participation__run": run,
            f"{_FORMS}__run__in": runs,
            f"{_BEFORE}__slot": F("slot"),
            f"{_BEFORE}__number__isnull": False,
        }
    )
    if len(runs) > 1:
        both = both.filter(~_answered_earlier(runs))
    rows = (
        both.order_by()
        .values("slot")
        .annotate(answered=Count("pk"), mean=Avg(F("number") - F(f"{_BEFORE}__number")))
    )
    return {row["slot"]: Change(row["answered"], float(row["mean"])) for row in rows}


def _answered_earlier(runs: Collection[int]) -> Exists:
    """Whether the same person answered the same before, in another baseline: the first one counts."""
    at = OuterRef(f"{_FORMS}__answered_at")
    return Exists(
        SurveyAnswer.objects.filter(
            Q(participation__answered_at__lt=at)
            | Q(participation__answered_at=at, pk__lt=OuterRef(f"{_BEFORE}__pk")),
            run__in=runs,
            participation__participant=OuterRef("participation__participant"),
            slot=OuterRef("slot"),
            number__isnull=False,
        )
    )
