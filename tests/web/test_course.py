"""The pages outside a unit, as they are answered."""

import json

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from lxml import html

from ment_xblock.platform.local import LocalHost
from ment_xblock.web.course import DESKS
from workbench_site.course import COURSE_KEY


@pytest.fixture(autouse=True)
def people(world):
    return world


def ask(student, desk="", **query):
    names = [COURSE_KEY, desk] if desk else [COURSE_KEY]
    address = reverse(f"ment_xblock:{'desk' if desk else 'home'}", args=names)
    return Client().get(address, {"student": student, **query})


def page_of(answer):
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def test_the_facilitator_finds_every_desk_from_every_page():
    for desk in ("", *DESKS):
        page = page_of(ask("chiara", desk))
        names = [link.text for link in page.xpath("//header//nav//a")]
        assert names == ["Home", "Find pairs", "Agreements", "Meetings"]
        assert len(page.xpath("//header//nav//a[@aria-current='page']")) == 1
        assert page.xpath("//main//h2")


def test_learners_see_their_home_without_desks():
    page = page_of(ask("giulia"))
    assert page.xpath("//header//nav") == []
    assert "Your next step" in page.text_content()
    assert page.xpath("//header//a[text()='Back to the course']/@href") == [
        "http://localhost:8000/unit/home/"
    ]


def test_the_page_starts_its_block_with_what_the_block_hands_over():
    page = page_of(ask("chiara"))
    (arguments,) = page.xpath("//script[@id='ment-arguments']/text()")
    handed = json.loads(arguments)
    assert handed["page"].endswith("js/page.js")
    scripts = page.xpath("//script/@src")
    assert [script.rpartition("/")[2] for script in scripts] == ["boot.js", "own_page.js"]


def test_it_is_kept_by_no_cache_and_sets_the_token_for_posts():
    answer = ask("chiara")
    assert answer["Cache-Control"] == "private, no-store"
    assert "csrftoken" in answer.cookies


def test_a_name_with_a_script_in_it_stays_a_name(people):
    from django.contrib.auth import get_user_model

    get_user_model().objects.filter(username="giulia").update(
        first_name="</script><script>alert(1)</script>"
    )
    people.pair("giulia", "mario")
    body = ask("chiara", "agreements").content.decode()
    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)" in body


@pytest.mark.parametrize(
    ("student", "words"), [("chiara", "In Studio, open a unit"), ("giulia", "Not open yet")]
)
def test_a_course_without_a_home_says_what_to_do(monkeypatch, student, words):
    monkeypatch.setattr(LocalHost, "blocks", lambda *_args: ())
    page = page_of(ask(student))
    assert words in page.text_content()


@pytest.mark.parametrize(
    ("student", "words"), [("chiara", "or none that is published"), ("giulia", "Not open yet")]
)
def test_a_home_that_is_not_open_to_the_reader_says_so(monkeypatch, student, words):
    monkeypatch.setattr(LocalHost, "open_block", lambda *_args: None)
    assert words in page_of(ask(student)).text_content()


def test_a_learner_whose_course_lacks_the_unit_of_a_desk_is_led_home(monkeypatch):
    monkeypatch.setattr(LocalHost, "blocks", lambda *_args: ())
    assert ask("giulia", "matching")["Location"] == reverse("ment_xblock:home", args=[COURSE_KEY])


def test_a_database_that_fails_is_no_500(monkeypatch):
    def fail(*_args, **_kwargs):
        raise DatabaseError("gone away")

    monkeypatch.setattr(LocalHost, "blocks", fail)
    answer = ask("chiara")
    assert answer.status_code == 503
    assert "try" in html.fromstring(answer.content.decode()).text_content().lower()


def test_right_to_left_readers_get_their_direction(settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    page = page_of(ask("chiara", lang="ar"))
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
