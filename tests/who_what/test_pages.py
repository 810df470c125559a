"""Who may open the pages outside a unit."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.blocks import cast
from tests.who_what.pages import CALLERS, PAGES, Caller
from workbench_site.course import COURSE_KEY
from workbench_site.models import Enrolment

ROWS = [(desk, row.split()) for rows in PAGES.values() for desk, row in rows.items()]


def ask(
    caller: Caller, desk: str, course_key: str = COURSE_KEY, method: str = "get"
) -> HttpResponse:
    names = [course_key, desk] if desk else [course_key]
    address = reverse(f"ment_xblock:{'desk' if desk else 'home'}", args=names)
    client = Client(raise_request_exception=False)
    query = f"?student={caller.student}&viewed_by={caller.viewed_by}"
    return getattr(client, method)(address + query)


def test_every_desk_has_its_row() -> None:
    from ment_xblock.web.course import DESKS

    assert {desk for desk, _row in ROWS} == {"", "nowhere", *DESKS}


@pytest.mark.parametrize(("desk", "statuses"), ROWS)
def test_who_may_open(desk: str, statuses: list[str]) -> None:
    answered = {}
    before = cast.dump()
    for caller in CALLERS:
        Enrolment.objects.filter(user__username="giulia").update(is_active=caller.name != "left")
        answered[caller.name] = ask(caller, desk).status_code
    Enrolment.objects.filter(user__username="giulia").update(is_active=True)
    assert answered == dict(zip(answered, map(int, statuses), strict=True))
    # Opening the facilitator's home looks at pairs that nobody looked at for long; nothing else is written.
    assert all(
        rows == before[table] for table, rows in cast.dump().items() if table not in LOOKED_AT
    )


LOOKED_AT = {"ment_xblock_watch", "ment_xblock_alertstate"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("desk", ["", "matching"])
def test_they_are_only_read(desk: str, method: str) -> None:
    (chiara,) = (caller for caller in CALLERS if caller.name == "chiara")
    before = cast.dump()
    assert ask(chiara, desk, method=method).status_code == 405
    assert cast.dump() == before


@pytest.mark.parametrize(
    "course_key",
    ["course-v1:MENT+RM101+other", "nonsense", "'--\u0661", "x" * 3000, "library-v1:MENT+RM101"],
)
def test_another_course_and_none_are_answered_alike(course_key: str) -> None:
    pages = set()
    for caller in CALLERS[1:]:
        for desk in ("", "matching"):
            pages.add(ask(caller, desk, course_key).content)
    (page,) = pages
    assert b"people who take this course" in page


def test_a_learner_is_led_from_a_desk_to_the_unit() -> None:
    (mentor,) = (caller for caller in CALLERS if caller.name == "mentor")
    assert ask(mentor, "matching")["Location"].endswith("/unit/profile/")
