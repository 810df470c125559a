"""Typed text as it is stored."""

from __future__ import annotations

import re

# Databases refuse some of these, and XML, which a course is exported to, refuses all of them.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class TooLongError(ValueError):
    """A text is longer than what is stored.

    Attributes:
        most: how many characters are possible.
        length: how many there were.
    """

    def __init__(self, most: int, length: int) -> None:
        super().__init__("too_long")
        self.most = most
        self.length = length


def storable(text: str) -> str:
    """Leave out what no database or file can hold: control characters and halves of characters."""
    return _UNSTORABLE.sub("", text)


def clean_text(text: str, most: int) -> str:
    """Make a typed text fit to be stored: no control characters, plain line ends, no space around it.

    Args:
        text: what was typed.
        most: how many characters are possible.

    Raises:
        TooLongError: more than that.
    """
    clean = storable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(clean) > most:
        raise TooLongError(most, len(clean))
    return clean


def clean_line(text: str, most: int) -> str:
    """Make a typed text fit for one line: all white space becomes single spaces.

    Args:
        text: what was typed.
        most: how many characters are possible.

    Raises:
        TooLongError: more than that.
    """
    words = (storable(word) for word in text.split())
    return clean_text(" ".join(filter(None, words)), most)
