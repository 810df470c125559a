"""Key figures and evidence say when they were counted, and count again when asked."""

from __future__ import annotations

import pytest

from tests.blocks import cast
from tests.blocks.visitor import Visitor, code_of, text_of

pytestmark = pytest.mark.django_db
CHIARA = Visitor("chiara", slug="home")


@pytest.mark.parametrize(
    ("part", "one", "two"),
    [
        ("figures", "<td>2 of 2</td>", "<td>4 of 4</td>"),
        ("evidence", "with a task: 0 of 1", "with a task: 0 of 2"),
    ],
)
def test_the_page_counts_again_when_asked(part: str, one: str, two: str) -> None:
    cast.make_pair("giulia", "mario")
    assert one in text_of(CHIARA.get("part", name=part))
    cast.make_pair("piotr", "anna")
    again = text_of(CHIARA.get("part", name=part))
    assert "Counted: " in again
    assert "Count again" in again
    assert two not in again
    anew = text_of(CHIARA.post("count_anew", name=part))
    assert "Counted just now." in anew
    assert two in anew
    assert two in text_of(CHIARA.get("part", name=part))


def test_the_print_says_when() -> None:
    cast.make_pair("giulia", "mario")
    assert "As it stood on " in text_of(CHIARA.get("evidence_document"))


@pytest.mark.parametrize("name", ["", "charter", "nothing"])
def test_nothing_else_is_counted(name: str) -> None:
    assert code_of(CHIARA.post("count_anew", name=name)) == "no_such_section"
