"""The row of a survey comes into being when it is first needed."""

from __future__ import annotations

from datetime import datetime

from ment_xblock.domain.errors import NotFound, WrongState
from ment_xblock.domain.survey.items import When
from ment_xblock.models import Programme, SurveyRun
from ment_xblock.platform.ports import BlockRef
from ment_xblock.services.unit_of_work import lock


def hold_run(*, here: BlockRef, course_key: str, when: When, now: datetime) -> SurveyRun:
    """Take hold of the row of a survey block, making it if there is none.

    Args:
        here: the block.
        course_key: the course run of who is acting.
        when: the occasion of the survey.
        now: the present moment.

    Raises:
        NotFound: the block belongs to another course run.
        WrongState: nobody has a role in this course run yet.
    """
    try:
        run = lock(SurveyRun, usage_key=here.usage_key)
    except NotFound:
        programme = Programme.objects.filter(course_key=course_key).first()
        if programme is None:
            raise WrongState("no_role") from None
        SurveyRun.objects.get_or_create(
            usage_key=here.usage_key, defaults={"programme": programme, "when": when.value}
        )
        run = lock(SurveyRun, usage_key=here.usage_key)
    if run.programme.course_key != course_key:
        raise NotFound("no_such_thing")
    return run
