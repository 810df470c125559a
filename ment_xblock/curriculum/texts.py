"""Reads built-in content: data files, and their words in every language.

Each kind of content has a folder here. Its words are in `<folder>/<language>.yaml`, keyed by id,
then by revision; a folder with several kinds of ids puts them into sections:

    tasks:
      quote-as-pdf:
        1:
          wording: Send a quote as PDF from my phone
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import attrs
import yaml

FALLBACK_LANGUAGE = "en"

_ROOT = files("ment_xblock.curriculum")
_LANGUAGE_FILE = re.compile(r"([a-z]{2,3}(?:-[a-z0-9]{2,8})*)\.yaml")


class UnknownTextError(LookupError):
    """No language on the way has the words: a gap in the content, or a revision never written."""

    def __init__(self, folder: str, path: tuple[str | int, ...]) -> None:
        super().__init__("unknown_text", folder, path)
        self.folder = folder
        self.path = path


@attrs.frozen
class Text:
    """Words, and the language they really are in (for `lang`, and for reading aloud)."""

    words: str
    language: str

    def __str__(self) -> str:
        return self.words


def text(folder: str, language: str, *path: str | int) -> Text:
    """Give words in the reader's language, or in the nearest language that has them.

    `it-it` falls back to `it`, then to English. Each text falls back alone, so a half-translated
    file works.

    Args:
        folder: Folder of the content, such as `task_library`.
        language: Language of the reader, such as `it`, `it-it` or `it_IT`.
        path: Where the words are, key by key, such as `"tasks", "video-call", 1, "wording"`.

    Returns:
        The words, with the language they are in.

    Raises:
        UnknownTextError: If no language on the way has these words.
    """
    for candidate in _fallbacks(language):
        if candidate in languages(folder):
            words = _find(data(folder, candidate), path)
            if words:
                return Text(words, candidate)
    raise UnknownTextError(folder, path)


@cache
def languages(folder: str) -> frozenset[str]:
    """List the languages a folder has words in.

    Args:
        folder: Folder of the content.

    Returns:
        Language codes in lower case, such as `en` or `pt-br`.
    """
    matches = (_LANGUAGE_FILE.fullmatch(file.name) for file in (_ROOT / folder).iterdir())
    return frozenset(match[1] for match in matches if match)


@cache
def data(folder: str, name: str) -> Mapping[str, Any]:
    """Read a data file once, and keep it.

    Args:
        folder: Folder of the content.
        name: Name of the file without `.yaml`. Never pass on what a user typed.

    Returns:
        The content, frozen: mappings are read-only, lists are tuples.
    """
    source = (_ROOT / folder / f"{name}.yaml").read_text(encoding="utf-8")
    frozen_content: Mapping[str, Any] = _freeze(yaml.safe_load(source) or {})
    return frozen_content


def _fallbacks(language: str) -> Iterator[str]:
    code = language.lower().replace("_", "-")
    while code:
        yield code
        code = code.rpartition("-")[0]
    yield FALLBACK_LANGUAGE


def _find(content: Any, path: tuple[str | int, ...]) -> str | None:
    for key in path:
        if not isinstance(content, Mapping):
            return None
        content = content.get(key)
    return content if isinstance(content, str) else None


def _freeze(content: Any) -> Any:
    if isinstance(content, dict):
        return MappingProxyType({key: _freeze(value) for key, value in content.items()})
    if isinstance(content, list):
        return tuple(_freeze(value) for value in content)
    return content
