"""What the facilitator sees of a survey, and what learners are told came of it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO

import pytest

from ment_xblock.domain.people import Role
from ment_xblock.models import (
    RegisterEntry,
    SurveyAnswer,
    SurveyParticipation,
)
from tests.blocks import cast, survey_cast
from tests.blocks.survey_visits import (
    ANONYMOUS,
    JUNIORS,
    PULSE,
    SENIORS,
    answer_all,
    asked,
    at,
    send,
    words,
)
from tests.blocks.test_survey_studio import form, rows_of
from tests.blocks.visitor import code_of, problems_of, text_of, tree_of

# ---- anonymous ----


def test_the_form_says_how_far_the_promise_goes(open_one: None) -> None:
    said = words(at("secret"))
    for part in ("five or more", "behind this site could watch", "cannot be taken back"):
        assert said.index(part) < said.index("When my partner promises")


def test_an_answer_has_no_person_and_no_time(open_one: None) -> None:
    sent = send(at("secret"), trust="4", client_id="c0ffee77", **{"own-1": "A quiet room"})
    assert sent.status_code == 200
    rows = SurveyAnswer.objects.all()
    assert {row.participation_id for row in rows} == {None}
    assert SurveyParticipation.objects.get().answered_at is None
    assert "c0ffee77" not in json.dumps(cast.dump(), default=str)


def test_the_facilitator_sees_nothing_before_it_is_closed(open_one: None) -> None:
    answer_all(*JUNIORS, *SENIORS)
    said = words(at("secret", "chiara"))
    assert "6 of 6" in said
    assert "still secret" in said
    for part in ("When my partner promises", "A quiet room", "mean"):
        assert part not in said.split("What is asked")[0]
    refused = at("secret", "chiara").get("download")
    assert (refused.status_code, code_of(refused)) == (409, "survey_open")
    assert at("secret", "chiara").get("people").status_code == 404


def test_closed_it_shows_groups_and_says_what_is_hidden(open_one: None) -> None:
    answer_all(*JUNIORS, *SENIORS)
    closed = at("secret", "chiara").post("close_survey")
    assert closed.status_code == 200
    said = " ".join(tree_of(closed).text_content().split())
    assert "12 answers" in said
    assert "By role" in said
    assert "A quiet room" in said
    assert "Closed on" in said
    assert not any(f"{name.title()} " in said for name in (*JUNIORS, *SENIORS))
    again = at("secret", "chiara").post("close_survey")
    assert (again.status_code, code_of(again)) == (409, "survey_closed")
    assert "You have answered" in words(at("secret"))
    late = at("secret").post("answer", _seen="x", trust="1")
    assert (late.status_code, code_of(late)) == (409, "survey_closed")


@pytest.mark.parametrize(("answers", "is_shown"), [(4, False), (5, True)])
def test_five_are_a_group_and_four_are_not(open_one: None, answers: int, is_shown: bool) -> None:
    answer_all(*(JUNIORS + SENIORS)[:answers])
    closed = at("secret", "chiara").post("close_survey")
    said = " ".join(tree_of(closed).text_content().split())
    assert ("A quiet room" in said) is is_shown
    assert (f"{answers} answers" in said) is is_shown
    assert ("Hidden." in said) is True


def test_by_role_only_where_both_groups_have_five(open_one: None) -> None:
    answer_all(*JUNIORS, *SENIORS[:4])
    closed = at("secret", "chiara").post("close_survey")
    assert "By role" not in tree_of(closed).text_content()


def test_the_mode_is_fixed_by_the_first_answer(open_one: None) -> None:
    author = at("secret", "chiara", door="studio_handler")
    survey_cast.answer("giulia", "secret")
    sent = form(author)
    sent["rows"] = rows_of(author.studio())
    refused = author.post("save_settings", **{**sent, "mode": "confidential"})
    assert list(problems_of(refused)) == ["mode"]
    assert "promised" in problems_of(refused)["mode"]
    assert author.post("save_settings", **sent).status_code == 200


def test_small_groups_are_warned_of(publish: Callable[..., None]) -> None:
    publish(agreement="<ment_agreement/>", secret=ANONYMOUS)
    for name in JUNIORS[:5]:
        cast.give_role(name, Role.MENTOR)
    for name in SENIORS[:2]:
        cast.give_role(name, Role.MENTEE)
    warning = "Only 2 people are the mentees (seniors)"
    assert warning in words(at("secret", "chiara"))
    studio = tree_of(at("secret", "chiara").studio()).text_content()
    assert warning in " ".join(studio.split())
    assert "openness" not in asked(at("secret", "mario"))
    assert "teaching" in asked(at("secret", "giulia"))


# ---- results ----


def test_a_confidential_survey_is_shown_with_names(met: int) -> None:
    send(at("pulse"), **PULSE, **{"ring-me": "yes", "pulse-different": "<b>Less</b> noise"})
    chiara = at("pulse", "chiara")
    said = words(chiara)
    assert "1 of 1" in said
    assert "Giulia Morbelli: <b>Less</b> noise" in said
    people = " ".join(tree_of(chiara.get("people")).text_content().split())
    assert "Giulia Morbelli" in people
    assert "Yes, please ring me" in people
    assert "8" in people


def test_the_table_is_safe_and_has_words(met: int) -> None:
    send(at("pulse"), **PULSE, **{"pulse-different": '=HYPERLINK("http://x")'})
    answer = at("pulse", "chiara").get("download")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    heads, line = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    cells = dict(zip(heads, line, strict=True))
    assert cells["Name"] == "Giulia Morbelli"
    assert cells["Role"] == "mentor"
    assert cells["How ready did you feel to lead this meeting?"] == "8"
    assert cells["How long did it take you to prepare?"] == "about right"
    assert cells["What should be different next time?"].startswith("'=")


def test_the_anonymous_table_has_counts_alone(open_one: None) -> None:
    answer_all(*JUNIORS, *SENIORS)
    at("secret", "chiara").post("close_survey")
    table = at("secret", "chiara").get("download").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(table)))
    trust = [row for row in rows if row["Question"].startswith("When my partner promises")]
    assert {row["Role"] for row in trust} == {"everybody", "mentor", "mentee"}
    assert sum(int(row["People"]) for row in trust if row["Role"] == "everybody") == 12
    assert sum(row["Answer"] == "A quiet room" for row in rows) == 12


# ---- the register ----


def test_the_register_is_kept_and_shown_only_if_the_facilitator_says_so(open_one: None) -> None:
    chiara = at("secret", "chiara")
    told = chiara.post(
        "save_entry", finding="Too <b>loud</b>", action="A quiet room", done_on="2026-02-01"
    )
    assert told.status_code == 200
    assert "only you" in text_of(told)
    assert "quiet room" not in words(at("secret"))
    entry = RegisterEntry.objects.get()
    shown = chiara.post(
        "save_entry", entry=str(entry.pk), finding="Too loud", action="A quiet room", done_on="",
        is_shown="true",
    )  # fmt: skip
    assert "learners see it" in text_of(shown)
    assert "Too loudA quiet room" in words(at("secret", "mario"))
    assert chiara.post("delete_entry", entry=str(entry.pk)).status_code == 200
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"finding": " "}, "finding"),
        ({"finding": "x" * 1001}, "finding"),
        ({"finding": "a", "action": "x" * 1001}, "action"),
        ({"finding": "a", "done_on": "soon"}, "done_on"),
    ],
)
def test_a_line_of_the_register_that_is_not_right(
    open_one: None, typed: dict[str, str], field: str
) -> None:
    refused = at("secret", "chiara").post("save_entry", **typed)
    assert list(problems_of(refused)) == [field]
    assert not RegisterEntry.objects.exists()
