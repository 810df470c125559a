"""The form at the end asks people about their own tasks, by name, and about no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F

from ment_xblock.models import Pairing, Participant, SurveyAnswer, Task
from tests.blocks import cast
from tests.blocks.survey_visits import at, form_of, send
from tests.blocks.visitor import Visitor, text_of, tree_of

pytestmark = pytest.mark.django_db

QUOTE, SCREWS = "Send a quote as PDF from my phone", "Order screws from the phone"
USUAL = ["Our first task", "Our second task", "Our third task"]
ROWS = "//fieldset[contains(@class, 'part-of')]"
ALL_DONE = {"tasks-reached.task1": "fully", "tasks-reached.task2": "partly"}


@pytest.fixture
def course(publish: Callable[..., None]) -> Callable[..., None]:
    """A course with a form at the end, about the tasks alone."""

    def make(mode: str = "confidential", *, required: bool = False, **more: str) -> None:
        asked = {"id": "tasks-reached", "required": True} if required else "tasks-reached"
        questions = json.dumps([asked])
        words = " ".join(f'{name}="{value}"' for name, value in more.items())
        form = f"<ment_survey instrument='end' mode='{mode}' {words} questions='{questions}'/>"
        publish(agreement="<ment_agreement/>", end=form)

    return make


def pair_with(*tasks: tuple[str, str], mentor: str = "giulia", state: str = "active") -> int:
    """A pair of Mario's that agreed on some tasks: each of the library, or in own words."""
    pair = cast.make_pair(mentor, "mario")
    cast.world().join("mario", capacity=3)
    for position, (job, words) in enumerate(tasks, start=1):
        Task.objects.create(
            pairing_id=pair, position=position, job=job, words=words, agreed_at=cast.NOW
        )
    Pairing.objects.filter(pk=pair).update(state=state)
    return pair


def rows(visitor: Visitor) -> list[str]:
    found = tree_of(visitor.unit()).xpath(f"{ROWS}/legend")
    return [" ".join(one.text_content().split()) for one in found]


def hint(visitor: Visitor) -> str:
    found = tree_of(visitor.unit()).xpath("//fieldset[.//*[contains(@class,'part-of')]]/p")
    return " ".join(one.text_content() for one in found if one.get("class") == "hint")


def stored() -> dict[str, str]:
    return dict(SurveyAnswer.objects.values_list("slot", "option"))


def test_one_task_is_one_row_with_its_name(course: Callable[..., None]) -> None:
    course()
    pair_with(("quote-as-pdf", ""))
    for name, partner in (("mario", "Giulia"), ("giulia", "Mario")):
        assert rows(at("end", name)) == [QUOTE]
        assert hint(at("end", name)) == f"This is what you agreed on with {partner}."


def test_tasks_in_own_words_stand_as_they_were_written(course: Callable[..., None]) -> None:
    course()
    pair_with(("quote-as-pdf", ""), ("", "Order <b>screws</b>"))
    assert rows(at("end", "mario")) == [QUOTE, "Order <b>screws</b>"]


def test_answers_keep_their_places(course: Callable[..., None]) -> None:
    course()
    pair_with(("quote-as-pdf", ""), ("", SCREWS))
    assert send(at("end", "mario"), **ALL_DONE).status_code == 200
    assert stored() == ALL_DONE


def test_a_row_that_is_not_shown_is_not_asked_for(course: Callable[..., None]) -> None:
    course(required=True)
    pair_with(("quote-as-pdf", ""), ("", SCREWS))
    missing = send(at("end", "mario"), **{"tasks-reached.task1": "fully"})
    assert "task2" in text_of(missing)
    assert "task3" not in text_of(missing)
    assert send(at("end", "mario"), **ALL_DONE).status_code == 200
    forged = send(at("end", "giulia"), **ALL_DONE, **{"tasks-reached.task3": "fully"})
    assert forged.status_code != 200
    assert stored() == ALL_DONE


