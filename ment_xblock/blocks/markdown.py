"""The little Markdown that modules are written in: paragraphs, lists, **bold** and *italic*.

Everything else of a text is shown as it is, so no text can bring HTML of its own (docs/curriculum-format.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

BULLET = re.compile(r"[-*] +(.*)")
NUMBER = re.compile(r"\d+[.)] +(.*)")
STRONG = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
EMPHASIS = re.compile(r"\*(\S(?:.*?\S)?)\*")


def markdown(text: str) -> SafeString:
    """Turn a text of a module into HTML.

    Args:
        text: Markdown.

    Returns:
        HTML in which everything but our own tags is escaped.
    """
    parts = re.split(r"\n\s*\n", text.strip())
    return mark_safe("\n".join(html for part in parts for html in _part(part)))  # noqa: S308


def _part(part: str) -> Iterator[str]:
    """One block of lines; a list may follow its first sentence without an empty line."""
    words: list[str] = []
    items: list[str] = []
    tag = ""
    for line in map(str.strip, part.splitlines()):
        bullet, number = BULLET.fullmatch(line), NUMBER.fullmatch(line)
        found = bullet or number
        if found:
            tag = tag or ("ul" if bullet else "ol")
            items.append(found[1])
        elif items:
            items[-1] += f" {line}"
        else:
            words.append(line)
    if words:
        yield f"<p>{_inline(' '.join(words))}</p>"
    if items:
        lines = "".join(f"<li>{_inline(item)}</li>" for item in items)
        yield f'<{tag} class="list">{lines}</{tag}>'


def _inline(text: str) -> str:
    strong = STRONG.sub(r"<strong>\1</strong>", str(escape(text)))
    return EMPHASIS.sub(r"<em>\1</em>", strong)
