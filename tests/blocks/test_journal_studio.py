"""The journal's settings in Studio, in a course file, and in what learners meet."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html
from xblock.core import XBlock

from tests.blocks import cast
from tests.blocks.test_olx import authored, runtime_of_an_author, there_and_back
from tests.blocks.visitor import Visitor, problems_of, text_of, tree_of, values_of
from workbench_site.models import FieldValue

AUTHOR = Visitor("chiara", door="studio_handler", slug="journal")
GIULIA = Visitor("giulia", slug="journal")
CHOSEN = {
    "display_name": "Unsere <Treffen> & mehr",
    "weight": 2.5,
    "welcome": 'Benvenuti!\n<3 "uno a uno" ]]> {{ x }}',
    "required_sessions": 9,
    "session_minutes": 30,
    "time_zone": "Europe/Warsaw",
    "prompts": False,
    "fields_off": ["came", "language"],
    "share_first": True,
    "paper_allowed": False,
}


@pytest.fixture
def block() -> XBlock:
    runtime = runtime_of_an_author()
    return runtime.get_block(runtime.parse_xml_string("<ment_journal/>"))


def form() -> Any:
    return tree_of(AUTHOR.studio()).xpath("//form[@data-url]")[0]


def test_settings_go_out_with_the_course_and_come_back_the_same(block: XBlock) -> None:
    mixed_in = {"name", "tags", "xml_attributes"}
    assert set(authored(block)) - mixed_in == set(CHOSEN)
    for name, value in CHOSEN.items():
        assert getattr(block, name) != value
        setattr(block, name, value)
    assert authored(there_and_back(block)) == authored(block)


def test_the_form_as_it_is_shown_can_be_saved_and_changes_nothing() -> None:
    before = values_of(form())
    assert AUTHOR.post("save_settings", **before).status_code == 200
    assert values_of(form()) == before


def test_what_is_saved_is_shown_again_and_takes_effect() -> None:
    typed = values_of(form()) | {
        "required_sessions": "2",
        "asked": ["device"],
        "switched_on": ["share_first"],
    }
    assert AUTHOR.post("save_settings", **typed).status_code == 200
    shown = values_of(form())
    assert (shown["asked"], shown["switched_on"]) == (["device"], ["share_first"])
    pair = cast.make_pair("giulia", "mario")
    page = tree_of(GIULIA.get("log_form", pairing=pair))
    asked = {one.get("name") for one in page.xpath("//form//input | //form//textarea")}
    assert "device" in asked
    assert not asked & {"step", "kinds", "direction", "came", "language", "learned", "obstacle"}
    assert page.xpath("//input[@name='share'][@checked]")
    assert "0 of 2 days" in html.fromstring(text_of(GIULIA.unit())).text_content()
    refused = Visitor("chiara", slug="journal").post("enter_log", pairing=pair)
    assert (refused.status_code, "does not let facilitators" in text_of(refused)) == (409, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"required_sessions": "0"},
        {"session_minutes": "-3"},
        {"time_zone": "Mars/Olympus"},
        {"asked": ["tried"]},
        {"asked": [5]},
        {"switched_on": ["everything"]},
        {"switched_on": {"prompts": True}},
    ],
)
def test_wrong_settings_are_named_beside_their_field_and_save_nothing(
    wrong: dict[str, Any],
) -> None:
    answer = AUTHOR.post("save_settings", **(values_of(form()) | wrong))
    assert answer.status_code == 422
    assert set(problems_of(answer)) == set(wrong)
    assert not FieldValue.objects.exists()


def test_studio_shows_what_the_block_is_and_writes_nothing() -> None:
    before = cast.dump()
    assert "plan their meetings here" in text_of(AUTHOR.studio())
    assert cast.dump() == before
