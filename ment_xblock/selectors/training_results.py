"""Results of training modules as far as they count, and which of them stand for a module that is finished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ment_xblock.domain.credit import TrainingFact
from ment_xblock.domain.people import Role
from ment_xblock.domain.training.settings import TRACK_OF
from ment_xblock.models import CreditStart, TrainingResult
from ment_xblock.platform.ports import BlockRef, Host

TRAINING = "ment_training"
# ``TrainingFact.is_finished`` for the database, which counts the results of a whole programme.
IS_FINISHED = Q(total__gt=0, done__gte=F("total"), passed=True)


def counting_results() -> QuerySet[TrainingResult]:
    """All results but those of before the instructor deleted the learner's state of that block."""
    deleted = CreditStart.objects.filter(
        participant=OuterRef("participant"),
        usage_key=OuterRef("usage_key"),
        credit_from__gte=OuterRef("updated_at"),
    )
    return TrainingResult.objects.filter(~Exists(deleted))


def fact_of(row: TrainingResult) -> TrainingFact:
    """A result as the rules read it."""
    return TrainingFact(row.share, row.passed, row.done, row.total, row.updated_at)


def modules_by_role(host: Host, course_key: str) -> dict[Role, list[str]]:
    """Usage keys of the modules of a course run, by the role that they are for."""
    blocks: list[BlockRef] = list(host.blocks(course_key, TRAINING))
    return {
        role: [block.usage_key for block in blocks if block.settings.get("track") == TRACK_OF[role]]
        for role in Role
    }


def of_own_role(modules: Mapping[Role, Iterable[str]]) -> Q:
    """Results of modules of the role that the participant has now; who changed it has others, too.

    Args:
        modules: as ``modules_by_role`` reads them.
    """
    each = [Q(participant__role=role, usage_key__in=keys) for role, keys in modules.items()]
    return reduce(or_, each)
