"""The built-in surveys: items and instruments as domain objects, words by language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from ment_xblock.curriculum import texts
from ment_xblock.domain.survey.items import Definition, Instrument, Item
from ment_xblock.domain.survey.parse import parse_definition, parse_instrument, parse_library

FOLDER = "surveys"


@cache
def library() -> Mapping[str, Item]:
    """The built-in items by id, each in its newest revision."""
    return parse_library(_plain(texts.data(FOLDER, "instruments")["items"]))


@cache
def instruments() -> Mapping[str, Instrument]:
    """The built-in instruments by id, in the order of a programme."""
    found = texts.data(FOLDER, "instruments")["instruments"]
    return {entry["id"]: parse_instrument(_plain(entry), library()) for entry in found}


def definition(data: object) -> Definition:
    """Read what an author decided, against the built-in items; ``domain.survey.parse`` has the form of the data.

    Raises:
        SurveyInvalid: with every mistake that was found, and its place.
    """
    return parse_definition(data, instruments(), library())


def words(language: str, *path: str | int) -> str:
    """Give words of a survey in the reader's language.

    Args:
        language: code such as ``"it"``.
        path: such as ``"items", "trust", 1, "text"``.

    Returns:
        The words; empty where the content has none, as for an item without a hint.
    """
    try:
        return texts.text(FOLDER, language, *path).words
    except texts.UnknownTextError:
        return ""


def _plain(content: Any) -> Any:
    if isinstance(content, Mapping):
        return {key: _plain(value) for key, value in content.items()}
    return [_plain(value) for value in content] if isinstance(content, tuple) else content
