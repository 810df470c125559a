"""Taking people's words out of stored rows. The caller holds the pairs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.db.models import ForeignKey, JSONField, Model, QuerySet

from ment_xblock.curriculum.clauses import all_clauses
from ment_xblock.domain.agreement.erasing import with_names_covered, without_words
from ment_xblock.domain.agreement.merge import Touch
from ment_xblock.domain.agreement.terms import Field
from ment_xblock.domain.naming import without_names, without_names_within
from ment_xblock.domain.pairing import OPEN_STATES, State
from ment_xblock.models import Agreement, Pairing, Task
from ment_xblock.models.personal import PersonalData
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.personal_copy import authors_of, follow
from ment_xblock.services.pairings import finish


def end_open_pairs(host: Host, pairs: QuerySet[Pairing]) -> int:
    """End the pairs that are still open, without a word and by nobody.

    Returns:
        How many there were.
    """
    still_open = list(pairs.filter(state__in=OPEN_STATES))
    for pairing in still_open:
        finish(host, pairing, State.ENDED)
    return len(still_open)


def strip_agreements(
    rows: Iterable[Agreement],
    *,
    authors: Collection[int] | None = None,
    names: Collection[str] = (),
) -> int:
    """Take words out of versions of agreements.

    Args:
        rows: the versions.
        authors: participants whose words go; None for everybody's.
        names: names that are covered in what is left.

    Returns:
        How many versions lost something.
    """
    return sum(_strip_agreement(row, authors, names) for row in rows)


def strip_tasks(pairing_ids: Collection[int], *, names: Collection[str] = ()) -> int:
    """Let the tasks of pairs keep only the words that still stand in a version of the agreement.

    Returns:
        How many tasks lost something.
    """
    tasks = Task.objects.filter(pairing__in=pairing_ids).exclude(words="", evidence="")
    kept = _words_by_pair({task.pairing_id for task in tasks})
    return sum(_strip_task(task, kept.get(task.pairing_id, frozenset()), names) for task in tasks)


def strip_columns(
    data: PersonalData,
    rows: QuerySet[Any],
    *,
    author: int | None = None,
    names: Collection[str] = (),
) -> int:
    """Empty the columns of words that have one author.

    Args:
        data: what is personal in the rows.
        rows: the rows.
        author: user whose words go; None for everybody's.
        names: names that are covered in the words of others.

    Returns:
        How many rows lost something.
    """
    changed = 0
    for row in _with_words(data, rows):
        before = {column: getattr(row, column) for column in data.single_words}
        after = {
            column: _empty(row, column)
            if author is None or follow(row, by) == author
            else without_names_within(before[column], names)
            for column, by in data.single_words.items()
        }
        if after != before:
            data.model._default_manager.filter(pk=row.pk).update(**after)
            changed += 1
    return changed


def cut_loose(rows: QuerySet[Any], user_id: int | None = None) -> None:
    """Let rows point at a user no more; at nobody, where none is named."""
    for field in pointers_to_users(rows.model):
        which = {f"{field}__isnull": False} if user_id is None else {field: user_id}
        rows.filter(**which).update(**{field: None})


def pointers_to_users(model: type[Model]) -> list[str]:
    """The columns of a model that may point at a user, and may be empty."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and field.null
        and field.related_model._meta.label == settings.AUTH_USER_MODEL
    ]


def _with_words(data: PersonalData, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows in which somebody may have written anything, together with who it was."""
    if not data.single_words:
        return rows.none()
    columns = [data.model._meta.get_field(column) for column in data.single_words]
    if not any(isinstance(column, JSONField) for column in columns):
        rows = rows.exclude(**{column.name: "" for column in columns})
    return rows.select_related(*authors_of(data))


def _empty(row: Model, column: str) -> Any:
    field = row._meta.get_field(column)
    return field.get_default() if isinstance(field, JSONField) else ""


def _strip_agreement(
    row: Agreement, authors: Collection[int] | None, names: Collection[str]
) -> bool:
    touches = {field: Touch(*last) for field, last in row.touches.items()}
    fields = _fields()
    left = without_words(fields, row.values, touches, authors)
    left = with_names_covered(fields, left, names)
    if left == row.values:
        return False
    row.values = left
    row.save(update_fields=["values"])
    return True


def _strip_task(task: Task, kept: frozenset[str], names: Collection[str]) -> bool:
    before = (task.words, task.evidence)
    after = tuple(without_names(text, names) for text in before)
    task.words, task.evidence = (text if text in kept else "" for text in after)
    if (task.words, task.evidence) == before:
        return False
    task.save(update_fields=["words", "evidence"])
    return True


def _words_by_pair(pairing_ids: Collection[int]) -> dict[int, frozenset[str]]:
    words: dict[int, frozenset[str]] = {}
    for row in Agreement.objects.filter(pairing__in=pairing_ids):
        found = {value for value in row.values.values() if isinstance(value, str)}
        words[row.pairing_id] = words.get(row.pairing_id, frozenset()) | found
    return words


def _fields() -> dict[str, Field]:
    return {field.id: field for clause in all_clauses() for field in clause.fields}
