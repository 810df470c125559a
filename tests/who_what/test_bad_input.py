"""Whatever is sent to a handler is refused with clear words, or is a text like any other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse

from ment_xblock.blocks.entry_points import LARGEST_BODY, Who
from ment_xblock.blocks.messages import MESSAGES
from ment_xblock.models import HelpRequest, Pairing
from tests.blocks import cast
from tests.blocks.visitor import Visitor, code_of, text_of, tree_of
from tests.who_what.doors import our_doors
from tests.who_what.requests import right_request, there

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
NOT_THERE = {(404, f"no_such_{what}") for what in ("pair", "thing", "meeting")}
EVIL = (
    '<script>alert("1")</script> {{ block }}{% debug %} %(name)s {0} {mentor} \' OR 1=1 -- \u202e'
)
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    1.5,
    float("nan"),
    10**30,
    "999999999999",
    "١٢",
    "",
    ["1", 2, None],
    {"a": {"b": []}},
    "\x00\ud800\uffff",
    "x" * 5000,
    EVIL,
)


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
        visitor = there(LET_IN[DOORS[name].who], name)
        refused = visitor.send(DOORS[name].name, body, content_type)
        assert refused.status_code == 400, name
        assert_clear_refusal(refused)
    assert cast.dump() == before


@pytest.mark.parametrize("name", DOORS)
def test_odd_values_in_every_place(name: str, pair: int) -> None:
    right = right_request(name, pair)
    # The many settings of an author are read one by one whatever is in the others, so they can all be odd at once.
    places = [tuple(right)] if DOORS[name].who is Who.AUTHOR else [(place,) for place in right]
    before = cast.dump()
    for place, odd in product(places, ODD):
        with transaction.atomic():
            answer = ask(name, {**right, **dict.fromkeys(place, odd)})
            assert answer.status_code < 500, (place, odd)
            if answer.status_code >= 400 and not is_conflict(answer):
                assert_clear_refusal(answer)
                assert cast.dump() == before, (place, odd)
            assert "<script>alert" not in text_of(answer), (place, odd)
            transaction.set_rollback(True)


def is_conflict(answer: HttpResponse) -> bool:
    """The form again, with what was typed and with what the partner stored meanwhile."""
    return answer.status_code == 409 and bool(tree_of(answer).xpath("//form//*[@data-take]"))


def ask(name: str, data: Mapping[str, Any]) -> HttpResponse:
    door = DOORS[name]
    visitor = there(LET_IN[door.who], name)
    if door.method == "POST":
        return visitor.send(door.name, json.dumps(data))
    in_address = {key: str(value).encode("utf-8", "surrogatepass") for key, value in data.items()}
    return visitor.get(door.name, **in_address)


# What is there, but not for this pair or this course, and what was there a moment ago.
@pytest.fixture
def elsewhere() -> dict[str, int]:
    """Ids of another course with the same people: they exist, and are nobody's business here."""
    course = cast.world().elsewhere()
    pair = cast.make_pair("sofia", "paolo", of=course)
    course.act("ask_rematch", "sofia", pair, reason="Elsewhere")
    row = Pairing.objects.get(pk=pair)
    return {
        "pair": pair,
        "mentor": row.mentor_id,
        "mentee": row.mentee_id,
        "request": HelpRequest.objects.get(text="Elsewhere").pk,
    }


def refuse(visitor: Visitor, method: str, handler: str, data: Mapping[str, Any]) -> tuple[int, str]:
    """Status and code of a refusal that changed nothing."""
    before = cast.dump()
    answer = visitor.get(handler, **data) if method == "GET" else visitor.post(handler, **data)
    assert cast.dump() == before
    assert_clear_refusal(answer)
    return answer.status_code, code_of(answer)


