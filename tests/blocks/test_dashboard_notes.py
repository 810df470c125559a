"""Notes of the facilitators: on focus groups, with tags, and on the items of the toolkit."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from ment_xblock.models import FacilitatorNote
from ment_xblock.selectors.figures import figures_of
from ment_xblock.services import notes
from tests.blocks import cast
from tests.blocks.visitor import Visitor, code_of, problems_of, text_of, tree_of
from workbench_site.models import CourseStaff

pytestmark = pytest.mark.django_db
CHIARA = Visitor("chiara", slug="home")


def add(text: str, *tags: str) -> int:
    assert CHIARA.post("add_focus_note", text=text, tags=list(tags)).status_code == 200
    return FacilitatorNote.objects.latest("pk").pk


def shown(**asked: str) -> list[str]:
    page = tree_of(CHIARA.get("notes", **asked))
    return [one.text_content() for one in page.xpath("//li[contains(@class, 'card')]/p[1]")]


def test_all_of_the_toolkit_is_offered() -> None:
    page = tree_of(CHIARA.get("part", name="notes"))
    assert [len(one.xpath(".//input")) for one in page.xpath("//fieldset")] == [5, 12]


def test_notes_are_listed_counted_and_found_by_tag() -> None:
    add("Time is <b>short</b>", "communication", "efficiency")
    add("We laugh more", "climate")
    add("Nothing special")
    assert shown() == ["Nothing special", "We laugh more", "Time is <b>short</b>"]
    assert shown(tag="efficiency") == ["Time is <b>short</b>"]
    assert shown(tag="hierarchy") == []
    world = cast.world()
    assert figures_of(host=world.host, actor=world.actor("chiara")).focus_notes == 3


def test_a_single_tick_is_a_tag_too() -> None:
    CHIARA.post("add_focus_note", text="One", tags="climate")
    assert FacilitatorNote.objects.get().tags == ["climate"]


def test_what_cannot_be_noted_is_refused() -> None:
    assert problems_of(CHIARA.post("add_focus_note", text=" \n ")) == {
        "text": "Please fill this in."
    }
    assert "text" in problems_of(CHIARA.post("add_focus_note", text="x" * 2001))
    assert code_of(CHIARA.post("add_focus_note", text="Hello", tags=["riches"])) == "not_readable"
    assert code_of(CHIARA.get("notes", tag="riches")) == "not_readable"
    assert not FacilitatorNote.objects.exists()


def test_there_is_an_end_to_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "MOST_NOTES", 1)
    add("One")
    assert "text" in problems_of(CHIARA.post("add_focus_note", text="Two"))


def test_one_deletes_only_what_one_wrote() -> None:
    mine = add("Mine")
    CourseStaff.objects.create(
        user=get_user_model().objects.get(username="nora"), course_key=cast.COURSE_KEY
    )
    nora = Visitor("nora", slug="home")
    assert "Mine" in text_of(nora.get("notes"))
    assert not tree_of(nora.get("notes")).xpath("//button[contains(., 'Delete')]")
    assert code_of(nora.post("delete_focus_note", note=mine)) == "not_your_note"
    assert CHIARA.post("delete_focus_note", note=mine).status_code == 200
    assert code_of(CHIARA.post("delete_focus_note", note=mine)) == "no_such_thing"


def test_another_course_has_its_own_notes() -> None:
    world = cast.world().elsewhere()
    theirs = notes.add_note(
        host=world.host, actor=world.actor("chiara"), text="Elsewhere", tags=[], known=[]
    )
    assert shown() == []
    assert code_of(CHIARA.post("delete_focus_note", note=theirs)) == "no_such_thing"


def test_a_note_on_an_item_stands_in_the_print() -> None:
    page = CHIARA.post("save_item_note", item="trust", text="It <i>grew</i>", seen="0")
    assert "It &lt;i&gt;grew" in text_of(page)
    printed = CHIARA.get("evidence_document")
    assert "It &lt;i&gt;grew" in text_of(printed)
    assert not tree_of(printed).xpath("//form")


def test_a_note_on_an_item_is_changed_by_one_at_a_time() -> None:
    CHIARA.post("save_item_note", item="trust", text="First", seen="0")
    stale = CHIARA.post("save_item_note", item="trust", text="Second", seen="0")
    assert (stale.status_code, code_of(stale)) == (409, "note_changed")
    seen = str(FacilitatorNote.objects.get().pk)
    CHIARA.post("save_item_note", item="trust", text="Second", seen=seen)
    note = FacilitatorNote.objects.get()
    assert (note.text, note.about, note.kind) == ("Second", "trust", "evidence")
    CHIARA.post("save_item_note", item="trust", text="", seen=str(note.pk))
    assert not FacilitatorNote.objects.exists()


def test_there_is_no_note_on_what_is_no_item() -> None:
    assert code_of(CHIARA.post("save_item_note", item="riches", text="Hello")) == "no_such_thing"
    assert "text" in problems_of(CHIARA.post("save_item_note", item="trust", text="x" * 2001))
