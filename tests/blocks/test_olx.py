"""An author's settings go out with the course and come back the same."""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from xblock.core import XBlock
from xblock.fields import Scope
from xblock.runtime import DictKeyValueStore, KvsFieldData

from ment_xblock.curriculum.clauses import sections
from tests.blocks import cast
from tests.blocks.visitor import Visitor, problems_of
from workbench_site.course_run import published_course
from workbench_site.runtime import SiteRuntime

WELCOME = (
    'Benvenuti!\nÈ il vostro patto \u2013 «insieme» & "uno a uno" <3\n\t'
    "\u0645\u0631\u062d\u0628\u0627\u200f \N{WAVING HAND SIGN} ]]> {{ x }} \u202e"
)
NOT_AS_THEY_COME = {
    "display_name": "Il patto <di> Giulia & Mario",
    "weight": 2.5,
    "welcome": WELCOME,
    "facilitator_name": "Chiara “la prof” Valdesi",
    "contact": "chiara@example.org, 'aula' 3 & 4",
    "required_sessions": 9,
    "session_minutes": 90,
    "time_zone": "Europe/Warsaw",
    "clauses_off": ["questions", "recognition"],
    "defaults": {"every_weeks": "3", "ways": ["phone", "video"], "quiet_from": "19:15"},
}


def authored(block: XBlock) -> dict[str, Any]:
    scopes = (Scope.settings, Scope.content)
    return {name: getattr(block, name) for name, one in block.fields.items() if one.scope in scopes}


def runtime_of_an_author() -> SiteRuntime:
    """A runtime that keeps what it parses in memory, as an import does."""
    runtime = SiteRuntime()
    runtime._services["field-data"] = KvsFieldData(DictKeyValueStore({}))
    return runtime


def there_and_back(block: XBlock) -> XBlock:
    written = BytesIO()
    block.runtime.export_to_xml(block, written)
    runtime = runtime_of_an_author()
    return runtime.get_block(runtime.parse_xml_string(written.getvalue()))


@pytest.fixture
def block() -> XBlock:
    runtime = runtime_of_an_author()
    return runtime.get_block(runtime.parse_xml_string("<ment_agreement/>"))


def test_every_setting_is_tried_here(block: XBlock) -> None:
    mixed_in = {"name", "tags", "xml_attributes"}
    assert set(authored(block)) - mixed_in == set(NOT_AS_THEY_COME)
    assert all(authored(block)[name] != value for name, value in NOT_AS_THEY_COME.items())


def test_all_settings_come_back(block: XBlock) -> None:
    for name, value in NOT_AS_THEY_COME.items():
        setattr(block, name, value)
    assert authored(there_and_back(block)) == authored(block)
    assert authored(there_and_back(there_and_back(block))) == authored(block)


def test_a_block_as_it_comes(block: XBlock) -> None:
    assert authored(there_and_back(block)) == authored(block)
    node = etree.Element("unknown")
    block.add_xml_to_node(node)
    assert node.tag == "ment_agreement"
    assert not set(node.attrib) & set(NOT_AS_THEY_COME), "only what was set is written"


def test_what_is_saved_in_studio_can_go_out() -> None:
    author = Visitor("chiara", door="studio_handler")
    odd = "\x00\x0b\ud800\ufffe\uffff\x7fa"
    texts = ("display_name", "welcome", "facilitator_name", "contact")
    saved = author.post("save_settings", **{**cast.STUDIO, **dict.fromkeys(texts, odd)})
    assert saved.status_code == 200, problems_of(saved)
    runtime = SiteRuntime()
    block = runtime.get_block(published_course().usage_keys["agreement"])
    assert block.welcome == "a"
    assert authored(there_and_back(block)) == authored(block)


def test_unknown_attributes_and_children_do_no_harm(caplog: pytest.LogCaptureFixture) -> None:
    runtime = runtime_of_an_author()
    with caplog.at_level(logging.ERROR):
        olx = '<ment_agreement url_name="a1" future_setting="x" weight="3"><!-- note --></ment_agreement>'
        block = runtime.get_block(runtime.parse_xml_string(olx))
    assert block.weight == 3.0
    assert block.required_sessions == 6


# What somebody wrote into the course by hand has never been through the form.
BY_HAND = """<ment_agreement weight="-3" required_sessions="999" session_minutes="0"
  time_zone="Middle/Earth" clauses_off='["rank", "no-such", "minors"]'
  defaults='{"every_weeks": "often", "ways": "by_owl", "number": "many", "quiet_from": "25:00",
             "no-such": 1, "proposes": ["x"]}'/>"""


def test_settings_written_by_hand_break_no_page(publish: Callable[..., None]) -> None:
    publish(agreement=BY_HAND)
    pair = cast.make_pair("giulia", "mario")
    giulia = Visitor("giulia")
    assert giulia.unit().status_code == 200
    assert Visitor("chiara").studio().status_code == 200
    assert giulia.get("print_page", pairing=pair).status_code == 200
    for section in sections():
        form = giulia.get("section", pairing=pair, section=section, edit="true")
        assert form.status_code == 200
    dates = {"start": "2026-03-02", "end": "2026-06-30", "time": "17:30"}
    saved = giulia.post(
        "save_section", pairing=pair, section="meetings", fields=" ".join(dates), **dates
    )
    assert saved.status_code == 200
    assert giulia.get("calendar", pairing=pair).status_code == 200
