"""Names of people within the words of others."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

INSTEAD = "[…]"

# Shorter parts, such as an initial or "de", would take away words that are no names.
_SHORTEST = 3


def without_names(text: str, names: Collection[str]) -> str:
    """Put a mark in place of somebody's names, as whole words and as they are spelt.

    Args:
        text: words that somebody else wrote.
        names: full names and usernames; each part of a full name counts too.
    """
    parts = {part for name in names for part in (name.strip(), *name.split())}
    wanted = sorted((part for part in parts if len(part) >= _SHORTEST), key=len, reverse=True)
    if not wanted:
        return text
    pattern = "|".join(re.escape(part) for part in wanted)
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", INSTEAD, text)


def without_names_within(value: Any, names: Collection[str]) -> Any:
    """The same for all words within a stored value: a text, or lists and mappings of texts.

    Args:
        value: what is stored; keys of mappings are ids and stay as they are.
        names: as above.
    """
    if isinstance(value, str):
        return without_names(value, names)
    if isinstance(value, list):
        return [without_names_within(one, names) for one in value]
    if isinstance(value, dict):
        return {key: without_names_within(one, names) for key, one in value.items()}
    return value
