"""How people changed between the baseline and the end: only where both are confidential, and so know the person."""

from __future__ import annotations

from django.db.models import Avg, Count, F, OuterRef, Subquery

from ment_xblock.domain.survey.items import Mode, When
from ment_xblock.domain.survey.results import Change
from ment_xblock.models import SurveyAnswer, SurveyRun


def since_baseline(run: SurveyRun) -> dict[str, Change]:
    """Compare the answers at the end with those of the same people before, in one query.

    Args:
        run: a survey at the end.

    Returns:
        By key of a slot that both surveys have: the change, counted over those who answered both. Nothing for surveys on
        other occasions, and where one of the two is anonymous.
    """
    if run.mode != Mode.CONFIDENTIAL or run.when != When.END:
        return {}
    before = SurveyAnswer.objects.filter(
        run__programme=run.programme_id,
        run__when=When.BASELINE.value,
        run__mode=Mode.CONFIDENTIAL.value,
        participation__participant=OuterRef("participation__participant"),
        slot=OuterRef("slot"),
        number__isnull=False,
    ).order_by("participation__answered_at", "pk")
    rows = (
        run.answers.filter(number__isnull=False)
        .annotate(before=Subquery(before.values("number")[:1]))
        .filter(before__isnull=False)
        .order_by()
        .values("slot")
        .annotate(answered=Count("pk"), mean=Avg(F("number") - F("before")))
    )
    return {row["slot"]: Change(row["answered"], float(row["mean"])) for row in rows}
