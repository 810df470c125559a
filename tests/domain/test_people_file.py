"""People in a file: whatever a spreadsheet saves is read, and nothing that we write runs in one."""

import contextlib
import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.errors import Invalid
from ment_xblock.domain.people import Role
from ment_xblock.domain.people_file import MOST_LINES, PersonLine, read_people
from ment_xblock.domain.spreadsheet import csv_lines


def problems(line):
    return [(one.field, one.code) for one in line.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_spreadsheets_save(delimiter, line_end, mark):
    rows = [
        ["Username", "ROLE", "partners", "under_18", "guardian_consent"],
        ["Giulia", "Mentor", "2", "yes", "2026-01-31"],
        ["", "", "", "", ""],
        ["mario", "mentee", "", "", ""],
    ]
    text = mark + line_end.join(delimiter.join(row) for row in rows)
    first, second = read_people(text)
    assert first == PersonLine(2, "giulia", Role.MENTOR, 2, True, date(2026, 1, 31))
    assert (second.number, second.who, second.role, second.capacity) == (
        4,
        "mario",
        Role.MENTEE,
        None,
    )


def test_every_line_says_what_is_wrong_with_it():
    lines = read_people(
        "email,role,partners,under_18,guardian_consent\n"
        ",mentor,,,\n"
        "a@example.org,boss,,,\n"
        "b@example.org,mentor,4,perhaps,soon\n"
        "c@example.org,mentor,,,\n"
        "C@example.org,mentee,,,\n"
    )
    assert [problems(line) for line in lines] == [
        [("username", "who_missing")],
        [("role", "unknown_role")],
        [
            ("partners", "out_of_range"),
            ("under_18", "not_yes_or_no"),
            ("guardian_consent", "not_a_date"),
        ],
        [],
        [("username", "named_twice")],
    ]


def test_the_file_of_the_last_run():
    lines = read_people("username,next_role\nmario,mentor\nanna,help\npaolo,none\ntomas,chef")
    assert [line.role for line in lines] == [Role.MENTOR, None, None, None]
    assert problems(lines[3]) == [("next_role", "unknown_role")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file_lacks_columns"),
        ("name,age\nGiulia,19", "file_lacks_columns"),
        ("username\ngiulia", "file_lacks_columns"),
        ("username,role\n", "file_empty"),
        ('username,role\n"giulia,mentor', "file_not_a_table"),
        ("username,role\n" + "x,mentor\n" * (MOST_LINES + 1), "file_too_long"),
    ],
)
def test_files_that_cannot_be_read(text, code):
    with pytest.raises(Invalid) as refused:
        read_people(text)
    assert [(one.field, one.code) for one in refused.value.problems] == [("file", code)]


@given(st.text())
def test_no_text_breaks_the_reader(text):
    with contextlib.suppress(Invalid):
        lines = read_people(f"username,role\n{text}")
        assert all(line.who or line.problems for line in lines)


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=4))
def test_no_cell_becomes_a_formula(rows):
    text = "".join(csv_lines([("one", "two"), *rows]))
    assert text.startswith("\ufeff")
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1:]
    assert len(found) == len(rows)
    for cells, written in zip(rows, found, strict=True):
        for cell, out in zip(cells, written, strict=True):
            assert not out.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
            assert out in (cell, f"'{cell}")


def test_what_we_write_can_be_read_again():
    text = "".join(csv_lines([("username", "role"), ("=giulia", "mentor"), ("mario", "")]))
    first, second = read_people(text)
    assert (first.who, first.role, problems(first)) == ("=giulia", Role.MENTOR, [])
    assert (second.who, second.role, problems(second)) == ("mario", None, [])
