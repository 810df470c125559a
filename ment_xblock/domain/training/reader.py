"""Reads plain data, piece by piece, and notes every mistake with its place."""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from ment_xblock.domain.training.errors import Problem

T = TypeVar("T")

ID_PATTERN = re.compile(r"[a-z][a-z0-9-]{0,39}")

LABEL = 120
SHORT = 800
LONG = 6000


class Reader:
    """Reads one mapping. Mistakes go to ``problems``; reading goes on with a stand-in value."""

    def __init__(self, data: object, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.known: set[str] = set()
        self.data: Mapping[object, object] = data if isinstance(data, Mapping) else {}
        self.readable = isinstance(data, Mapping)
        if not self.readable:
            self.note("field.type", path, expected="mapping", got=name_of_type(data))

    def note(self, code: str, path: str, **params: object) -> None:
        """Note a mistake.

        Args:
            code: Its code.
            path: Its place.
            **params: What the message needs.
        """
        self.problems.append(Problem(code, path, params))

    def place(self, key: str) -> str:
        """Path of a key of this mapping.

        Args:
            key: The key.

        Returns:
            The path from the top of the file.
        """
        return f"{self.path}.{key}" if self.path else key

    def take(self, key: str, *, required: bool) -> object:
        """Take a raw value and remember that the key is known.

        Args:
            key: The key.
            required: Whether its absence is a mistake.

        Returns:
            The value, or None.
        """
        self.known.add(key)
        value = self.data.get(key)
        if value is None and required and self.readable:
            self.note("field.missing", self.place(key), key=key)
        return value

    def text(self, key: str, limit: int = SHORT, *, required: bool = True) -> str:
        """Read a text.

        Args:
            key: The key.
            limit: Most characters.
            required: Whether its absence is a mistake.

        Returns:
            The text without white space at its ends, or "" after a mistake.
        """
        value = self.take(key, required=required)
        return "" if value is None else self.as_text(value, self.place(key), limit)

    def as_text(self, value: object, path: str, limit: int) -> str:
        """Check that a value is a text of bounded length.

        Args:
            value: The raw value.
            path: Its place.
            limit: Most characters.

        Returns:
            The text, or "" after a mistake.
        """
        if not isinstance(value, str):
            self.note("field.type", path, expected="text", got=name_of_type(value))
            return ""
        value = value.strip()
        if not value:
            self.note("field.empty", path)
        if len(value) > limit:
            self.note("field.too_long", path, length=len(value), limit=limit)
        return value

    def ident(self, key: str = "id", *, required: bool = True) -> str:
        """Read an id: small letters, digits and hyphens, a letter first, at most 40 characters.

        Args:
            key: The key.
            required: Whether its absence is a mistake.

        Returns:
            The id, or "" after a mistake.
        """
        value = self.take(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str) or not ID_PATTERN.fullmatch(value):
            self.note("field.bad_id", self.place(key), value=str(value)[:60])
            return ""
        return value

    def number(self, key: str, least: float, most: float) -> float:
        """Read a number within bounds.

        Args:
            key: The key.
            least: Smallest allowed.
            most: Largest allowed.

        Returns:
            The number, or ``least`` after a mistake.
        """
        value = self.take(key, required=True)
        if value is None:
            return least
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.note("field.type", self.place(key), expected="number", got=name_of_type(value))
            return least
        if not least <= value <= most:
            self.note("field.range", self.place(key), value=value, least=least, most=most)
            return least
        return value

    def whole(self, key: str, least: int, most: int) -> int:
        """Read a whole number within bounds.

        Args:
            key: The key.
            least: Smallest allowed.
            most: Largest allowed.

        Returns:
            The number, or ``least`` after a mistake.
        """
        value = self.number(key, least, most)
        if value != int(value):
            self.note("field.not_whole", self.place(key), value=value)
        return int(value)

    def flag(self, key: str, *, default: bool | None = False) -> bool:
        """Read true or false.

        Args:
            key: The key.
            default: Value when the key is absent; None makes it required.

        Returns:
            The flag.
        """
        value = self.take(key, required=default is None)
        if value is None:
            return bool(default)
        if not isinstance(value, bool):
            self.note("field.type", self.place(key), expected="flag", got=name_of_type(value))
            return False
        return value

    def one_of(self, key: str, allowed: Iterable[str]) -> str:
        """Read one of a few words.

        Args:
            key: The key.
            allowed: The words.

        Returns:
            The word, or "" after a mistake.
        """
        value = self.take(key, required=True)
        allowed = tuple(allowed)
        if value is None:
            return ""
        if value not in allowed:
            self.note("field.not_allowed", self.place(key), value=str(value), allowed=allowed)
            return ""
        return str(value)

    def raw_list(self, key: str, least: int, most: int) -> list[object]:
        """Read a list of bounded length; an absent list is a mistake when ``least`` is not 0.

        Args:
            key: The key.
            least: Fewest entries.
            most: Most entries.

        Returns:
            The raw entries, at most ``most``.
        """
        value = self.take(key, required=least > 0)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.note("field.type", self.place(key), expected="list", got=name_of_type(value))
            return []
        if not least <= len(value) <= most:
            params = {"count": len(value), "least": least, "most": most}
            self.note("list.length", self.place(key), **params)
        return list(value[:most])

    def texts(self, key: str, least: int, most: int, limit: int = SHORT) -> tuple[str, ...]:
        """Read a list of texts.

        Args:
            key: The key.
            least: Fewest entries.
            most: Most entries.
            limit: Most characters of each.

        Returns:
            The texts.
        """
        raw = self.raw_list(key, least, most)
        return tuple(
            self.as_text(value, f"{self.place(key)}[{index}]", limit)
            for index, value in enumerate(raw)
        )

    def items(
        self, key: str, build: Callable[["Reader"], T], least: int, most: int
    ) -> tuple[T, ...]:
        """Read a list of mappings with ids that differ.

        Args:
            key: The key.
            build: Makes one value from a reader of one entry.
            least: Fewest entries.
            most: Most entries.

        Returns:
            The values.
        """
        built = []
        seen: set[str] = set()
        for index, value in enumerate(self.raw_list(key, least, most)):
            reader = Reader(value, f"{self.place(key)}[{index}]", self.problems)
            built.append(build(reader))
            reader.refuse_others()
            found = reader.data.get("id")
            if isinstance(found, str):
                if found in seen:
                    self.note("id.repeated", reader.place("id"), id=found)
                seen.add(found)
        return tuple(built)

    def part(self, key: str, build: Callable[["Reader"], T], *, required: bool = False) -> T | None:
        """Read one mapping inside this one.

        Args:
            key: The key.
            build: Makes the value from a reader of the inner mapping.
            required: Whether its absence is a mistake.

        Returns:
            The value, or None when it is absent.
        """
        value = self.take(key, required=required)
        if value is None:
            return None
        reader = Reader(value, self.place(key), self.problems)
        built = build(reader)
        reader.refuse_others()
        return built

    def refuse_others(self) -> None:
        """Note every key that nobody asked for, with the nearest known one."""
        for key in self.data:
            if key not in self.known:
                near = get_close_matches(str(key), sorted(self.known), n=1)
                params = {"key": str(key), "near": near[0] if near else ""}
                self.note("field.unknown", self.place(str(key)), **params)


def name_of_type(value: object) -> str:
    """Name a type in the words of the format.

    Args:
        value: Any plain value.

    Returns:
        One of text, flag, number, list, mapping, nothing, other.
    """
    kinds: tuple[tuple[str, tuple[type, ...]], ...] = (
        ("text", (str,)),
        ("flag", (bool,)),
        ("number", (int, float)),
        ("list", (list, tuple)),
        ("mapping", (Mapping,)),
        ("nothing", (type(None),)),
    )
    return next((name for name, types in kinds if isinstance(value, types)), "other")
