"""The terms of an agreement: clauses and the fields that a pair fills in.

An agreement is stored as ids and values, so that each partner reads it in their own language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any

import attrs

Value = str | int | list[str]
Values = Mapping[str, Value]

OWN_JOB = "own"


class Kind(StrEnum):
    """What can be typed or chosen in a field."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"
    CHOICES = "choices"
    JOB = "job"


@attrs.frozen
class Field:
    """One thing that a pair fills in.

    Attributes:
        id: stable name, unique over all clauses.
        kind: what can be typed or chosen.
        options: ids to choose from, for ``CHOICE`` and ``CHOICES``.
        required: nobody can sign before it is filled.
        least: smallest number, for ``NUMBER``.
        most: largest number, for ``NUMBER``.
        default: value that a new agreement starts with.
        author_default: whether the course author may change the default.
        only_if: field that must be filled for this one to matter.
        only_with: field and value that must be chosen for this one to matter.
        delicate: says something about a person's body or life, and is erased as words are.
    """

    id: str
    kind: Kind
    options: tuple[str, ...] = ()
    required: bool = False
    least: int | None = None
    most: int | None = None
    default: Value | None = None
    author_default: bool = False
    only_if: str | None = None
    only_with: tuple[str, str] | None = None
    delicate: bool = False

    def applies(self, values: Values) -> bool:
        """Tell whether this field matters, given the other values."""
        if self.only_if is not None:
            return bool(values.get(self.only_if))
        if self.only_with is not None:
            other, wanted = self.only_with
            return values.get(other) == wanted
        return True


@attrs.frozen
class Clause:
    """One clause of the agreement.

    Attributes:
        id: stable name.
        number: place in the agreement, 1 to 24.
        revision: which revision of its text is meant.
        section: part of the page it stands in.
        always_on: the author cannot switch it off.
        minors_only: stands only in the agreement of a mentor under 18.
        fields: what the pair fills in.
    """

    id: str
    number: int
    revision: int
    section: str
    always_on: bool = False
    minors_only: bool = False
    fields: tuple[Field, ...] = ()


@attrs.frozen
class Terms:
    """What governs one agreement version.

    Attributes:
        clauses: the clauses that are on, by number.
        jobs: ids of the task library that can be chosen.
    """

    clauses: tuple[Clause, ...]
    jobs: frozenset[str] = frozenset()

    @property
    def fields(self) -> dict[str, Field]:
        """All fields of the clauses that are on, by id."""
        return {field.id: field for clause in self.clauses for field in clause.fields}

    @property
    def revisions(self) -> dict[str, int]:
        """Which text each clause means: clause id to revision."""
        return {clause.id: clause.revision for clause in self.clauses}

    def missing(self, values: Values) -> list[str]:
        """List the required fields that are still empty, in page order."""
        return [
            field.id
            for field in self.fields.values()
            if field.required and field.applies(values) and not values.get(field.id)
        ]

    def relevant(self, values: Values) -> dict[str, Value]:
        """Keep the values that belong to clauses that are on and matter now."""
        return {
            field.id: values[field.id]
            for field in self.fields.values()
            if field.id in values and field.applies(values)
        }


def clauses_on(
    clauses: Iterable[Clause], switched_off: Collection[str], mentor_is_minor: bool
) -> tuple[Clause, ...]:
    """Choose the clauses of a new version.

    Args:
        clauses: all built-in clauses.
        switched_off: ids the author switched off; those that are always on stay nevertheless.
        mentor_is_minor: whether the mentor is under 18.
    """
    return tuple(
        clause
        for clause in sorted(clauses, key=lambda clause: clause.number)
        if (clause.always_on or clause.id not in switched_off)
        and (mentor_is_minor or not clause.minors_only)
    )


def with_revisions(clauses: Iterable[Clause], revisions: Mapping[str, int]) -> tuple[Clause, ...]:
    """Rebuild the clauses of a stored version from its revisions; unknown ids are left out."""
    return tuple(
        attrs.evolve(clause, revision=revisions[clause.id])
        for clause in sorted(clauses, key=lambda clause: clause.number)
        if clause.id in revisions
    )


def starting_values(terms: Terms, author_defaults: Mapping[str, Any]) -> dict[str, Value]:
    """Values that a new agreement starts with: the author's defaults before the built-in ones."""
    start: dict[str, Value] = {}
    for field in terms.fields.values():
        chosen = author_defaults.get(field.id) if field.author_default else None
        value = chosen if chosen not in (None, "", []) else field.default
        if value is not None:
            start[field.id] = value
    return start


@attrs.frozen
class AuthorSettings:
    """What the course author decided for one agreement block.

    Attributes:
        switched_off: ids of clauses that are not wanted.
        defaults: field id to the value a new agreement starts with.
        required_meetings: the pair may agree on more meetings, not on fewer.
        least_minutes: the pair may agree on longer meetings, not on shorter ones.
    """

    switched_off: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = attrs.field(factory=dict)
    required_meetings: int = 6
    least_minutes: int = 45

    def apply_to(self, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
        """Narrow the fields that the author set a lower bound for."""
        bounds = {"number": self.required_meetings, "minutes": self.least_minutes}
        return tuple(
            attrs.evolve(clause, fields=tuple(_at_least(field, bounds) for field in clause.fields))
            for clause in clauses
        )


def _at_least(field: Field, bounds: Mapping[str, int]) -> Field:
    if field.id not in bounds:
        return field
    least = bounds[field.id]
    start = field.default if isinstance(field.default, int) else least
    return attrs.evolve(
        field,
        least=least,
        default=max(start, least),
        most=max(field.most or least, least),
    )
