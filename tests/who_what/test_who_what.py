"""Who may call what: every handler of every block against everybody who can reach it.

A handler without a row fails the first test. A refused call changes no table. The pair in question is Giulia's and
Mario's; where an act needs a certain state, its row says so after ``@``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from xblock.core import XBlock

from ment_xblock.blocks.entry_points import entry_points
from ment_xblock.blocks.messages import MESSAGES
from tests.blocks import cast
from tests.blocks.visitor import Visitor, code_of
from tests.who_what.doors import our_blocks, our_doors
from tests.who_what.requests import right_request, there
from workbench_site.models import Enrolment

CALLERS: Mapping[str, Visitor] = {
    "nobody": Visitor(),
    "noauth": Visitor("giulia", door="unauth_handler"),
    "nora": Visitor("nora"),  # signed in, not enrolled
    "otto": Visitor("otto"),  # staff of another course
    "viewed": Visitor("giulia", viewed_by="chiara"),  # staff who view as a learner
    "left": Visitor("giulia"),  # a partner who is enrolled no more
    "lena": Visitor("lena"),  # enrolled, without a role
    "mentor": Visitor("giulia"),
    "mentee": Visitor("mario"),
    "piotr": Visitor("piotr"),  # partner of another pair
    "chiara": Visitor("chiara"),  # the facilitator
    "author": Visitor("chiara", door="studio_handler"),
    "pupil": Visitor("giulia", door="studio_handler"),  # a learner at Studio's address
}

# 401 sign in first · 403 not for you · 404 no such pair, as far as you can know · 409 not in this state
TABLE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("tables/*.txt"))
)


def read_table() -> dict[str, dict[str, dict[str, int]]]:
    """Block type to row to caller to status."""
    tables: dict[str, dict[str, dict[str, int]]] = {}
    block_type, callers = "", list(CALLERS)
    for name, *cells in (line.split() for line in TABLE.splitlines() if line.strip()):
        if cells == callers:
            block_type = name
        else:
            rows = tables.setdefault(block_type, {})
            rows[name] = dict(zip(callers, map(int, cells), strict=True))
    return tables


TABLES = read_table()
ROWS = [(block_type, row) for block_type, rows in TABLES.items() for row in rows]


def tried(
    caller: str, method: str, door: str, data: dict[str, Any], before: cast.Dump
) -> tuple[int, bool]:
    """The status of a call, and whether it changed anything. It is undone afterwards."""
    with transaction.atomic():
        if caller == "left":
            Enrolment.objects.filter(user__username="giulia").update(is_active=False)
            before = cast.dump()
        status = call(CALLERS[caller], method, door, data).status_code
        has_changed = cast.dump() != before
        transaction.set_rollback(True)
    return status, has_changed


def call(visitor: Visitor, method: str, door: str, data: dict[str, Any]) -> HttpResponse:
    visitor, handler = there(visitor, door), door.partition(".")[2]
    return visitor.get(handler, **data) if method == "GET" else visitor.post(handler, **data)


def test_every_handler_of_every_block_has_its_row() -> None:
    assert our_blocks(), "no block is installed: run in an environment with the package"
    rows = {f"{block}.{row.partition('@')[0].partition(':')[0]}" for block, row in ROWS}
    assert rows == set(our_doors())


@pytest.mark.parametrize(("block_type", "row"), ROWS)
def test_who_may(block_type: str, row: str, pair: int) -> None:
    handler, _, variant = row.partition("@")[0].partition(":")
    door = f"{block_type}.{handler}"
    method = our_doors()[door].method
    data = right_request(door, pair, variant)
    before = cast.dump()
    tries = {caller: tried(caller, method, door, data, before) for caller in CALLERS}
    assert {caller: status for caller, (status, _) in tries.items()} == TABLES[block_type][row]
    for caller, (status, has_changed) in tries.items():
        assert not (has_changed and status >= 400), f"{caller} was refused and changed something"
        assert not (has_changed and method == "GET"), f"{caller} changed something by looking"


def test_wrong_method_is_refused_for_everybody(pair: int) -> None:
    before = cast.dump()
    for name, door in our_doors().items():
        data = right_request(name, pair)
        for caller in CALLERS:
            wrong = "GET" if door.method == "POST" else "POST"
            refused = call(CALLERS[caller], wrong, name, data)
            assert refused.status_code in {400, 401, 403}, (name, caller)
            assert code_of(refused) in MESSAGES
    assert cast.dump() == before


@pytest.mark.parametrize("method", ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_methods_that_nobody_asked_for(method: str, pair: int) -> None:
    before = cast.dump()
    for name, door in our_doors().items():
        for caller in ("mentor", "chiara", "author", "noauth"):
            refused = there(CALLERS[caller], name).send(door.name, "{}", method=method)
            assert refused.status_code in {400, 401, 403}, (name, caller)
    assert cast.dump() == before


def test_without_the_csrf_token_nothing_is_changed(pair: int) -> None:
    before = cast.dump()
    for name, door in our_doors().items():
        if door.method == "POST":
            body = json.dumps(right_request(name, pair))
            for caller in ("mentor", "chiara", "author"):
                refused = there(CALLERS[caller], name).send(door.name, body, token="")
                assert refused.status_code == 403
    assert cast.dump() == before


@pytest.mark.parametrize("block_type", our_blocks())
def test_no_handler_hides_something_of_xblock(block_type: str) -> None:
    block_class = our_blocks()[block_type]
    others = [one for one in block_class.__mro__ if not one.__module__.startswith("ment_xblock")]
    for door in entry_points(block_class):
        hidden = [other.__name__ for other in others if hasattr(other, door.name)]
        assert not hidden, f"{door.name} hides the one of {hidden}"
        assert door.name not in block_class.fields


def test_a_handler_that_declares_nothing_is_found() -> None:
    class Careless(XBlock):
        @XBlock.handler
        def anything(self, request: Any, suffix: str = "") -> None: ...

    with pytest.raises(TypeError, match="anything"):
        entry_points(Careless)


def test_an_unknown_handler_is_simply_not_there() -> None:
    assert Visitor("giulia").get("student_view").status_code == 404
    assert Visitor("giulia").post("author_settings").status_code == 404
