"""A survey goes out with the course and comes back the same, with the author's own questions."""

from __future__ import annotations

from typing import Any

import pytest
from xblock.core import XBlock

from ment_xblock.domain.errors import NotFound
from tests.blocks.test_olx import authored, runtime_of_an_author, there_and_back

QUESTIONS = [
    "trust",
    {"id": "voice", "required": True, "words": {"text": 'Ich sage, was ich „denke" & <fühle>'}},
    {
        "id": "own-1",
        "kind": "matrix",
        "roles": ["mentee"],
        "options": ["o1", "o2"],
        "rows": ["o1", "o3"],
        "words": {
            "text": "Wie oft?\nÖfter ]]> {{ x }}",
            "options": {"o1": "nie", "o2": "oft"},
            "rows": {"o1": "fragen", "o3": "\u0645\u0631\u062d\u0628\u0627"},
        },
    },
]
NOT_AS_THEY_COME: dict[str, Any] = {
    "display_name": "Halb <um> & halb",
    "weight": 2.5,
    "intro": "Liebe alle,\nnun ja \N{WAVING HAND SIGN}",
    "thanks": "Danke!",
    "instrument": "mid",
    "mode": "anonymous",
    "role": "mentee",
    "layout": "one",
    "questions": QUESTIONS,
    "expected": False,
    "required_sessions": 9,
    "opens_on": "2026-03-01",
    "closes_on": "2026-03-31",
    "after": "session-number",
    "closes_with_last": True,
    "session_number": 5,
    "weeks_later": 13,
    "time_zone": "Europe/Warsaw",
}


@pytest.fixture
def block() -> XBlock:
    runtime = runtime_of_an_author()
    return runtime.get_block(runtime.parse_xml_string("<ment_survey/>"))


def test_every_setting_is_tried_here(block: XBlock) -> None:
    assert set(authored(block)) - {"name", "tags", "xml_attributes"} == set(NOT_AS_THEY_COME)
    assert all(authored(block)[name] != value for name, value in NOT_AS_THEY_COME.items())


def test_all_settings_come_back(block: XBlock) -> None:
    for name, value in NOT_AS_THEY_COME.items():
        setattr(block, name, value)
    back = there_and_back(block)
    assert authored(back) == authored(block)
    assert back.definition == block.definition
    assert back.schedule == block.schedule
    assert back.definition.item("own-1").words.rows["o3"] == "\u0645\u0631\u062d\u0628\u0627"


def test_a_block_as_it_comes(block: XBlock) -> None:
    assert authored(there_and_back(block)) == authored(block)
    assert there_and_back(block).questions is None


@pytest.mark.parametrize(
    "olx",
    [
        '<ment_survey instrument="no-such"/>',
        "<ment_survey questions='[\"no-such\"]'/>",
        '<ment_survey questions=\'[{"id": "own-1", "kind": "text"}]\'/>',
        '<ment_survey questions="[]"/>',
        '<ment_survey instrument="mid" mode="anonymous" questions=\'["go-on"]\'/>',
    ],
)
def test_a_course_written_by_hand_breaks_nothing(olx: str) -> None:
    runtime = runtime_of_an_author()
    block = runtime.get_block(runtime.parse_xml_string(olx))
    assert block.survey is None
    assert block.stored_definition.items
    with pytest.raises(NotFound, match="survey_broken"):
        _ = block.definition
