"""All texts of a module with their places, and comparing a translation with its original."""

from collections.abc import Iterator
from typing import cast

from attrs import AttrsInstance, fields, has

from ment_xblock.domain.training.errors import Problem
from ment_xblock.domain.training.values import TEXT_FIELDS, Module, Video

KEYS = {"pass_rule": "pass"}


def texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text that a learner may read.

    Args:
        value: A module, an activity, or a part of one.
        path: Its place.

    Yields:
        Place and text, in reading order.
    """
    for key, inner in _parts(value, path):
        if isinstance(inner, str):
            if inner and _is_text(key):
                yield key, inner
        elif not isinstance(inner, Video):
            yield from texts(inner, key)


def compare(original: Module, translation: Module) -> list[Problem]:
    """Find where a translation is not the same module in other words.

    Args:
        original: The English module.
        translation: The module in another language.

    Returns:
        Differences in ids, order, answers, numbers, and texts that are missing or too many.
    """
    if original.revision != translation.revision:
        params = {"here": translation.revision, "original": original.revision}
        return [Problem("translation.revision", "revision", params)]
    return list(_differences(original, translation, ""))


def _differences(first: object, second: object, path: str) -> Iterator[Problem]:
    if path == "language" or (isinstance(first, Video) and isinstance(second, Video)):
        return
    if isinstance(first, tuple) and isinstance(second, tuple) and len(first) != len(second):
        yield Problem("translation.count", path, {"here": len(second), "original": len(first)})
        return
    if has(type(first)) and type(first) is not type(second):
        yield Problem(
            "translation.differs", path, {"here": _name(second), "original": _name(first)}
        )
        return
    if has(type(first)) or isinstance(first, tuple):
        pairs = zip(_parts(first, path), _parts(second, path), strict=True)
        for (key, one), (_, other) in pairs:
            yield from _differences(one, other, key)
        return
    same = bool(first) == bool(second) if _is_text(path) else first == second
    if not same:
        yield Problem("translation.differs", path, {"here": str(second), "original": str(first)})


def _parts(value: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield f"{path}[{index}]", inner
    elif has(type(value)):
        for one in fields(cast(type[AttrsInstance], type(value))):
            key = KEYS.get(one.name, one.name)
            yield (f"{path}.{key}" if path else key), getattr(value, one.name)


def _is_text(path: str) -> bool:
    return path.rpartition(".")[2].partition("[")[0] in TEXT_FIELDS


def _name(value: object) -> str:
    return str(getattr(value, "kind", type(value).__name__.lower()))
