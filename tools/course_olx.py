"""The files of the ready course in one language: ``course/olx`` has its shape, ``course/words/<language>`` its words.

The shape is OLX without words. Names are put into it by ``url_name``; what has no name of its own bears the title of the
training module or survey in it, which has words in every language already. Pages are written in the same little Markdown
as training modules, with headings and links (docs/decisions/0038-the-ready-course.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import attrs
import yaml
from django.conf.locale import LANG_INFO

from ment_xblock.blocks.markdown import markdown
from ment_xblock.curriculum import library, surveys

ROOT = Path(__file__).resolve().parent.parent
SHAPE = ROOT / "course" / "olx"
WORDS = ROOT / "course" / "words"

NAMED = ("chapter", "sequential", "vertical")
POLICIES = "policies/run"
HEADING = re.compile(r"(#{2,4}) +(.+)")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


class CourseIncomplete(Exception):
    """Words are missing in a language, or are there for nothing.

    Args:
        language: the language.
        missing: what to write, as file or ``names.yaml: key``.
        left_over: what nothing in the shape asks for.
    """

    def __init__(self, language: str, missing: list[str], left_over: list[str]) -> None:
        told = [f"missing: {one}" for one in missing] + [f"not needed: {one}" for one in left_over]
        super().__init__(f"course/words/{language}: " + "; ".join(told))
        self.missing = missing
        self.left_over = left_over


def languages() -> list[str]:
    """The languages in which the course has words."""
    return sorted(folder.name for folder in WORDS.iterdir() if (folder / "names.yaml").is_file())


def course_files(language: str, *, shape: Path = SHAPE, words: Path = WORDS) -> dict[str, bytes]:
    """Make all files of the course.

    Args:
        language: a folder below ``words``.
        shape: OLX without words.
        words: one folder for each language.

    Returns:
        Content by path, as Studio expects it below ``course/``.

    Raises:
        CourseIncomplete: words are missing, or are there for nothing.
    """
    spoken = _Words.read(language, words / language)
    files: dict[str, bytes] = {}
    for path in sorted(shape.rglob("*")):
        if path.is_file():
            name = path.relative_to(shape).as_posix()
            files |= _MADE.get(path.suffix, _copied)(spoken, name, path)
    files |= _about(spoken)
    spoken.check()
    return files


@attrs.define
class _Words:
    """The words of one language; remembers what was asked for.

    Attributes:
        language: its code.
        folder: where its files are.
        names: content of ``names.yaml``.
        missing: what was asked for and is not there.
        used: files and names that were asked for.
    """

    language: str
    folder: Path
    names: Mapping[str, Any]
    missing: list[str] = attrs.field(factory=list)
    used: set[str] = attrs.field(factory=set)

    @classmethod
    def read(cls, language: str, folder: Path) -> _Words:
        names = yaml.safe_load((folder / "names.yaml").read_text(encoding="utf-8"))
        return cls(language, folder, names)

    def name(self, *keys: str) -> str:
        """A name in ``names.yaml``."""
        place = "names.yaml: " + ".".join(keys)
        self.used.add(place)
        found: Any = self.names
        for key in keys:
            found = found.get(key) if isinstance(found, Mapping) else None
        if not found:
            self.missing.append(place)
        return str(found or "")

    def has_name(self, *keys: str) -> bool:
        """Whether there is such a name."""
        return keys[-1] in self.names[keys[0]]

    def text(self, name: str) -> str:
        """A file."""
        self.used.add(name)
        path = self.folder / name
        if not path.is_file():
            self.missing.append(name)
            return ""
        return path.read_text(encoding="utf-8").replace("\r\n", "\n").strip()

    def page(self, name: str) -> bytes:
        """A page as HTML."""
        return page_html(self.text(name), self.language).encode()

    def check(self) -> None:
        """Say what is missing, and what is there for nothing."""
        there = {
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file()
        } - {"names.yaml"}
        there |= {"names.yaml: " + ".".join(keys) for keys in _leaves(self.names)}
        left_over = sorted(there - self.used)
        if self.missing or left_over:
            raise CourseIncomplete(self.language, sorted(set(self.missing)), left_over)


def page_html(text: str, language: str) -> str:
    """Turn a page into HTML that stands in any course, whichever way its language is written.

    Args:
        text: Markdown: paragraphs, lists, ``**bold**``, ``*italic*``, headings from ``##`` on, and links.
        language: its code.
    """
    parts = re.split(r"\n\s*\n", text)
    inner = "\n".join(_part_html(part.strip()) for part in parts if part.strip())
    direction = "rtl" if LANG_INFO.get(language, {}).get("bidi") else "ltr"
    return f'<div lang="{language}" dir="{direction}">\n{inner}\n</div>\n'


def _part_html(part: str) -> str:
    heading = HEADING.fullmatch(part)
    if heading:
        level = len(heading[1])
        return f"<h{level}>{_linked(markdown(heading[2])[3:-4])}</h{level}>"
    # The class is that of the blocks' own pages, whose style is not there.
    return _linked(str(markdown(part)).replace(' class="list"', ""))


def _linked(html: str) -> str:
    return LINK.sub(r'<a href="\2">\1</a>', html)


def _olx(words: _Words, name: str, path: Path) -> dict[str, bytes]:
    root = ElementTree.parse(path).getroot()  # noqa: S314 - our own file
    if name.startswith("chapter/"):
        root.set("display_name", words.name("outline", path.stem))
    files: dict[str, bytes] = {}
    for vertical in root.iter("vertical"):
        files |= _unit(words, vertical)
    for sequential in root.iter("sequential"):
        sequential.set("display_name", words.name("outline", sequential.attrib["url_name"]))
        if "format" in sequential.attrib:
            sequential.set("format", words.name("grading", sequential.attrib["format"], "name"))
    return {name: ElementTree.tostring(root, encoding="utf-8") + b"\n", **files}


def _unit(words: _Words, vertical: Element) -> dict[str, bytes]:
    """Name a unit and its blocks, and make the files of its pages."""
    (first, *_others) = vertical
    url_name = vertical.attrib["url_name"]
    own = words.has_name("outline", url_name)
    title = words.name("outline", url_name) if own else _title(words, first, url_name)
    vertical.set("display_name", title)
    files: dict[str, bytes] = {}
    for block in vertical:
        if block.tag == "html":
            files |= _page(words, block.attrib["url_name"], title)
        else:
            block.set("display_name", title)
    return files


def _title(words: _Words, block: Element, url_name: str) -> str:
    if block.tag == "ment_training":
        return library.module(block.attrib["module_name"], words.language).title
    if block.tag == "ment_survey":
        instrument = surveys.instruments()[block.attrib["instrument"]]
        return surveys.words(
            words.language, "instruments", instrument.id, instrument.revision, "title"
        )
    return words.name("outline", url_name)


def _page(words: _Words, name: str, title: str) -> dict[str, bytes]:
    pointed = Element("html", {"filename": name, "display_name": title})
    return {
        f"html/{name}.xml": ElementTree.tostring(pointed, encoding="utf-8") + b"\n",
        f"html/{name}.html": words.page(f"pages/{name.removesuffix('-page')}.md"),
    }


def _policy(words: _Words, name: str, path: Path) -> dict[str, bytes]:
    policy = json.loads(path.read_text(encoding="utf-8"))
    files: dict[str, bytes] = {}
    if name == f"{POLICIES}/grading_policy.json":
        for grader in policy["GRADER"]:
            key = grader["type"]
            grader["short_label"] = words.name("grading", key, "short")
            grader["type"] = words.name("grading", key, "name")
    else:
        course = policy["course/run"]
        course["display_name"] = words.name("course")
        course["language"] = words.language
        for tab in course["tabs"]:
            files |= _tab(words, tab)
    text = json.dumps(policy, ensure_ascii=False, indent=2)
    return {name: text.encode() + b"\n", **files}


def _tab(words: _Words, tab: dict[str, Any]) -> dict[str, bytes]:
    """Name a tab. One that is hidden has the platform's name, since nobody sees it."""
    if tab.get("is_hidden"):
        return {}
    slug = tab.get("url_slug", "")
    tab["name"] = words.name("tabs", slug or tab["type"])
    return {f"tabs/{slug}.html": words.page(f"pages/{slug}.md")} if slug else {}


def _about(words: _Words) -> dict[str, bytes]:
    plain = {
        f"about/{one}.html": words.text(f"about/{one}.txt").encode()
        for one in ("short_description", "effort")
    }
    return {**plain, "about/overview.html": words.page("about/overview.md")}


def _copied(_words: _Words, name: str, path: Path) -> dict[str, bytes]:
    return {name: path.read_bytes()}


def _leaves(names: Mapping[str, Any], *above: str) -> Iterator[tuple[str, ...]]:
    for key, value in names.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, *above, key)
        else:
            yield (*above, key)


_MADE: Mapping[str, Callable[[_Words, str, Path], dict[str, bytes]]] = {
    ".xml": _olx,
    ".json": _policy,
}