@pytest.mark.parametrize("whose", ["another pair", "another course", "nobody"])
@pytest.mark.parametrize("who", ["giulia", "chiara"])
def test_pairs_that_are_not_theirs(
    whose: str, who: str, pair: int, elsewhere: dict[str, int]
) -> None:
    if (whose, who) == ("another pair", "chiara"):
        pytest.skip("the facilitator may look after every pair of the course")
    other = Pairing.objects.get(mentor__user__username="piotr").pk
    wanted = {"another pair": other, "another course": elsewhere["pair"], "nobody": 10**9}[whose]
    for name, door in DOORS.items():
        right = right_request(name, pair)
        if "pairing" not in right or (who, door.name) == ("chiara", "page"):
            continue  # a facilitator has no page of a pair: whatever is asked for, it says so
        visitor = there(Visitor(who), name)
        status, code = refuse(visitor, door.method, door.name, {**right, "pairing": wanted})
        partners_only = who == "chiara" and door.name in {"save_section", "sign"}
        partners_only |= who == "giulia" and door.who is Who.FACILITATOR
        assert partners_only or (status, code) in NOT_THERE, name


def test_people_and_requests_of_another_course(pair: int, elsewhere: dict[str, int]) -> None:
    chiara = Visitor("chiara")
    mentor, mentee = cast.participant("yusuf"), cast.participant("greta")
    theirs = {"mentor": elsewhere["mentor"], "mentee": mentee}
    assert refuse(chiara, "POST", "pair", theirs) == (404, "no_such_person")
    theirs = {"mentor": mentor, "mentee": elsewhere["mentee"]}
    assert refuse(chiara, "POST", "pair", theirs) == (404, "no_such_person")
    request = {"request": elsewhere["request"]}
    assert refuse(chiara, "POST", "close_request", request) == (404, "no_such_request")
    for stranger in ("nora", "otto"):
        person = {"user": cast.user_id(stranger), "role": "mentor"}
        assert refuse(chiara, "POST", "save_person", person) == (404, "no_such_person")
    herself = {"user": cast.user_id("chiara"), "role": "mentor"}
    assert refuse(chiara, "POST", "save_person", herself) == (422, "invalid")


@pytest.mark.parametrize(
    ("handler", "change", "expected"),
    [
        ("save_section", {"section": "no-such"}, (404, "no_such_section")),
        ("save_section", {"fields": "no_such", "no_such": "x"}, (400, "unknown_field")),
        ("save_section", {"fields": "named_adult", "named_adult": "x"}, (400, "unknown_field")),
        ("save_section", {"fields": "a " * 41}, (400, "not_readable")),
        ("save_section", {"fields": "start", "start": "soon"}, (422, "invalid")),
        ("save_section", {"fields": "end", "end": "2026-03-01"}, (422, "invalid")),
        ("sign", {"seen": "0" * 64}, (409, "changed_meanwhile")),
        ("sign", {"seen": ""}, (409, "changed_meanwhile")),
        ("act", {"act": "edit"}, (400, "not_readable")),
        ("act", {"act": "sign"}, (400, "not_readable")),
        ("act", {"act": "explode"}, (400, "not_readable")),
        ("act", {"act": "resume"}, (409, "cannot_resume")),
        ("act", {"act": "decline", "reason": "x" * 1001}, (422, "invalid")),
    ],
)
def test_what_does_not_fit(
    handler: str, change: dict[str, str], expected: tuple[int, str], pair: int
) -> None:
    data = {**right_request(handler, pair), **change}
    assert refuse(Visitor("giulia"), "POST", handler, data) == expected


def test_a_version_that_was_signed_meanwhile_is_not_changed_unasked(pair: int) -> None:
    stale = right_request("save_section", pair)
    cast.sign(pair, "mario")
    before = cast.dump()
    answer = Visitor("giulia").post("save_section", **stale)
    assert answer.status_code == 409
    assert str(MESSAGES["signed_meanwhile"]) in tree_of(answer).text_content()
    typed = tree_of(answer).xpath("//input[@name='task1_evidence']/@value")
    assert typed == ["It was sent"], "what was typed is still there"
    assert cast.dump() == before


def test_a_field_that_the_partner_changed_meanwhile_is_not_overwritten(pair: int) -> None:
    stale = {**right_request("save_section", pair), "revision": "1"}
    cast.fill(pair, "mario", task1_evidence="Mario says so")
    before = cast.dump()
    answer = Visitor("giulia").post("save_section", **stale)
    assert is_conflict(answer)
    assert "Mario says so" in tree_of(answer).text_content()
    assert cast.dump()["ment_xblock_agreement"] == before["ment_xblock_agreement"]
