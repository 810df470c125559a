"""All that is stored about somebody, as they read it: complete, in words, in their language and time zone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import models
from django.utils import timezone, translation
from lxml import html

from ment_xblock.blocks.my_data.columns import Column
from ment_xblock.blocks.my_data.page import KINDS, readable_page, sections
from ment_xblock.blocks.my_data.values import Reading
from ment_xblock.models import LearnerChoice, Participant, PrivateNote, Programme, TrainingResult
from ment_xblock.models.personal import PERSONAL_DATA, PersonalData
from ment_xblock.selectors.meetings import reflection_place
from ment_xblock.selectors.personal_copy import columns_of, copy_of
from ment_xblock.selectors.personal_references import References, references_of
from tests.services.test_erasing_everywhere import CHIARAS, GIULIAS, GIULIAS_PHONE, MARIOS, pair
from tests.world import CHIARA

__all__ = ["pair"]

each_entry = pytest.mark.parametrize("data", PERSONAL_DATA, ids=lambda data: data.model.__name__)
NOTHING = References(courses={}, blocks={}, runs={}, versions={})
MOMENT = "2026-02-16T17:05:00+00:00"
# Codes, moments and what a programmer writes; ids of rows that are words of a language are looked at one by one.
RAW = re.compile(r"\d{4}-\d{2}-\d{2}|\b(None|True|False)\b|\b[a-z]+_[a-z_]+\b|[\[\]{}]")


@each_entry
def test_every_kind_and_every_column_has_words(data: PersonalData) -> None:
    kind = KINDS[data.model.__name__]
    assert str(kind.title)
    assert set(kind.columns) == set(columns_of(data))
    labels = [str(one.label) for one in kind.columns.values() if one is not None]
    assert all(labels)
    assert any(labels)


def test_no_kind_is_left_over_and_no_two_are_called_alike() -> None:
    assert set(KINDS) == {data.model.__name__ for data in PERSONAL_DATA}
    titles = [str(kind.title) for kind in KINDS.values()]
    assert len(titles) == len(set(titles))


@each_entry
def test_what_people_typed_and_days_and_moments_are_never_left_out(data: PersonalData) -> None:
    kind = KINDS[data.model.__name__]
    dates = [
        one.name
        for one in data.model._meta.concrete_fields
        if isinstance(one, models.DateField) and one.name != "held_until"
    ]
    for name in (*data.words, *dates):
        assert isinstance(kind.columns[name], Column), name


def example(field: Any) -> Any:
    """Something that a column can hold, as a copy has it."""
    if isinstance(field, models.DateTimeField):
        return MOMENT
    if isinstance(field, models.DateField):
        return "2026-02-16"
    if isinstance(field, models.JSONField):
        return field.default()
    return "" if isinstance(field, models.CharField | models.TextField) else 1


def coded() -> list[tuple[str, str, Any]]:
    """Each code that a column of personal data can hold: kind, column, code."""
    found = []
    for data in PERSONAL_DATA:
        for field in data.model._meta.concrete_fields:
            if KINDS[data.model.__name__].columns.get(field.name) is None:
                continue
            codes = [value for value, _words in field.choices or () if value != ""]
            if isinstance(field, models.BooleanField):
                codes = [True, False]
            found += [(data.model.__name__, field.name, code) for code in codes]
    return found


@pytest.mark.parametrize(("kind", "column", "code"), coded())
def test_every_code_is_said_in_words(kind: str, column: str, code: Any) -> None:
    (data,) = (one for one in PERSONAL_DATA if one.model.__name__ == kind)
    row = {field.name: example(field) for field in data.model._meta.concrete_fields}
    found = KINDS[kind].columns[column]
    assert found is not None
    words = found.say(code, {**row, column: code}, Reading({}, NOTHING))
    assert words
    assert not RAW.search(words), words


def test_moments_are_in_the_readers_time_zone_and_language() -> None:
    column = KINDS["Signature"].columns["signed_at"]
    assert column is not None
    with timezone.override("Europe/Warsaw"):
        assert column.say(MOMENT, {}, Reading({}, NOTHING)) == "Feb. 16, 2026, 6:05 p.m."
        with translation.override("it"):
            assert "Febbraio" in column.say(MOMENT, {}, Reading({}, NOTHING))


def page_of(world: Any, username: str) -> html.HtmlElement:
    copy = copy_of(host=world.host, user_id=world.user_id(username))
    return html.fromstring(readable_page(copy, references_of(host=world.host, copy=copy)))


def values_on(page: html.HtmlElement) -> list[str]:
    return [one.text_content() for one in page.iter("dd")]


@pytest.fixture
def trained(world: Any, pair: int) -> int:
    """Giulia has also gone through a part of the training."""
    giulia = Participant.objects.get(user__username="giulia")
    now = world.host.now()
    TrainingResult.objects.create(
        participant=giulia,
        usage_key="j1",
        module="j1",
        share=0.8,
        passed=True,
        done=4,
        total=5,
        updated_at=now,
    )
    LearnerChoice.objects.create(
        participant=giulia, kind="tasks", ids=["quote-as-pdf"], updated_at=now
    )
    meeting = giulia.pairings_as_mentor.get().sessions.exclude(held_on=None).get()
    PrivateNote.objects.create(
        programme=Programme.objects.get(course_key=world.course_key),
        user_id=giulia.user_id,
        usage_key="journal",
        activity=reflection_place(meeting.pk),
        field="reflection",
        text="First line\nsecond line",
        updated_at=now,
    )
    return pair


@pytest.mark.parametrize("username", ["giulia", "mario", CHIARA])
def test_nothing_raw_stands_on_the_page(world: Any, trained: int, username: str) -> None:
    values = values_on(page_of(world, username))
    assert len(values) > 5
    assert not [words for words in values if RAW.search(words)]


def test_a_learner_reads_what_happened(world: Any, trained: int) -> None:
    page = page_of(world, "giulia")
    headings = [one.text_content() for one in page.iter("h2")]
    assert headings[:2] == ["My part in the programme", "My profile"]
    assert "Meetings I took part in" in headings
    said = [(label.text_content(), label.getnext().text_content()) for label in page.iter("dt")]
    assert ("My role", "Mentor (junior)") in said
    assert ("Mentee", "my partner") in said
    assert ("How it stands", "signed by both") in said
    assert ("My best result", "80 %") in said
    assert ("What I wrote", "First line\nsecond line") in said
    assert ("What I wrote", GIULIAS) in said
    assert ("Phone", GIULIAS_PHONE) in said
    assert any(label == "What it is about" and "The meeting of" in words for label, words in said)
    assert [words for label, words in said if label == "My answer" and "1: " in words]
    assert "Order" in dict(said)["What stands in it"]


def test_the_readable_copy_has_no_more_than_the_copy(world: Any, trained: int) -> None:
    """Of the partner, neither the private words nor the name come in by what is looked up."""
    page = page_of(world, "giulia")
    words = page.text_content()
    for secret in (*MARIOS, CHIARAS, "person number"):
        assert secret not in words
    agreed = "Mario sends a quote alone"
    hers = (GIULIAS, "Ask Mario for the plans", "Mario is patient", "Mario Tessarin")
    for typed in (agreed, *hers):
        assert typed in words
        words = words.replace(typed, "")
    assert "Mario" not in words


def test_a_longer_copy_asks_no_more_of_the_database(
    world: Any, trained: int, django_assert_max_num_queries: Any
) -> None:
    copy = copy_of(host=world.host, user_id=world.user_id("giulia"))
    with django_assert_max_num_queries(8):
        found = references_of(host=world.host, copy=copy)
        assert sections(copy, found)


@pytest.mark.parametrize(
    ("place", "stored", "question", "said"),
    [
        ("j4 self-score open", "sometimes", "what, how or where", "Sometimes"),
        ("j5 kit quiet", "yes", "The place is quiet.", "ticked"),
        ("j6 log knowledge", "hard digital", "What kinds", "Trade skills\nDigital skills"),
        ("j6 log tried", "hard\ndigital", "What did you try", "hard\ndigital"),
        ("j2 first-sign sign", "yes", "", "yes"),
        ("j2 gone-since gone", "As I wrote it", "", "As I wrote it"),
        ("our-own any thing", "As I wrote it", "", "As I wrote it"),
    ],
)
def test_a_private_note_stands_with_its_question(
    place: str, stored: str, question: str, said: str
) -> None:
    module, activity, field = place.split()
    note = {"usage_key": "u", "activity": activity, "field": field, "text": stored}
    result = {"usage_key": "u", "module": module}
    reading = Reading({"TrainingResult": {1: result}}, NOTHING)
    columns = KINDS["PrivateNote"].columns
    asked, text = columns["field"], columns["text"]
    assert asked is not None
    assert text is not None
    assert question in asked.say(field, note, reading)
    assert text.say(stored, note, reading) == said


def test_somebody_of_whom_nothing_is_stored_is_told_so(world: Any) -> None:
    assert "Nothing is stored about you yet." in page_of(world, "nora").text_content()
