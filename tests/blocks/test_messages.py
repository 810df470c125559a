"""Every code that the package can raise has words, and all words can be filled."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ment_xblock
from ment_xblock.blocks.messages import MESSAGES, message
from ment_xblock.domain.errors import MentError
from ment_xblock.domain.pairing import TRANSITIONS, Act, Party, State, next_state

RAISING = {
    "MentError", "NotSignedIn", "NotAllowed", "NotFound", "WrongState", "Stale", "Malformed",
    "FieldProblem", "_Problem",
}  # fmt: skip


def sources() -> Iterator[ast.AST]:
    package = Path(ment_xblock.__file__).parent
    for path in package.rglob("*.py"):
        if "training" not in path.parts and "curriculum" not in path.parts:
            yield ast.parse(path.read_text(encoding="utf-8"))


def codes_in_the_source() -> set[str]:
    """The first text given to anything that says what is wrong; the second, beside a field's name."""
    codes = set()
    for tree in sources():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in RAISING:
                place = 1 if getattr(call.func, "id", "") == "FieldProblem" else 0
                code = call.args[place] if len(call.args) > place else None
                if isinstance(code, ast.Constant):
                    codes.add(code.value)
    return codes


def codes_of_the_table() -> set[str]:
    """What each act says where it is not possible."""
    codes = set()
    for state in State:
        for act in Act:
            for party in Party:
                try:
                    next_state(state, act, party, State.DRAFT)
                except MentError as error:
                    codes.add(error.code)
    return codes


def test_the_search_finds_codes() -> None:
    assert codes_in_the_source() >= {
        "not_signed_in",
        "signed_meanwhile",
        "out_of_range",
        "not_json",
    }
    assert TRANSITIONS


@pytest.mark.parametrize("code", sorted(codes_in_the_source() | codes_of_the_table()))
def test_every_code_has_words(code: str) -> None:
    assert code in MESSAGES


@pytest.mark.parametrize("code", MESSAGES)
def test_words_can_be_filled(code: str) -> None:
    places = re.findall(r"%\((\w+)\)s", str(MESSAGES[code]))
    words = message(code, dict.fromkeys(places, 3))
    assert "%" not in words
    assert words[-1] in ".?!"


def test_an_unknown_code_is_still_answered() -> None:
    assert message("no_such_code") == "That did not work. Load the page again."
