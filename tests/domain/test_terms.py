"""Which clauses stand in an agreement, and what is still missing in it."""

from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.agreement.terms import (
    AuthorSettings,
    Clause,
    Field,
    Kind,
    Terms,
    clauses_on,
    starting_values,
    with_revisions,
)

TASKS = Clause(
    "tasks",
    2,
    1,
    "tasks",
    fields=(
        Field("job", Kind.JOB, required=True),
        Field("words", Kind.LINE, required=True, only_with=("job", "own")),
        Field("second_job", Kind.JOB),
        Field("second_evidence", Kind.LINE, required=True, only_if="second_job"),
    ),
)
MEETINGS = Clause(
    "meetings",
    3,
    4,
    "meetings",
    fields=(
        Field("number", Kind.NUMBER, least=1, most=40, default=6, author_default=True),
        Field("minutes", Kind.NUMBER, least=15, most=180, default=60, author_default=True),
        Field(
            "ways", Kind.CHOICES, options=("here", "video"), default=["here"], author_default=True
        ),
        Field("place", Kind.LINE, default="at the workshop"),
    ),
)
RANK = Clause("rank", 1, 2, "rules", always_on=True)
MINORS = Clause(
    "minors",
    4,
    1,
    "care",
    always_on=True,
    minors_only=True,
    fields=(Field("named_adult", Kind.LINE, required=True),),
)
CLAUSES = (MINORS, TASKS, RANK, MEETINGS)
IDS = frozenset(clause.id for clause in CLAUSES)
TERMS = Terms(clauses_on(CLAUSES, (), mentor_is_minor=False))


def ids(clauses):
    return [clause.id for clause in clauses]


def test_clauses_stand_by_number():
    assert ids(clauses_on(CLAUSES, (), mentor_is_minor=True)) == [
        "rank",
        "tasks",
        "meetings",
        "minors",
    ]


def test_the_clause_on_minors_stands_for_minors_only():
    assert "minors" not in ids(clauses_on(CLAUSES, (), mentor_is_minor=False))


@given(st.frozensets(st.sampled_from([*sorted(IDS), "unknown"])), st.booleans())
def test_an_author_cannot_switch_off_what_is_always_on(switched_off, minor):
    on = set(ids(clauses_on(CLAUSES, switched_off, minor)))
    assert on == {"rank"} | ({"tasks", "meetings"} - switched_off) | (
        {"minors"} if minor else set()
    )


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({}, ["job"]),
        ({"job": ""}, ["job"]),
        ({"job": "call"}, []),
        ({"job": "own"}, ["words"]),
        ({"job": "own", "words": "scan"}, []),
        ({"job": "call", "second_job": "scan"}, ["second_evidence"]),
        ({"job": "call", "second_job": ""}, []),
        ({"second_job": "scan"}, ["job", "second_evidence"]),
        ({"job": "call", "second_job": "scan", "second_evidence": "done"}, []),
    ],
)
def test_missing(values, missing):
    assert TERMS.missing(values) == missing


def test_nothing_of_a_clause_that_is_off_is_missing():
    assert Terms(clauses_on(CLAUSES, {"tasks"}, mentor_is_minor=False)).missing({}) == []


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"job": "call", "words": "left over"}, {"job"}),
        ({"job": "own", "words": "scan"}, {"job", "words"}),
        ({"second_evidence": "left over"}, set()),
        ({"named_adult": "left over", "number": 6}, {"number"}),
        ({"unknown": 1}, set()),
    ],
)
def test_only_what_matters_now_is_relevant(values, kept):
    assert set(TERMS.relevant(values)) == kept


def test_revisions_of_the_texts():
    assert TERMS.revisions == {"rank": 2, "tasks": 1, "meetings": 4}


def test_a_stored_version_keeps_its_own_clauses_and_revisions():
    rebuilt = with_revisions(CLAUSES, {"meetings": 3, "minors": 1, "gone": 9})
    assert [(clause.id, clause.revision) for clause in rebuilt] == [("meetings", 3), ("minors", 1)]


@given(st.frozensets(st.sampled_from(sorted(IDS))), st.booleans())
def test_clauses_survive_being_stored_as_revisions(switched_off, minor):
    on = clauses_on(CLAUSES, switched_off, minor)
    assert with_revisions(CLAUSES, Terms(on).revisions) == on


@pytest.mark.parametrize(
    ("author", "start"),
    [
        ({}, {"number": 6, "minutes": 60, "ways": ["here"], "place": "at the workshop"}),
        ({"ways": ["video"]}, {"ways": ["video"]}),
        (
            {"ways": [], "number": "", "minutes": None},
            {"ways": ["here"], "number": 6, "minutes": 60},
        ),
        ({"place": "elsewhere"}, {"place": "at the workshop"}),  # not for the author to set
        ({"job": "call"}, {"place": "at the workshop"}),
    ],
)
def test_what_a_new_agreement_starts_with(author, start):
    values = starting_values(TERMS, author)
    assert start.items() <= values.items()
    assert "job" not in values


def test_pairs_may_agree_on_more_never_on_less():
    settings = AuthorSettings(required_meetings=8, least_minutes=90)
    fields = Terms(settings.apply_to((MEETINGS,))).fields
    number, minutes = fields["number"], fields["minutes"]
    assert (number.least, number.default, number.most) == (8, 8, 40)
    assert (minutes.least, minutes.default, minutes.most) == (90, 90, 180)


def test_bounds_of_the_author_leave_higher_defaults_alone():
    fields = Terms(
        AuthorSettings(required_meetings=2, least_minutes=15).apply_to((MEETINGS,))
    ).fields
    assert (fields["number"].least, fields["number"].default) == (2, 6)
    assert (fields["minutes"].least, fields["minutes"].default) == (15, 60)


def test_bounds_above_the_built_in_most_can_still_be_met():
    fields = Terms(AuthorSettings(required_meetings=60).apply_to((MEETINGS,))).fields
    assert (fields["number"].least, fields["number"].most) == (60, 60)


def test_bounds_touch_no_other_field():
    assert AuthorSettings(required_meetings=9).apply_to((TASKS,)) == (TASKS,)


def test_fields_by_id_in_page_order():
    order = {"job": 0, "words": 1, "number": 4, "place": 7}
    places = [list(TERMS.fields).index(field) for field in order]
    assert all(before < after for before, after in pairwise(places))
    assert attrs.evolve(TERMS, clauses=()).fields == {}
