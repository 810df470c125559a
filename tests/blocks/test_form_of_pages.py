"""Every page: well labelled, without inline scripts, light, and complete without another site."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.utils import translation
from lxml import html
from web_fragments.fragment import Fragment
from xblock.core import XBlock

import ment_xblock
from ment_xblock.blocks.rendering import render
from ment_xblock.curriculum.clauses import sections
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Role
from tests.blocks import cast
from tests.blocks.visitor import Visitor, text_of, tree_of

BUDGET = 30 * 1024
TWO = "<side_by_side><ment_agreement/><ment_agreement/></side_by_side>"
NAMESPACE = "http://www.w3.org/2000/svg"
ASSETS = Path(ment_xblock.__file__).parent / "static" / "ment_xblock"
ELSEWHERE = re.compile(r"""(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}""", re.IGNORECASE)


class SideBySide(XBlock):
    """A unit with several blocks; in Studio, with the settings of the first one open."""

    has_children = True

    def student_view(self, context: Any, view: str = "student_view") -> Fragment:
        fragment = Fragment()
        for child in self.get_children():
            shown = child.render(view, context)
            fragment.add_content(shown.content)
            fragment.add_fragment_resources(shown)
        return fragment

    def author_view(self, context: Any) -> Fragment:
        return self.student_view(context, "author_view")

    def studio_view(self, context: Any) -> Fragment:
        return self.get_children()[0].render("studio_view", context)


def units() -> Iterator[Any]:
    """The unit page as everybody, with two blocks on it, in every state."""
    for state in State:
        pair = cast.make_pair("giulia", "mario")
        cast.bring_to(state, pair, "giulia", "mario")
        yield from (tree_of(Visitor(one, slug="two").unit()) for one in ("giulia", "mario"))
        cast.act("end", pair, "chiara", reason="") if state in OPEN else None
    cast.give_role("lena", Role.MENTOR)
    for name in ("lena", "yusuf", "chiara", "nora", ""):
        yield tree_of(Visitor(name, slug="two").unit())
    yield tree_of(Visitor("chiara", slug="two").studio())


OPEN = set(State) - {State.ENDED, State.DECLINED}


@pytest.fixture
@XBlock.register_temp_plugin(SideBySide, "side_by_side")
def pages(publish: Callable[..., None]) -> list[Any]:
    publish(agreement="<ment_agreement/>", two=TWO)
    return list(units())


@pytest.fixture
def forms() -> list[Any]:
    """Every part of the agreement as a form."""
    pair = cast.make_pair("giulia", "mario", **cast.under_18())
    cast.fill(pair, "giulia", **{**cast.FULL, "named_adult": "Aunt Rosa"})
    return [
        tree_of(Visitor("giulia").get("section", pairing=pair, section=section, edit="true"))
        for section in sections()
    ]


def test_pages(pages: list[Any]) -> None:
    for page in pages:
        assert_ids_are_unique(page)
        assert_references_lead_somewhere(page)
        assert_sound(page)
    assert len(pages[0].find_class("ment")) == 2
    assert len(pages[-1].find_class("ment")) == 3, "in Studio, the settings stand beside the blocks"


def test_forms(forms: list[Any]) -> None:
    assert len(forms) == len(sections())
    for form in forms:
        assert_ids_are_unique(form)
        assert_sound(form)


def assert_sound(page: Any) -> None:
    for root in page.find_class("ment"):
        assert root.get("lang") == "en"
        assert root.get("dir") == "ltr"
    for ours in page.find_class("ment") or [page]:
        assert_no_inline_script(ours)
        assert_labelled(ours)
        assert_no_other_site(ours)


def assert_ids_are_unique(page: Any) -> None:
    doubles = [name for name, times in Counter(page.xpath("//@id")).items() if times > 1]
    assert not doubles


def assert_references_lead_somewhere(page: Any) -> None:
    ids = set(page.xpath("//@id"))
    pointing = ["aria-labelledby", "aria-describedby", "aria-controls", "for"]
    for attribute in pointing:
        for value in page.xpath(f"//*[contains(@class, 'ment')]//@{attribute}"):
            assert set(value.split()) <= ids, (attribute, value)
    for target in page.xpath("//@hx-target | //*[contains(@class, 'ment')]//@href"):
        assert not target.startswith("#") or target[1:] in ids, target


def assert_no_inline_script(ours: Any) -> None:
    assert not ours.xpath(".//script | .//style | .//iframe | .//object")
    assert not [name for one in ours.iter() for name in one.attrib if name.startswith("on")]
    assert not ours.xpath(".//@href[starts-with(., 'javascript:')] | .//@*[starts-with(., 'js:')]")


def assert_labelled(ours: Any) -> None:
    labels = set(ours.xpath(".//label/@for"))
    for field in ours.xpath(".//input[not(@type='hidden')] | .//select | .//textarea"):
        in_label = field.xpath("ancestor::label") or field.get("id") in labels
        assert in_label or field.get("aria-label"), field.get("name")
    for group in ours.xpath(".//fieldset"):
        assert group.findtext("legend").strip()
    for control in ours.xpath(".//button | .//a | .//summary"):
        assert control.text_content().strip()
    assert not ours.xpath(".//img[not(@alt)]")
    assert not ours.xpath(".//button[not(@type)]")


def assert_no_other_site(ours: Any) -> None:
    for address in ours.xpath(".//@src | .//@href | .//@hx-get | .//@hx-post | .//@action"):
        assert address.startswith(("/", "#")), address
        assert not address.startswith("//"), address


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("it", "ltr")])
def test_language_and_direction_are_said(language: str, direction: str) -> None:
    with translation.override(language):
        frame = html.fromstring(render("frame.html", {"uid": "a", "inner": ""}))
    assert (frame.get("lang"), frame.get("dir")) == (language, direction)


def assets() -> list[Path]:
    return [path for path in ASSETS.rglob("*") if path.suffix in {".css", ".js"}]


def test_styles_and_scripts_are_light() -> None:
    on_a_page = [path for path in assets() if path.name != "studio.js"]
    assert {path.name for path in on_a_page} >= {"ment.css", "boot.js", "page.js"}
    assert sum(len(gzip.compress(path.read_bytes())) for path in on_a_page) <= BUDGET


def test_what_a_page_asks_for_is_there() -> None:
    page = tree_of(Visitor("giulia").unit())
    ours = [one for one in page.xpath("//script/@src | //link/@href") if "/ment_xblock/" in one]
    assert len(ours) == 2
    handed_down = re.findall(r'"(/static/ment_xblock/[^"]+)"', text_of(Visitor("giulia").unit()))
    for address in {*ours, *handed_down}:
        assert finders.find(address.partition("/static/")[2]), address


@pytest.mark.parametrize("path", assets(), ids=lambda path: path.name)
def test_nothing_is_fetched_from_another_site(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "@import" not in text
    assert not re.search(r"""url\(\s*["']?(?:https?:)?//""", text)
    assert not re.search(r"""(?:from|import)\s*\(?\s*["'](?:https?:)?//""", text)
    if "vendor" not in path.parts:
        assert not ELSEWHERE.findall(text.replace(NAMESPACE, ""))
