"""The 24 clauses of the pairing agreement: structure as domain objects, words by language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from ment_xblock.curriculum import texts
from ment_xblock.domain.agreement.terms import Clause, Field, Kind

FOLDER = "clauses"


@cache
def all_clauses() -> tuple[Clause, ...]:
    """List the built-in clauses by number, each in its newest revision."""
    clauses = (_clause(entry) for entry in texts.data(FOLDER, "clauses")["clauses"])
    return tuple(sorted(clauses, key=lambda clause: clause.number))


@cache
def sections() -> tuple[str, ...]:
    """List the parts of the page, in order."""
    return tuple(texts.data(FOLDER, "clauses")["sections"])


def words(language: str, *path: str | int) -> str:
    """Give words of the agreement in the reader's language.

    Args:
        language: code such as ``"it"``.
        path: such as ``"clauses", "rank", 1, "title"`` or ``"sections", "rules", "intro"``.

    Returns:
        The words; empty where the content has none, as for a field without a hint.
    """
    try:
        return texts.text(FOLDER, language, *path).words
    except texts.UnknownTextError:
        return ""


def _clause(entry: Mapping[str, Any]) -> Clause:
    return Clause(
        id=entry["id"],
        number=entry["number"],
        revision=entry["revision"],
        section=entry["section"],
        always_on=entry.get("always_on", False),
        minors_only=entry.get("minors_only", False),
        fields=tuple(_field(field) for field in entry.get("fields", ())),
    )


def _field(entry: Mapping[str, Any]) -> Field:
    condition = entry.get("only_with")
    default = entry.get("default")
    return Field(
        id=entry["id"],
        kind=Kind(entry["kind"]),
        options=tuple(entry.get("options", ())),
        required=entry.get("required", False),
        least=entry.get("min"),
        most=entry.get("max"),
        default=list(default) if isinstance(default, tuple) else default,
        author_default=entry.get("author_default", False),
        only_if=entry.get("only_if"),
        only_with=next(iter(condition.items())) if condition else None,
        delicate=entry.get("delicate", False),
    )
