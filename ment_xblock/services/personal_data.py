"""Erasing a person: their names and words go, the rows on which the other partner's credit rests stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from functools import partial

import attrs
from django.apps import apps
from django.db.models import F, Q, QuerySet

from ment_xblock.models import Agreement, Charter, Pairing, Participant, Profile, Programme
from ment_xblock.models.locking import LockedRow
from ment_xblock.models.personal import PERSONAL_DATA, PersonalData
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.personal_copy import rows_where
from ment_xblock.services.unit_of_work import lock, rehearsed, unit_of_work
from ment_xblock.services.words import (
    cut_loose,
    end_open_pairs,
    strip_agreements,
    strip_columns,
    strip_tasks,
)


@attrs.frozen
class Erased:
    """What was taken away.

    Attributes:
        rows: how many rows of each kind lost words, or went as a whole: name of the model to number.
        parts: in how many programmes the person took part.
        pairs_ended: how many pairs were still open and have ended.
    """

    rows: Mapping[str, int]
    parts: int
    pairs_ended: int


def erase_person(*, host: Host, user_id: int, dry_run: bool = False) -> Erased:
    """Erase one person from all programmes. A second time finds nothing more to do.

    What they typed goes; in what others wrote about a pair with them, their names go. Their pairs end, and their part in
    the programme stays as a row without a person, so that the partner's credit and pages stay as they are.

    Args:
        host: the host.
        user_id: the person.
        dry_run: change nothing, only tell what would be erased.
    """
    work = partial(_erase, host=host, user_id=user_id)
    return rehearsed(work) if dry_run else work()


def hold_pairs(pairing_ids: Collection[int]) -> None:
    """Take hold of many pairs at once, as ``lock`` does of one."""
    _hold_all(Pairing, pairing_ids)


def forget_people(participants: QuerySet[Participant]) -> None:
    """Let parts in programmes stay as rows without a person."""
    Profile.objects.filter(participant__in=participants).update(said_under_18=None)
    participants.update(
        user=None, under_18=False, guardian_consent=None, guardian_consent_noted_by=None
    )


def _erase(*, host: Host, user_id: int) -> Erased:
    parts = list(Participant.objects.filter(user_id=user_id).values_list("pk", flat=True))
    theirs = Q(mentor__in=parts) | Q(mentee__in=parts)
    pairs = Pairing.objects.filter(theirs | Q(closed_by=user_id) | Q(pauses__started_by=user_id))
    for charter in Charter.objects.exclude(touches={}):
        if any(by == user_id for _revision, by in charter.touches.values()):
            _leave_charter(charter.programme_id, user_id)
    return _erase_parts(
        host=host,
        user_id=user_id,
        parts=parts,
        pairing_ids=sorted(set(pairs.values_list("pk", flat=True))),
    )


@unit_of_work
def _leave_charter(programme_id: int, user_id: int) -> None:
    lock(Programme, pk=programme_id)
    charter = Charter.objects.get(programme=programme_id)
    charter.touches = {
        field: [revision, 0 if by == user_id else by]
        for field, (revision, by) in charter.touches.items()
    }
    charter.save(update_fields=["touches"])


@unit_of_work
def _erase_parts(*, host: Host, user_id: int, parts: list[int], pairing_ids: list[int]) -> Erased:
    # In this order, and before anything is read, as everywhere: two who wait for each other would wait for ever.
    _hold_all(Pairing, pairing_ids)
    _hold_all(Participant, parts)
    names = host.names_of(user_id)
    theirs = Q(mentor__in=parts) | Q(mentee__in=parts)
    ended = end_open_pairs(host, Pairing.objects.filter(theirs))
    with_them = list(Pairing.objects.filter(theirs).values_list("pk", flat=True))
    gone = Counter(
        Agreement=strip_agreements(
            Agreement.objects.filter(pairing__in=with_them), authors=parts, names=names
        ),
        Task=strip_tasks(with_them, names=names),
    )
    for data in PERSONAL_DATA:
        gone[data.model.__name__] += _erase_rows(data, user_id, names)
    for model in apps.get_app_config(Pairing._meta.app_label).get_models():
        cut_loose(model._default_manager.all(), user_id)
    forget_people(Participant.objects.filter(pk__in=parts))
    return Erased({kind: rows for kind, rows in gone.items() if rows}, len(parts), ended)


def _erase_rows(data: PersonalData, user_id: int, names: Collection[str]) -> int:
    deleted = 0
    if data.is_own:
        deleted, _by_model = rows_where(data, data.about, user_id).delete()
    lookups = {*data.about, *data.mentions, *data.single_words.values()}
    rows_of_interest = rows_where(data, lookups, user_id).distinct()
    return deleted + strip_columns(data, rows_of_interest, author=user_id, names=names)


def _hold_all(model: type[LockedRow], ids: Collection[int]) -> None:
    model._default_manager.filter(pk__in=ids).update(lock_count=F("lock_count") + 1)
