"""The key figures are kept from one look to the next, since counting a large programme takes its time."""

from __future__ import annotations

import attrs
from django.db import connection

from ment_xblock.domain.figures import Counting, Figures
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import FigureCount, Programme
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.figures import count_figures, last_counting


def counted_figures(*, host: Host, actor: Actor, anew: bool = False) -> Counting:
    """The figures to be shown: those counted last while they are fresh, new ones otherwise.

    Args:
        host: the host.
        actor: the facilitator.
        anew: count, however fresh the last ones are.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    last = None if anew else last_counting(host=host, actor=actor)
    return last or _count(host, actor.course_key)


def keep_fresh(*, host: Host, course_key: str) -> bool:
    """Count a large programme anew, so that no page has to; only where somebody has looked at its figures before.

    Args:
        host: the host.
        course_key: the course run.

    Returns:
        Whether it was counted.
    """
    row = FigureCount.objects.filter(programme__course_key=course_key).first()
    if row is None or not Figures(pairs=row.values.get("pairs", 0)).is_large:
        return False
    _count(host, course_key)
    return True


def _count(host: Host, course_key: str) -> Counting:
    # The moment before counting: what happens meanwhile may be missing.
    now = host.now()
    counting = Counting(count_figures(host=host, course_key=course_key), now)
    _store(course_key, counting)
    return counting


def _store(course_key: str, counting: Counting) -> None:
    """Put the figures where the next look finds them, in one statement; a course run without a programme has none."""
    programme = Programme.objects.filter(course_key=course_key).only("pk").first()
    if programme is None:
        return
    row = FigureCount(
        programme=programme,
        values=attrs.asdict(counting.figures),
        counted_at=counting.counted_at,
    )
    targeted = connection.features.supports_update_conflicts_with_target
    FigureCount.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["programme"] if targeted else None,
        update_fields=["values", "counted_at"],
    )
