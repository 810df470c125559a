"""Find words in a Django template that nobody can translate: text outside ``trans`` and ``blocktrans``."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

TRANSLATED_BLOCKS = ("blocktrans", "blocktranslate")
READ_BY_PEOPLE = {
    "alt",
    "aria-description",
    "aria-label",
    "aria-roledescription",
    "placeholder",
    "title",
}
NOT_READ = {"script", "style"}


def untranslated_texts(template: str) -> list[str]:
    """Every piece of text in the template that holds a letter and is not marked for translation."""
    finder = _Finder()
    finder.feed(_without_template_language(template))
    finder.close()
    return finder.found


def untranslated_in(folder: Path) -> dict[str, list[str]]:
    """The templates of a folder that hold such texts."""
    found = {
        str(path.relative_to(folder)): untranslated_texts(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return {name: texts for name, texts in found.items() if texts}


def _without_template_language(template: str) -> str:
    kept: list[str] = []
    closing = ""
    for token in Lexer(template).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            if name in (*TRANSLATED_BLOCKS, "comment"):
                closing = f"end{name}"
            elif name == closing:
                closing = ""
        elif token.token_type == TokenType.TEXT and not closing:
            kept.append(token.contents)
        elif token.token_type == TokenType.VAR:
            kept.append("0")
    return "".join(kept)


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in NOT_READ
        for name, value in attrs:
            if name in READ_BY_PEOPLE:
                self.note(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in NOT_READ

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.note(data)

    def note(self, text: str) -> None:
        if any(character.isalpha() for character in text):
            self.found.append(" ".join(text.split()))
