"""What every block's settings form promises an author."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

import pytest
from lxml.html import HtmlElement

from tests.blocks.visitor import Visitor, problems_of, sent_by, tree_of
from workbench_site.models import FieldValue

OURS = {
    one.name: one.load() for one in entry_points(group="xblock.v1") if one.name.startswith("ment_")
}
SLUGS = {
    "ment_dashboard": "home",
    "ment_training": "j1",
    "ment_matching": "profile",
    "ment_agreement": "agreement",
    "ment_journal": "journal",
    "ment_survey": "half-way",
}
# Of edx-platform: xmodule/vertical_block.py takes the first of these for a unit, and anything else for "other".
KNOWN_ICONS = {"video", "problem", "other"}
# Of the rows of questions: what the author typed in the browser comes back as it was sent, so nothing here can be wrong.
MOVED_WITH_THE_ROWS = ("rows", "rows_of", "add_kind")


def form(slug: str) -> HtmlElement:
    (found,) = tree_of(Visitor("chiara", slug=slug).studio()).xpath("//form[@data-url]")
    return found


def test_all_six_are_tried_here() -> None:
    assert set(SLUGS) == set(OURS)


@pytest.mark.parametrize("block_type", OURS)
def test_the_platform_can_show_it(block_type: str) -> None:
    block = OURS[block_type]
    assert block.icon_class in KNOWN_ICONS
    assert block.fields["display_name"].default
    assert block.has_author_view


@pytest.mark.parametrize("slug", SLUGS.values())
def test_it_is_grouped_and_every_input_is_named(slug: str) -> None:
    shown = form(slug)
    assert shown.xpath("./preceding-sibling::p")[0].text_content().strip()
    headings = [one.text_content() for one in shown.xpath(".//section/h3")]
    assert headings
    assert len(headings) == len(set(headings)) == len(shown.xpath(".//section"))
    for one in shown.xpath(".//input[not(@type='hidden')] | .//select | .//textarea"):
        labels = shown.xpath(f".//label[@for='{one.get('id')}']") if one.get("id") else []
        around = one.xpath("ancestor::label")
        assert any(label.text_content().strip() for label in labels + around), one.get("name")


def wrong_values(slug: str) -> list[tuple[str, Any]]:
    """For every input of the form, something that it cannot take."""
    found: dict[str, Any] = {}
    for one in form(slug).xpath(".//section//input | .//section//select | .//section//textarea"):
        name, kind = one.get("name"), one.get("type") or one.tag
        if "." in name or name in MOVED_WITH_THE_ROWS:
            continue
        found[name] = {
            "number": "many",
            "date": "soon",
            "time": "25:99",
            "text": "x" * 2001,
            "textarea": "x" * 2001,
            "checkbox": ["no-such"],
            "radio": "no-such",
            "select": "no-such",
        }[kind]
    return list(found.items())


# Ticks of one choice each: anything but its own value says no.
SINGLE_TICKS = {"closes_with_last", "expected"}


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("profile", "a short id of your own | area | what people read. Such as: order-timber"),
        ("j1", "the guide “How to write a training module” explains"),
    ],
)
def test_a_hint_of_several_lines_of_code_reads_as_one_sentence(slug: str, words: str) -> None:
    assert any(words in hint.text_content() for hint in form(slug).iter("p"))


@pytest.mark.parametrize("slug", SLUGS.values())
def test_what_is_wrong_is_said_beside_its_input_and_nothing_is_saved(slug: str) -> None:
    author = Visitor("chiara", slug=slug, door="studio_handler")
    right = sent_by(form(slug))
    wrong = dict(wrong_values(slug))
    assert wrong
    for name, value in wrong.items():
        if name in SINGLE_TICKS:
            continue
        refused = author.post("save_settings", **{**right, name: value})
        assert refused.status_code == 422, name
        assert list(problems_of(refused)) == [name]
        assert all(problems_of(refused).values())
    assert not FieldValue.objects.exists()


@pytest.mark.parametrize("slug", SLUGS.values())
def test_all_that_is_wrong_is_said_at_once(slug: str) -> None:
    author = Visitor("chiara", slug=slug, door="studio_handler")
    numbers = {name: value for name, value in wrong_values(slug) if value in ("many", "x" * 2001)}
    refused = author.post("save_settings", **{**sent_by(form(slug)), **numbers})
    assert set(problems_of(refused)) == set(numbers)


def stored() -> dict[str, Any]:
    """What authors changed, by field; what went back to the block's own default is in it as None."""
    rows = FieldValue.objects.filter(scope__in=("settings", "content"))
    return {row.name: row.value if row.is_set else None for row in rows}


@pytest.mark.parametrize("slug", SLUGS.values())
def test_a_form_saved_as_it_is_shown_stores_nothing(slug: str) -> None:
    author = Visitor("chiara", slug=slug, door="studio_handler")
    assert author.post("save_settings", **sent_by(form(slug))).status_code == 200
    assert stored() == {}


@pytest.mark.parametrize("slug", SLUGS.values())
def test_only_what_was_changed_is_stored_and_emptying_it_brings_the_default_back(slug: str) -> None:
    author = Visitor("chiara", slug=slug, door="studio_handler")
    before = sent_by(form(slug))
    default = OURS[next(kind for kind, one in SLUGS.items() if one == slug)].fields["display_name"]
    author.post("save_settings", **{**before, "display_name": "Ours"})
    assert stored() == {"display_name": "Ours"}
    author.post("save_settings", **sent_by(form(slug)))
    assert stored() == {"display_name": "Ours"}, "it was set before, so it stays set"
    assert author.post("save_settings", **{**before, "display_name": " "}).status_code == 200
    assert stored() == {"display_name": None}
    assert sent_by(form(slug))["display_name"] == default.default


@pytest.mark.parametrize("slug", SLUGS.values())
def test_an_emptied_number_is_the_default_again(slug: str) -> None:
    author = Visitor("chiara", slug=slug, door="studio_handler")
    numbers = form(slug).xpath(".//input[@type='number']/@name")
    before = sent_by(form(slug))
    emptied = author.post("save_settings", **{**before, **dict.fromkeys(numbers, "")})
    assert emptied.status_code == 200
    block = OURS[next(kind for kind, one in SLUGS.items() if one == slug)]
    shown = sent_by(form(slug))
    assert {name: float(shown[name]) for name in numbers} == {
        name: float(block.fields[name].default) for name in numbers
    }
