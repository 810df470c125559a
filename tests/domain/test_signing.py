"""The fingerprint that a signature covers."""

import hashlib
import unicodedata

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.agreement.signing import digest
from ment_xblock.domain.agreement.terms import Clause, Field, Kind, Terms

TERMS = Terms(
    (
        Clause(
            "tasks",
            2,
            3,
            "tasks",
            fields=(
                Field("job", Kind.JOB),
                Field("words", Kind.LINE, only_with=("job", "own")),
                Field("number", Kind.NUMBER),
                Field("ways", Kind.CHOICES, options=("b", "a")),
            ),
        ),
        Clause("rank", 1, 1, "rules"),
    )
)
SIGNED = {
    "pairing_id": 7,
    "number": 1,
    "terms": TERMS,
    "values": {"job": "own", "words": "Größe 😀", "number": 6, "ways": ["b", "a"]},
    "job_revisions": {"call": 2, "app": 1},
}


def changed(**parts):
    return digest(**{**SIGNED, **parts})


def test_anybody_can_compute_it_again():
    canonical = (
        '{"clauses":{"rank":1,"tasks":3},"jobs":{"app":1,"call":2},"pairing":7,'
        '"values":{"job":"own","number":6,"ways":["b","a"],"words":"Größe 😀"},"version":1}'
    )
    assert digest(**SIGNED) == hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def test_the_order_in_which_things_are_kept_does_not_matter():
    assert digest(**SIGNED) == changed(
        values=dict(reversed(SIGNED["values"].items())),
        job_revisions=dict(reversed(SIGNED["job_revisions"].items())),
        terms=attrs.evolve(TERMS, clauses=TERMS.clauses[::-1]),
    )


def test_what_is_hidden_or_switched_off_is_not_signed():
    values = {**SIGNED["values"], "gone": "x"}
    assert changed(values=values) == digest(**SIGNED)
    plain = {"job": "call", "number": 6}
    assert changed(values={**plain, "words": "left over"}) == changed(values=plain)


@pytest.mark.parametrize(
    "difference",
    [
        {"pairing_id": 8},
        {"number": 2},
        {"job_revisions": {"call": 3, "app": 1}},
        {"job_revisions": {"call": 2}},
        {"terms": attrs.evolve(TERMS, clauses=TERMS.clauses[:1])},
        {
            "terms": attrs.evolve(
                TERMS, clauses=(attrs.evolve(TERMS.clauses[0], revision=4), TERMS.clauses[1])
            )
        },
        {"values": {**SIGNED["values"], "number": 7}},
        {"values": {**SIGNED["values"], "number": "6"}},
        {"values": {**SIGNED["values"], "words": "Größe 😀."}},
        {"values": {**SIGNED["values"], "words": unicodedata.normalize("NFD", "Größe 😀")}},
        {"values": {**SIGNED["values"], "ways": ["a", "b"]}},
        {"values": {**SIGNED["values"], "ways": []}},
        {"values": {key: SIGNED["values"][key] for key in ("job", "words", "ways")}},
    ],
)
def test_every_difference_shows(difference):
    assert changed(**difference) != digest(**SIGNED)


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_texts_share_a_fingerprint_only_if_they_are_equal(one, other):
    first, second = ({**SIGNED["values"], "words": words} for words in (one, other))
    assert (changed(values=first) == changed(values=second)) == (one == other)


def test_no_way_to_move_words_from_one_field_to_the_next():
    values = {"job": "own", "words": 'x","ways":["a'}
    assert changed(values=values) != changed(values={"job": "own", "words": "x", "ways": ["a"]})