@pytest.mark.parametrize("state", ["active", "draft"])
def test_without_tasks_it_asks_as_it_always_did(course: Callable[..., None], state: str) -> None:
    course()
    pair_with(state=state)
    assert rows(at("end", "mario")) == USUAL
    assert hint(at("end", "mario")) == ""


def test_a_task_that_was_dropped_is_not_asked_about(course: Callable[..., None]) -> None:
    course()
    pair = pair_with(("quote-as-pdf", ""), ("", SCREWS))
    Task.objects.filter(pairing=pair, words=SCREWS).update(dropped_at=cast.NOW)
    assert rows(at("end", "mario")) == [QUOTE]


def test_words_that_were_erased_leave_their_place(course: Callable[..., None]) -> None:
    course()
    pair = pair_with(("quote-as-pdf", ""), ("", SCREWS))
    Task.objects.filter(pairing=pair).update(words="")
    Participant.objects.filter(user__username="giulia").update(user=None)
    assert rows(at("end", "mario")) == [QUOTE, USUAL[1]]
    assert hint(at("end", "mario")) == "This is what you agreed on with your partner."


def test_of_two_pairs_it_is_about_the_one_that_ended_first(course: Callable[..., None]) -> None:
    course(after="pair-closed")
    first = pair_with(("quote-as-pdf", ""))
    second = pair_with(("video-call", ""), ("", SCREWS), mentor="piotr")
    world = cast.world()
    world.act("end", "chiara", second, reason="")
    assert rows(at("end", "mario"))[1:] == [SCREWS]
    assert "with whom you came to the end first" in hint(at("end", "mario"))
    assert "This is about Piotr" in hint(at("end", "mario"))
    Pairing.objects.filter(pk=second).update(closed_at=F("closed_at") - timedelta(hours=1))
    world.act("end", "chiara", first, reason="")
    assert rows(at("end", "mario"))[1:] == [SCREWS], "what happens later changes nothing"
    assert send(at("end", "mario"), **ALL_DONE).status_code == 200
    assert stored() == ALL_DONE
    assert rows(at("end", "giulia")) == [QUOTE]


def test_of_two_open_pairs_either_may_be_meant(course: Callable[..., None]) -> None:
    course()
    pair_with(("quote-as-pdf", ""))
    pair_with(("video-call", ""), mentor="piotr")
    assert rows(at("end", "mario")) == USUAL


def test_an_anonymous_form_does_not_tell_by_its_rows_which_pair_answered(
    course: Callable[..., None],
) -> None:
    course("anonymous")
    pair_with(("quote-as-pdf", ""))
    assert rows(at("end", "mario")) == USUAL


def test_staff_who_view_as_a_learner_read_no_words_of_the_pair(course: Callable[..., None]) -> None:
    course()
    pair_with(("quote-as-pdf", ""), ("", SCREWS))
    disguised = at("end", "mario", viewed_by="chiara")
    assert rows(disguised) == [QUOTE, USUAL[1]]
    assert SCREWS not in text_of(disguised.unit())


def test_a_new_agreement_meanwhile_is_told_and_what_was_typed_stays(
    course: Callable[..., None],
) -> None:
    course()
    pair = pair_with(("quote-as-pdf", ""))
    mario = at("end", "mario")
    draft = tree_of(mario.unit()).xpath("//form/@data-draft")
    before = form_of(mario)
    Task.objects.create(
        pairing_id=pair, position=2, words=SCREWS, agreed_at=cast.NOW
    )  # fmt: skip
    late = mario.post("answer", **before, **{"tasks-reached.task1": "fully"})
    assert "The questions have changed" in text_of(late)
    assert not SurveyAnswer.objects.exists()
    assert tree_of(mario.unit()).xpath("//form/@data-draft") == draft


def test_the_results_say_it_for_all_pairs_alike(course: Callable[..., None]) -> None:
    course()
    pair_with(("quote-as-pdf", ""))
    send(at("end", "mario"), **{"tasks-reached.task1": "fully"})
    page = text_of(at("end", "chiara").unit())
    assert USUAL[0] in page
    assert QUOTE not in page
