"""Names and words that have been kept long enough are erased, as clause 17 of the agreement says; figures stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

import attrs
from django.db.models import Max, Q, QuerySet

from ment_xblock.domain.retention import end_of_programme, is_kept_long_enough, months_later
from ment_xblock.models import Agreement, Pairing, Programme
from ment_xblock.models.personal import PERSONAL_DATA, PersonalData
from ment_xblock.platform.ports import Host
from ment_xblock.services.personal_data import forget_people, hold_pairs
from ment_xblock.services.unit_of_work import lock, rehearsed, unit_of_work
from ment_xblock.services.words import (
    cut_loose,
    end_open_pairs,
    strip_agreements,
    strip_columns,
    strip_tasks,
)

# Somebody may still type into a course that is over: what is due is looked at again after this time.
LOOK_AGAIN = timedelta(days=30)


@attrs.frozen
class Cleared:
    """One programme whose words were erased.

    Attributes:
        course_key: the course run.
        ended_on: its last day.
        rows: how many rows of each kind lost words, or went as a whole.
        pairs_ended: how many pairs were still open and have ended.
    """

    course_key: str
    ended_on: date
    rows: Mapping[str, int]
    pairs_ended: int


def erase_old_words(*, host: Host, dry_run: bool = False) -> list[Cleared]:
    """Erase names and words of every programme that ended long enough ago. A second time finds nothing more to do.

    Pairs that nobody ended are ended. Grades are in the host's gradebook, and stay there.

    Args:
        host: the host.
        dry_run: change nothing, only tell what would be erased.

    Returns:
        The programmes whose words were kept long enough.
    """
    due = list(_due(host))
    cleared = []
    for programme, ended_on in due:
        work = partial(_clear, host=host, programme_id=programme.pk, ended_on=ended_on)
        cleared.append(rehearsed(work) if dry_run else work())
    return cleared


def _due(host: Host) -> Iterable[tuple[Programme, date]]:
    now = host.now()
    looked_at = Q(words_erased_at__gt=now - LOOK_AGAIN)
    for programme in Programme.objects.exclude(looked_at).order_by("pk").iterator():
        if now.date() <= months_later(programme.created_at.date(), programme.months_kept):
            continue  # too young to have ended so long ago
        end = _end(host, programme)
        if end is not None and is_kept_long_enough(end, programme.months_kept, now.date()):
            yield programme, end


def _end(host: Host, programme: Programme) -> date | None:
    course_end = host.course_end(programme.course_key)
    pairs = Pairing.objects.filter(programme=programme)
    signed = Agreement.objects.filter(pairing__in=pairs, in_force_since__isnull=False)
    values = signed.values_list("values", flat=True)
    # A course run without an end may be used again: who has just come, or has just been paired, is not at the end.
    signs_of_life = (
        course_end,
        programme.participants.aggregate(last=Max("created_at"))["last"],
        pairs.aggregate(last=Max("opened_at"))["last"],
    )
    return end_of_programme(
        [
            *(moment.date() for moment in signs_of_life if moment is not None),
            *(date.fromisoformat(agreed["end"]) for agreed in values if agreed.get("end")),
        ]
    )


@unit_of_work
def _clear(*, host: Host, programme_id: int, ended_on: date) -> Cleared:
    programme = lock(Programme, pk=programme_id)
    pairs = Pairing.objects.filter(programme=programme)
    pairing_ids = list(pairs.values_list("pk", flat=True))
    hold_pairs(pairing_ids)
    ended = end_open_pairs(host, pairs)
    gone = Counter(
        Agreement=strip_agreements(Agreement.objects.filter(pairing__in=pairing_ids)),
        Task=strip_tasks(pairing_ids),
    )
    for data in PERSONAL_DATA:
        gone[data.model.__name__] += _clear_rows(data, programme)
        cut_loose(_rows_of(data, programme))
    forget_people(programme.participants.all())
    programme.words_erased_at = host.now()
    programme.save(update_fields=["words_erased_at"])
    rows = {kind: number for kind, number in gone.items() if number}
    return Cleared(programme.course_key, ended_on, rows, ended)


def _clear_rows(data: PersonalData, programme: Programme) -> int:
    rows = _rows_of(data, programme)
    if data.is_own and not data.is_figure:
        deleted, _by_model = rows.delete()
        return deleted
    return strip_columns(data, rows)


def _rows_of(data: PersonalData, programme: Programme) -> QuerySet[Any]:
    return data.model._default_manager.filter(**{data.programme: programme})
