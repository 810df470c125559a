"""The copy of all that is stored about one person."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Field, ForeignKey, Model, Q, QuerySet

from ment_xblock.models import Agreement
from ment_xblock.models.personal import FIELD_BY_FIELD, PERSONAL_DATA, PersonalData
from ment_xblock.platform.ports import Host

# Kept by the database for its own sake; they tell nothing.
_TECHNICAL = frozenset(
    {"lock_count", "open_key", "open_for", "working_for", "in_force_for", "held_key"}
)


def copy_of(*, host: Host, user_id: int) -> dict[str, Any]:
    """Everything stored about one person, in a form that JSON takes.

    What others wrote in confidence is not in it, nor who they are.

    Args:
        host: the host.
        user_id: the person.

    Returns:
        The person's names, and for each kind of row what it is and the rows.
    """
    return {
        "person": {"user_id": user_id, "names": sorted(host.names_of(user_id))},
        "made_at": host.now().isoformat(),
        "stored": [
            {"kind": data.model.__name__, "what": _first_line(data.model), "rows": rows}
            for data in PERSONAL_DATA
            if (rows := [_as_json(row, data, user_id) for row in rows_about(data, user_id)])
        ],
    }


def rows_about(data: PersonalData, user_id: int) -> QuerySet[Any]:
    """The rows of one model that tell of a person, oldest first."""
    rows = rows_where(data, data.about, user_id)
    return rows.select_related(*authors_of(data)).order_by("pk")


def rows_where(data: PersonalData, lookups: Iterable[str], user_id: int) -> QuerySet[Any]:
    """The rows of one model to which a person belongs by any of these lookups."""
    wanted = reduce(or_, (Q(**{lookup: user_id}) for lookup in lookups), Q(pk__in=[]))
    return data.model._default_manager.filter(wanted)


def authors_of(data: PersonalData) -> list[str]:
    """The lookups to the authors of words, so that rows can be read together with them."""
    return sorted(set(data.single_words.values()))


def _as_json(row: Model, data: PersonalData, user_id: int) -> dict[str, Any]:
    shown = {
        field.name: _value(row, field)
        for field in row._meta.concrete_fields
        if _is_shown(field, data) and _may_read(row, field.name, data, user_id)
    }
    if isinstance(row, Agreement):
        shown["touches"] = _own_fields(row, user_id)
    return shown


def columns_of(data: PersonalData) -> list[str]:
    """The columns that a copy can hold; of each row it has those whose words are the person's own."""
    return [field.name for field in data.model._meta.concrete_fields if _is_shown(field, data)]


def _is_shown(field: Field[Any, Any], data: PersonalData) -> bool:
    points_at_user = isinstance(field, ForeignKey) and (
        field.related_model._meta.label == settings.AUTH_USER_MODEL
    )
    return field.name not in _TECHNICAL | data.unseen and not points_at_user


def _may_read(row: Model, column: str, data: PersonalData, user_id: int) -> bool:
    author = data.words.get(column, FIELD_BY_FIELD)
    return author == FIELD_BY_FIELD or follow(row, author) == user_id


def follow(row: Any, lookup: str) -> int | None:
    """The primary key of the user to whom a lookup leads from a row."""
    for name in lookup.split("__"):
        row = getattr(row, name) if row is not None else None
    return row.pk if row is not None else None


def _value(row: Model, field: Field[Any, Any]) -> Any:
    value = getattr(row, field.attname)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _own_fields(row: Agreement, user_id: int) -> list[str]:
    partners = (row.pairing.mentor, row.pairing.mentee)
    mine = {one.pk for one in partners if one.user_id == user_id}
    return sorted(field for field, (_revision, by) in row.touches.items() if by in mine)


def _first_line(model: type[Model]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]
