"""The blocks of the ready course, as the XBlock runtime reads them and an author's form takes them."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from xblock.fields import Scope
from xblock.runtime import DictKeyValueStore, KvsFieldData

from tests.blocks.visitor import Visitor, problems_of, sent_by, tree_of
from tools.course_olx import course_files, languages
from workbench_site.course_run import published_course
from workbench_site.runtime import SiteRuntime

SHIPPED = [
    pytest.param(
        ElementTree.tostring(one, encoding="unicode").strip(),
        id=f"{language}-{one.get('url_name')}",
    )
    for language in languages()
    for name, content in course_files(language).items()
    if name.endswith(".xml")
    for one in ElementTree.fromstring(content).iter()
    if one.tag.startswith("ment_")
]


def runtime() -> SiteRuntime:
    """A runtime that keeps what it parses in memory, as an import does."""
    made = SiteRuntime()
    made._services["field-data"] = KvsFieldData(DictKeyValueStore({}))
    return made


def authored(block) -> dict[str, Any]:
    return {
        name: getattr(block, name)
        for name, one in block.fields.items()
        if one.scope in (Scope.settings, Scope.content) and one.is_set_on(block)
    }


def parse(olx: str | bytes):
    made = runtime()
    return made.get_block(made.parse_xml_string(olx))


@pytest.mark.parametrize("olx", SHIPPED)
def test_the_round_trip_loses_nothing(olx: str) -> None:
    block = parse(olx)
    written = BytesIO()
    block.runtime.export_to_xml(block, written)
    again = parse(written.getvalue())
    assert authored(again) == authored(block)
    given = ElementTree.fromstring(olx).attrib
    assert set(authored(block)) >= set(given) - {"url_name", "xblock-family"}
    for name in authored(block):
        if name in given and isinstance(getattr(block, name), list | dict):
            assert getattr(block, name) == json.loads(given[name])


@pytest.mark.parametrize("olx", SHIPPED)
def test_the_authors_form_takes_it_as_it_is(olx: str, publish) -> None:
    publish(agreement=olx)
    author = Visitor("chiara", door="studio_handler")
    before = authored(SiteRuntime().get_block(published_course().usage_keys["agreement"]))
    form = sent_by(tree_of(author.studio()).xpath("//form[@data-url]")[0])
    saved = author.post("save_settings", **form)
    assert saved.status_code == 200, problems_of(saved)
    after = SiteRuntime().get_block(published_course().usage_keys["agreement"])
    for name, value in before.items():
        if name == "questions":
            assert [_id(one) for one in after.questions] == [_id(one) for one in value]
        else:
            assert getattr(after, name) == value, name


def _id(item: Any) -> str:
    return item if isinstance(item, str) else item["id"]
