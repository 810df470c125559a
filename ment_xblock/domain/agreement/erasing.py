"""What is taken out of an agreement when somebody is erased, or when its words have been kept long enough."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ment_xblock.domain.agreement.merge import Touch
from ment_xblock.domain.agreement.terms import Field, Kind, Value, Values
from ment_xblock.domain.naming import without_names

_WITH_WORDS = frozenset({Kind.LINE, Kind.TEXT})


def without_words(
    fields: Mapping[str, Field],
    values: Values,
    touches: Mapping[str, Touch],
    authors: Collection[int] | None = None,
) -> dict[str, Value]:
    """Take out what people typed in their own words, and what is delicate to know of somebody.

    Dates, numbers and choices stay: they are what both agreed on, and the rest stays readable by them.

    Args:
        fields: all fields that clauses have, by id; a field that is none of these counts as words.
        values: what is stored.
        touches: who changed each field last.
        authors: participants whose words are taken out; None for everybody's.
    """
    return {
        field: value
        for field, value in values.items()
        if not (_tells_of_somebody(fields.get(field)) and _is_by(touches.get(field), authors))
    }


def with_names_covered(
    fields: Mapping[str, Field], values: Values, names: Collection[str]
) -> dict[str, Value]:
    """Cover somebody's names in the words of the other partner."""
    return {
        field: without_names(value, names)
        if isinstance(value, str) and _tells_of_somebody(fields.get(field))
        else value
        for field, value in values.items()
    }


def _tells_of_somebody(field: Field | None) -> bool:
    return field is None or field.delicate or field.kind in _WITH_WORDS


def _is_by(touch: Touch | None, authors: Collection[int] | None) -> bool:
    return authors is None or (touch is not None and touch.by in authors)
