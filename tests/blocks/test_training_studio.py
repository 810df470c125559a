"""The training block in Studio: an author's own module is checked, saved, and refused with the line that is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from ment_xblock.blocks.messages import MESSAGES
from ment_xblock.domain.people import Role
from tests.blocks import cast
from tests.blocks.training_cases import FORM, GIULIA, OWN, at
from tests.blocks.visitor import Visitor, problems_of, text_of, tree_of


def author(slug: str = "j1") -> Visitor:
    return at(slug, "chiara", door="studio_handler")


def test_an_own_module_is_checked_and_saved() -> None:
    checked = author().post("check_module", own_module=OWN)
    assert "No mistakes" in text_of(checked)
    assert "Which light?" in text_of(checked)
    assert author().post("save_settings", **FORM, own_module=OWN).status_code == 200
    cast.give_role(GIULIA, Role.MENTOR)
    assert "Which light?" in text_of(at("j1").unit())
    assert "Which light?" in text_of(author().studio())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (OWN.replace("track: junior", "track: junor"), "Line 5"),
        (OWN.replace("right: true", "right: false"), "No option is right"),
        (OWN + "\n  - broken: [", "Line"),
        ("", "Please fill this in."),
    ],
)
def test_a_broken_own_module_is_not_saved_and_says_why(text: str, says: str) -> None:
    before = cast.dump()
    refused = author().post("save_settings", **FORM, own_module=text)
    assert refused.status_code == 422
    assert says in problems_of(refused)["own_module"]
    assert cast.dump() == before


@pytest.mark.parametrize(
    ("name", "value"),
    [("module_name", "j99"), ("order", "odd"), ("credit", ""), ("pass_percent", "101")],
)
def test_settings_that_do_not_exist(name: str, value: str) -> None:
    refused = author().post("save_settings", **{**FORM, "own_module": OWN, name: value})
    assert list(problems_of(refused)) == [name]


def test_a_broken_import_is_told_kindly(publish: Any) -> None:
    publish(own='<ment_training module_name="own"/>')
    cast.give_role(GIULIA, Role.MENTOR)
    visitor = at("own")
    assert str(MESSAGES["no_module"]) in tree_of(visitor.unit()).text_content()
    assert visitor.post("answer", _activity="look").status_code == 404
    assert str(MESSAGES["no_module"]) in text_of(
        at("own", "chiara", door="studio_handler").studio()
    )
