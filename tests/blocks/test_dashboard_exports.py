"""Files that the facilitator takes away: opened by a spreadsheet, read by a program, refused to others."""

from __future__ import annotations

import csv
import io
import json
from itertools import count
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.http import HttpResponse

from ment_xblock.blocks import rendering
from ment_xblock.blocks.dashboard_exports import ABOUT
from ment_xblock.blocks.export_words import dictionary
from ment_xblock.models import Action, Pairing, Participant, Session
from ment_xblock.selectors import exports
from ment_xblock.selectors.exports import TABLES
from tests.blocks import cast
from tests.blocks.visitor import Visitor, code_of, text_of, tree_of

pytestmark = pytest.mark.django_db
CHIARA = Visitor("chiara", slug="home")
FORMULA = "=HYPERLINK(1)"
# Who is acting, and the first two of the four people.
NAMES_BEFORE = 2


def rows_of(answer: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text_of(answer).removeprefix("\ufeff"), newline="")))


def taken(visitor: Visitor, table: str, form: str) -> HttpResponse:
    return visitor.get("download_table", table=table, form=form)


def test_a_sheet_has_accents_and_runs_no_formula() -> None:
    get_user_model().objects.filter(username="giulia").update(first_name=FORMULA, last_name="Żółć")
    cast.make_pair("giulia", "mario")
    answer = taken(CHIARA, "participants", "csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="mentoring-participants.csv"' in answer["Content-Disposition"]
    heads, *rows = rows_of(answer)
    assert heads[:2] == ["Number of the person", "Name"]
    assert sorted(row[1] for row in rows) == [f"'{FORMULA} Żółć", "Mario Tessarin"]
    assert all(row[5] in {"0", "1"} for row in rows)


def test_a_facilitator_reads_her_own_data_too() -> None:
    page = tree_of(CHIARA.get("part", name="exports"))
    (mine,) = [link for link in page.iter("a") if link.text == "Read all that is stored about me"]
    assert "form=html" in mine.get("href", "")
    assert "Chiara" in text_of(CHIARA.get("my_data", form="html"))


def test_a_program_gets_ids_and_values() -> None:
    pair = cast.make_pair("giulia", "mario")
    Session.objects.create(
        pairing_id=pair, state="confirmed", way="in_person", created_at=cast.NOW, kinds=["craft"]
    )
    answer = taken(CHIARA, "sessions", "json")
    read = json.loads(text_of(answer))
    assert read["table"] == "sessions"
    assert read["course"] == cast.COURSE_KEY
    (row,) = read["rows"]
    assert (row["pair_id"], row["way"], row["on_paper"]) == (pair, "in_person", False)
    assert json.loads(text_of(taken(CHIARA, "actions", "json")))["rows"] == []


def test_the_figures_say_what_they_count() -> None:
    rows = {row[0]: row for row in rows_of(taken(CHIARA, "figures", "csv"))}
    assert rows["sessions_held"][1:] == ["0", "meetings held"]


def test_every_link_of_the_page_gives_a_file() -> None:
    page = tree_of(CHIARA.get("part", name="exports"))
    links = page.xpath("//a[@download]/@href")
    assert len(links) == 2 * (len(TABLES) + 1)
    for name in (*TABLES, "columns"):
        assert len([one for one in links if f"table={name}" in one]) == 2


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_explained_on_the_page_and_in_the_file(table: str) -> None:
    page = tree_of(CHIARA.get("part", name="exports"))
    on_page = page.xpath("//details//dt/code/text()")
    rows = rows_of(taken(CHIARA, "columns", "csv"))
    heads = rows_of(taken(CHIARA, table, "csv"))[0]
    explained = {row[1]: row for row in rows[1:] if row[0] == str(ABOUT[table][0])}
    assert [row[2] for row in explained.values()] == heads
    assert all(row[3] for row in explained.values())
    assert set(explained) <= set(on_page)
    read = json.loads(text_of(taken(CHIARA, "columns", "json")))["rows"]
    assert [row["column"] for row in read] == [row[1] for row in rows[1:]]


@pytest.mark.parametrize("table", TABLES)
def test_the_guide_has_the_same_columns(table: str) -> None:
    guide = (Path(__file__).parents[2] / "docs/guides/exports.md").read_text()
    for one in dictionary(table):
        codes = "; ".join(f"`{code}` {words}" for code, words in one.codes)
        about = f"{one.meaning} {codes}." if codes else one.meaning
        assert f"| {one.head} | `{one.column}` | {about} |" in guide


CODED = {
    ("participants", "role"): Participant,
    ("pairs", "state"): Pairing,
    ("sessions", "state"): Session,
    ("actions", "state"): Action,
}


@pytest.mark.parametrize(("table", "column"), CODED)
def test_no_code_is_without_words(table: str, column: str) -> None:
    (found,) = (one for one in dictionary(table) if one.column == column)
    model = CODED[table, column]
    assert {code for code, _words in found.codes} == {
        value for value, _words in model._meta.get_field(column).choices
    }
    assert all(words for _code, words in found.codes)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"table": "participants", "form": "xlsx"}, "not_readable"),
        ({"table": "participants"}, "not_readable"),
        ({"table": "surveys", "form": "csv"}, "no_such_thing"),
        ({"form": "json"}, "no_such_thing"),
    ],
)
def test_what_is_not_there(asked: dict[str, str], code: str) -> None:
    assert code_of(CHIARA.get("download_table", **asked)) == code


def test_an_error_half_way_is_an_error_and_not_half_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.make_pair("giulia", "mario")
    cast.make_pair("piotr", "anna")
    monkeypatch.setattr(exports, "CHUNK", 1)
    looked_up = count()

    def gone_away(execute, sql, params, many, context):
        asks_for_names = "auth_user" in sql and " IN (" in sql
        if asks_for_names and next(looked_up) > NAMES_BEFORE:
            raise OperationalError("server has gone away")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(gone_away):
        answer = taken(CHIARA, "participants", "csv")
    assert next(looked_up) > NAMES_BEFORE
    assert (answer.status_code, code_of(answer)) == (503, "try_again")
    assert "attachment" not in answer.get("Content-Disposition", "")


@pytest.mark.parametrize("table", TABLES)
def test_a_file_says_how_long_it_is(table: str) -> None:
    cast.make_pair("giulia", "mario")
    answer = taken(CHIARA, table, "json")
    assert int(answer["Content-Length"]) == len(answer.content)


def test_a_large_file_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "LARGEST_IN_MEMORY", 10)
    monkeypatch.setattr(rendering, "PIECE", 7)
    lines = [f"{number}\n" for number in range(100)]
    answer = rendering.file_response(lines, "text/csv", "a.csv")
    assert answer.body.decode() == "".join(lines)


@pytest.mark.parametrize("username", ["giulia", "otto", "nora", ""])
def test_nobody_else(username: str) -> None:
    answer = taken(Visitor(username, slug="home"), "participants", "csv")
    assert answer.status_code in {401, 403}
