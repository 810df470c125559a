"""Whatever people and authors type is shown as the text it is, everywhere and to everybody."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.http import HttpResponse

from ment_xblock.curriculum.clauses import all_clauses, sections
from ment_xblock.domain.agreement.terms import Kind
from tests.blocks import cast
from tests.blocks.visitor import Visitor, text_of, tree_of

EVIL = "<script>alert(1)</script>\"'{{ 7|add:7 }}{% now 'Y' %}{mentee}%(x)s\u202e<b>&amp;"
# A first name is the first word, so it holds no spaces.
EVIL_NAME = "<script>alert(1)</script>\"'{{7}}{contact}%(x)s<b>&amp;"


def everything_shown(pair: int) -> Iterator[HttpResponse]:
    """Every page, form and document of the pair, as everybody who may see it."""
    giulia, mario, chiara = (Visitor(name) for name in ("giulia", "mario", "chiara"))
    for visitor in (giulia, mario, chiara, Visitor("giulia", viewed_by="chiara")):
        yield visitor.unit()
        yield visitor.get("print_page", pairing=pair)
        yield visitor.get("calendar", pairing=pair)
    for section in sections():
        yield giulia.get("section", pairing=pair, section=section, edit="true")
        yield mario.get("section", pairing=pair, section=section)
    yield chiara.post("desk", search=EVIL)
    yield chiara.studio()


def assert_plain(response: HttpResponse) -> None:
    assert response.status_code == 200
    if not response.headers["Content-Type"].startswith("text/html"):
        return
    assert "<script>alert" not in text_of(response)
    tree = tree_of(response)
    assert not tree.xpath("//b")
    assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on")]


@pytest.fixture
def pair() -> int:
    pair = cast.make_pair("giulia", "mario", **cast.under_18())
    cast.fill(pair, "giulia")
    texts = {
        field.id: EVIL
        for clause in all_clauses()
        for field in clause.fields
        if field.kind in (Kind.LINE, Kind.TEXT)
    }
    cast.fill(pair, "mario", **{**texts, "task1_job": "own", "task3_job": "own"})
    return pair


def test_what_the_pair_types(pair: int) -> None:
    for response in everything_shown(pair):
        assert_plain(response)
    page = tree_of(Visitor("giulia").unit()).text_content()
    assert page.count(EVIL) >= 8
    printed = tree_of(Visitor("chiara").get("print_page", pairing=pair)).text_content()
    assert printed.count(EVIL) >= 8


def test_names_of_people(pair: int) -> None:
    get_user_model().objects.filter(username__in=["giulia", "mario"]).update(
        first_name=EVIL_NAME, last_name=EVIL_NAME
    )
    for response in everything_shown(pair):
        assert_plain(response)
    assert EVIL_NAME in tree_of(Visitor("mario").unit()).text_content()
    assert f"{EVIL_NAME} {EVIL_NAME}" in tree_of(Visitor("chiara").unit()).text_content()
    assert EVIL_NAME in tree_of(Visitor("chiara").get("print_page", pairing=pair)).text_content()


def test_settings_of_the_author(pair: int) -> None:
    texts = ("display_name", "welcome", "facilitator_name", "contact")
    author = Visitor("chiara", door="studio_handler")
    saved = author.post("save_settings", **{**cast.STUDIO, **dict.fromkeys(texts, EVIL)})
    assert saved.status_code == 200
    for response in everything_shown(pair):
        assert_plain(response)
    for visitor in (Visitor("giulia"), Visitor("lena")):
        assert tree_of(visitor.unit()).text_content().count(EVIL) >= 2
    printed = tree_of(Visitor("mario").get("print_page", pairing=pair))
    assert EVIL in printed.findtext(".//h1")
    assert EVIL in tree_of(Visitor("chiara").studio()).xpath("//input[@name='contact']/@value")


def test_reasons_on_the_desk(pair: int) -> None:
    cast.act("ask_rematch", pair, "mario", reason=EVIL)
    cast.act("pause", pair, "giulia", reason=EVIL)
    desk = Visitor("chiara").unit()
    assert_plain(desk)
    assert tree_of(desk).text_content().count(EVIL) == 2


def test_the_mail(pair: int, mailoutbox: list[EmailMultiAlternatives]) -> None:
    get_user_model().objects.filter(username="mario").update(first_name=EVIL_NAME)
    assert Visitor("giulia").post("mail_copy", pairing=pair).status_code == 200
    (mail,) = mailoutbox
    ((html, _),) = mail.alternatives
    assert "<script>" not in html
    assert EVIL in mail.body
    assert EVIL_NAME in mail.body
    assert EVIL_NAME in mail.subject
    assert "\n" not in mail.subject


def test_a_conflict_hands_over_what_the_partner_typed_as_data(pair: int) -> None:
    answer = Visitor("giulia").post(
        "save_section", pairing=pair, section="tasks", fields="task1_evidence",
        task1_evidence=EVIL + "mine", revision="1",
    )  # fmt: skip
    assert answer.status_code == 409
    assert "<script>alert" not in text_of(answer)
    (handed_over,) = tree_of(answer).xpath("//@data-value")
    assert json.loads(handed_over) == EVIL
