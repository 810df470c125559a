"""What a learner takes along: their certificate, and all that is stored about them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from lxml import html

from ment_xblock.domain.people import Role
from ment_xblock.models import PrivateNote, Programme, Session
from ment_xblock.services.charter import save_charter
from tests.blocks import cast
from tests.blocks.visitor import Visitor, code_of, text_of

pytestmark = pytest.mark.django_db
GIULIA, MARIO = Visitor("giulia", slug="home"), Visitor("mario", slug="home")
SECRET = "She laughs at <b>me</b>"


def sheet(visitor: Visitor) -> str:
    """The words of a certificate."""
    body = html.fromstring(text_of(visitor.get("certificate"))).find(".//main")
    return " ".join(" ".join(body.itertext()).split())


def held(pair: int, state: str = "confirmed", *, ago: int = 0, **columns: Any) -> None:
    now = timezone.now()
    Session.objects.create(
        pairing_id=pair,
        state=state,
        created_at=now,
        logged_at=now,
        timed_at=now,
        held_on=now.date() - timedelta(days=ago),
        **columns,
    )


@pytest.fixture
def pair() -> int:
    """Giulia and Mario, who signed half a year ago."""
    pair = cast.make_pair("giulia", "mario")
    cast.fill(pair, "giulia")
    cast.sign(pair, "giulia", "mario")
    row = cast.Pairing.objects.get(pk=pair)
    row.opened_at -= timedelta(days=180)
    row.save()
    return pair


def test_a_certificate_says_what_is_missing() -> None:
    assert "You have no role" in sheet(GIULIA)
    cast.give_role("giulia", Role.MENTOR)
    assert "You have no partner yet" in sheet(GIULIA)
    pair = cast.make_pair("giulia", "mario")
    assert "Meet, and write it" in sheet(GIULIA)
    held(pair, "logged", minutes=45)
    assert "waits for one of you to confirm" in sheet(GIULIA)
    assert "Giulia" not in sheet(GIULIA)


def test_a_certificate_counts_what_the_journal_counts(pair: int) -> None:
    held(pair, minutes=45)
    held(pair, minutes=40, ago=7)
    held(pair, minutes=5, ago=8)
    held(pair, "logged", minutes=60, ago=9)
    held(pair, minutes=60, ago=170)
    words = sheet(GIULIA)
    assert "Giulia Morbelli" in words
    assert "meetings held 2" in words
    assert "1 hour 25 minutes" in words
    assert "Order screws from the phone" in words
    assert "as a mentor" in words
    assert "as a mentee" in sheet(MARIO)
    assert "Giulia" not in sheet(MARIO)


def test_another_pair_is_on_another_certificate(pair: int) -> None:
    held(pair, minutes=45)
    cast.make_pair("piotr", "anna")
    assert "You get it when" in sheet(Visitor("piotr", slug="home"))


def test_the_funder_stands_on_what_is_printed(pair: int) -> None:
    world = cast.world()
    save_charter(
        host=world.host,
        actor=world.actor("chiara"),
        typed={"funding": "Paid by the <Union>", "funding_logo": "https://example.org/a.png"},
        base_revision=0,
    )
    held(pair, minutes=45)
    printed = Visitor("giulia").get("print_page", pairing=pair)
    for page in (text_of(GIULIA.get("certificate")), text_of(printed)):
        assert "Paid by the &lt;Union&gt;" in page
        assert 'src="https://example.org/a.png"' in page
    assert "Paid by" not in sheet(Visitor("piotr", slug="home"))


def test_my_data_is_mine_alone(pair: int) -> None:
    for username, text in (("giulia", SECRET), ("mario", "His own thought")):
        PrivateNote.objects.create(
            programme=Programme.objects.get(),
            user_id=cast.user_id(username),
            usage_key="u",
            activity="a",
            field="f",
            text=text,
            updated_at=timezone.now(),
        )
    answer = GIULIA.get("my_data", form="json")
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    copy = json.loads(text_of(answer))
    assert copy["person"]["user_id"] == cast.user_id("giulia")
    kinds = {one["kind"]: one["rows"] for one in copy["stored"]}
    assert [row["text"] for row in kinds["PrivateNote"]] == [SECRET]
    assert len(kinds["Signature"]) == 1
    read = text_of(GIULIA.get("my_data", form="html"))
    assert "She laughs at &lt;b&gt;me" in read
    assert "My private notes, which only I can read" in read
    assert "His own thought" not in text_of(answer) + read


def test_staff_who_view_as_a_learner_get_no_copy(pair: int) -> None:
    viewed = Visitor("giulia", viewed_by="chiara", slug="home")
    for form in ("html", "json"):
        assert code_of(viewed.get("my_data", form=form)) == "viewing_as_learner"
    assert "my_data" not in text_of(viewed.unit())
    assert "my_data" in text_of(GIULIA.unit())


@pytest.mark.parametrize("form", ["", "pdf", "json,html"])
def test_an_unknown_form_is_refused(form: str, pair: int) -> None:
    assert code_of(GIULIA.get("my_data", form=form)) == "not_readable"
