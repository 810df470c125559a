"""Typed text as it is stored."""

from __future__ import annotations

import re

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


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


def clean_text(text: str, most: int) -> str:
    """Make a typed text fit to be stored: no control characters, plain line ends, no space around it.

    Args:
        text: what was typed.
        most: how many characters are possible.

    Raises:
        TooLongError: more than that.
    """
    clean = _CONTROL_CHARACTERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
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
    words = (_CONTROL_CHARACTERS.sub("", word) for word in text.split())
    return clean_text(" ".join(filter(None, words)), most)
