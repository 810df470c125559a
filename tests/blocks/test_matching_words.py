"""Every fact of a matching has a sentence, and no sentence has a gap."""

import re
from pathlib import Path

import pytest
from django.utils import translation

import ment_xblock.domain.matching as rules
from ment_xblock.blocks.matching_words import _SAYINGS, Speaker, listed, own_sentences, said_times
from ment_xblock.blocks.task_cards import task_cards
from ment_xblock.domain.matching import Bar, Fact
from ment_xblock.domain.people import Role
from workbench_site.course_run import published_course
from workbench_site.runtime import SiteRuntime

FOLDER = Path(rules.__file__).parent
PARAMS = {
    "tasks": ["quote-as-pdf"],
    "wanted": 3,
    "times": ["mon-evening"],
    "languages": ["it"],
    "ways": ["in_person"],
    "places": ["workshop"],
    "style": ["pace=slow"],
    "trade": "wood",
    "trades": ["wood", "food"],
    "other": 1,
    "mentee": 2,
    "criterion": "times",
    "barred": 2,
    "people": 3,
    "fitting": 2,
    "count": 2,
    "meet": 1,
    "language": "ro",
}


def codes():
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    named = set(re.findall(r"""Fact\(\s*f?"(\w+)[",]""", text))
    barred = {f"barred_{bar}" for bar in Bar}
    lifted = {f"if_{bar}" for bar in Bar if bar not in (Bar.ALREADY, Bar.BOSS)}
    return named | barred | lifted


def speaker():
    block = SiteRuntime("chiara").get_block(published_course().usage_keys["profile"])
    return Speaker(task_cards(block), {1: "Piotr", 2: "Anna"}, mentor="Giulia", mentee="Mario")


def test_every_code_has_its_sentence():
    assert codes() == set(_SAYINGS)


@pytest.mark.parametrize("code", sorted(_SAYINGS))
def test_no_sentence_has_a_gap(code):
    params = {**PARAMS, "people": [1, 2]} if code == "one_more_place" else dict(PARAMS)
    if code == "other_style":
        params["style"] = ["pace"]
    said = speaker().say(Fact(code, params))
    assert len(said) > 15
    assert "%" not in said
    assert said.rstrip().endswith((".", "?"))


def test_lists_and_times_are_said_as_people_say_them():
    with translation.override("en"):
        assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
            "",
            "a",
            "a and b",
            "a, b and c",
        ]
        assert said_times(["mon-midday", "mon-evening", "fri-morning"]) == (
            "Monday midday, evening and Friday morning"
        )


def test_the_two_are_spoken_to():
    facts = [
        Fact("covers_tasks", {"tasks": ["quote-as-pdf"], "wanted": 3}),
        Fact("same_style", {"style": ["pace=slow"]}),
        Fact("same_language", {"languages": ["it"]}),
    ]
    cards = speaker().cards
    to_mentee = own_sentences(cards, facts, Role.MENTEE, "Giulia")
    to_mentor = own_sentences(cards, facts, Role.MENTOR, "Mario")
    assert to_mentee[0].startswith("Giulia can show you 1 of your 3 tasks")
    assert to_mentor[0].startswith("You can show Mario 1 of the 3 chosen tasks")
    assert to_mentee[1:] == to_mentor[1:] == ["You both speak Italian."]
