"""Who may call the package's own addresses, outside any unit: what counts is the address, not who asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.test import Client
from django.urls import reverse

from ment_xblock.models import CalendarAddress
from tests.blocks import cast
from tests.plans import Plans
from tests.who_what.doors import our_addresses
from tests.who_what.pages import PAGES
from workbench_site.models import CourseStaff, Enrolment

# A calendar program signs in nowhere, so the answer is the same for everybody who asks.
CALLERS = ("", "giulia", "mario", "piotr", "lena", "nora", "otto", "chiara")
WRONG = "x" * 43


def _right(token: str) -> str:
    return token


def _renewed(token: str) -> str:
    Plans(cast.world()).address("giulia")
    return token


def _switched_off(token: str) -> str:
    CalendarAddress.objects.all().delete()
    return token


def _left_the_course(token: str) -> str:
    Enrolment.objects.filter(user__username="giulia").update(is_active=False)
    return token


def _retired(token: str) -> str:
    CalendarAddress.objects.get().participant.user.__class__.objects.filter(
        username="giulia"
    ).update(is_active=False)
    return token


def _deleted(token: str) -> str:
    CalendarAddress.objects.get().participant.user.delete()
    return token


def _other_case(token: str) -> str:
    return token.swapcase()


TABLE: Mapping[str, Mapping[str, tuple[Callable[[str], str], int]]] = {
    "calendar/<str:token>.ics": {
        "right": (_right, 200),
        "wrong": (lambda _: WRONG, 404),
        "a part of it": (lambda token: token[:-1], 404),
        "more than it": (lambda token: token + "A", 404),
        "in other letters": (_other_case, 404),
        "a number": (lambda _: "1", 404),
        "very long": (lambda _: "x" * 5000, 404),
        "odd letters": (lambda _: "\u0661\U0001f600'--%00", 404),
        "renewed": (_renewed, 404),
        "switched off": (_switched_off, 404),
        "left the course": (_left_the_course, 404),
        "retired": (_retired, 404),
        "deleted": (_deleted, 404),
    }
}
ROWS = [(address, row) for address, rows in TABLE.items() for row in rows]


@pytest.fixture
def token(pair: int) -> str:
    return Plans(cast.world()).address("giulia")


def ask(token: str, caller: str = "", method: str = "get", **headers: str):
    query = f"?student={caller}" if caller else ""
    address = reverse("ment_xblock:calendar", args=[token]) + query
    return getattr(Client(raise_request_exception=False), method)(address, headers=headers)


def test_every_address_has_its_rows() -> None:
    assert set(TABLE) | set(PAGES) == set(our_addresses())


@pytest.mark.parametrize(("address", "row"), ROWS)
def test_who_may(address: str, row: str, token: str) -> None:
    change, status = TABLE[address][row]
    wanted = change(token)
    before = cast.dump()
    for caller in CALLERS:
        assert ask(wanted, caller).status_code == status, caller
    assert cast.dump() == before


def test_all_refusals_are_alike(token: str) -> None:
    pages = set()
    for row in ("wrong", "renewed", "switched off"):
        change, _ = TABLE["calendar/<str:token>.ics"][row]
        tried = change(token)
        answer = ask(tried)
        pages.add((answer.status_code, answer.content, tuple(sorted(answer.headers))))
    assert len(pages) == 1


@pytest.mark.parametrize("method", ["head", "post", "put", "patch", "delete", "options"])
def test_it_is_only_read(method: str, token: str) -> None:
    before = cast.dump()
    for tried in (token, WRONG):
        assert ask(tried, method=method).status_code == 405
    assert cast.dump() == before


def test_staff_of_the_course_do_not_find_it_anywhere(token: str) -> None:
    assert CourseStaff.objects.exists()
    from tests.blocks.visitor import Visitor, text_of

    for visitor in (
        Visitor("chiara", slug="journal"),
        Visitor("giulia", viewed_by="chiara", slug="journal"),
        Visitor("mario", slug="journal"),
    ):
        assert token not in text_of(visitor.unit())
    assert token in text_of(Visitor("giulia", slug="journal").unit())
