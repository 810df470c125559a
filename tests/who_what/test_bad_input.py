"""Whatever is sent to a handler is refused with clear words, or is a text like any other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse

from ment_xblock.blocks.entry_points import LARGEST_BODY, Who
from ment_xblock.blocks.messages import MESSAGES
from tests.blocks import cast
from tests.blocks.visitor import Visitor, code_of, text_of, tree_of
from tests.who_what.doors import our_doors
from tests.who_what.requests import furnish, right_request

LET_IN: Mapping[Who, Visitor] = {
    Who.MEMBER: Visitor("giulia"),
    Who.PARTNER: Visitor("giulia"),
    Who.FACILITATOR: Visitor("chiara"),
    Who.AUTHOR: Visitor("chiara", door="studio_handler"),
}
DOORS = our_doors()
POSTS = [name for name, door in DOORS.items() if door.method == "POST"]

UNREADABLE: Mapping[str, tuple[str | bytes, str]] = {
    "nothing": ("", "application/json"),
    "no JSON": ("pairing=1", "application/json"),
    "half": ('{"pairing": 1', "application/json"),
    "an array": ("[1, 2]", "application/json"),
    "a text": ('"pairing"', "application/json"),
    "a number": ("17", "application/json"),
    "null": ("null", "application/json"),
    "deep": ('{"pairing": ' + "[" * 30_000 + "]" * 30_000 + "}", "application/json"),
    "Latin-1": ('{"reason": "è"}'.encode("latin-1"), "application/json"),
    "UTF-16": ('{"pairing": 1}'.encode("utf-16"), "application/json"),
    "a form": ("pairing=1&act=end", "application/x-www-form-urlencoded"),
    "plain text": ('{"pairing": 1}', "text/plain"),
    "multipart": ('--x\r\n\r\n{"pairing": 1}\r\n--x--', "multipart/form-data; boundary=x"),
    "1 MB": (json.dumps({"pairing": 1, "reason": "x" * 1_000_000}), "application/json"),
    "5 MB": (json.dumps({"pairing": 1, "reason": "x" * 5_000_000}), "application/json"),
    "just too large": ('{"pairing": 1, "reason": "' + "x" * LARGEST_BODY, "application/json"),
}
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    1.5,
    float("nan"),
    10**30,
    "999999999999",
    "-1",
    "١٢",
    "",
    [],
    ["1", 2, None],
    {"a": {"b": []}},
    "\x00",
    "\ud800",
    "\uffff",
    "x" * 5000,
    '<script>alert("1")</script>',
    "{{ block }} {% debug %} %(name)s {0} {mentor}",
    "' OR 1=1 --",
    "\u202eevil\u202c",
)


@pytest.fixture
def pair() -> int:
    return furnish()


def assert_clear_refusal(refused: HttpResponse) -> None:
    assert refused.status_code in {400, 401, 403, 404, 409, 413, 422}
    assert code_of(refused) in MESSAGES
    assert len(tree_of(refused).text_content().strip()) > 10
    assert "Traceback" not in text_of(refused)


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_read(kind: str, pair: int) -> None:
    body, content_type = UNREADABLE[kind]
    before = cast.dump()
    for name in POSTS:
        refused = LET_IN[DOORS[name].who].send(DOORS[name].name, body, content_type)
        assert refused.status_code == 400, name
        assert_clear_refusal(refused)
    assert cast.dump() == before


@pytest.mark.parametrize("name", DOORS)
def test_odd_values_in_every_place(name: str, pair: int) -> None:
    door = DOORS[name]
    right = right_request(door.name, pair)
    before = cast.dump()
    for place in right:
        for odd in ODD:
            with transaction.atomic():
                answer = ask(name, {**right, place: odd})
                assert answer.status_code < 500, (place, odd)
                if answer.status_code >= 400:
                    assert_clear_refusal(answer)
                    assert cast.dump() == before, (place, odd)
                assert "<script>alert" not in text_of(answer), (place, odd)
                transaction.set_rollback(True)


def ask(name: str, data: Mapping[str, Any]) -> HttpResponse:
    door = DOORS[name]
    visitor = LET_IN[door.who]
    if door.method == "POST":
        return visitor.send(door.name, json.dumps(data))
    in_address = {key: str(value).encode("utf-8", "surrogatepass") for key, value in data.items()}
    return visitor.get(door.name, **in_address)
