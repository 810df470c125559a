"""Surveys: reading an author's definition, checking answers, and when a survey is open."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.curriculum import surveys
from ment_xblock.domain.errors import Invalid
from ment_xblock.domain.people import Role
from ment_xblock.domain.spreadsheet import BOM, csv_lines
from ment_xblock.domain.survey.answers import read_answers
from ment_xblock.domain.survey.credit import survey_credit
from ment_xblock.domain.survey.errors import SurveyInvalid
from ment_xblock.domain.survey.items import Asking, Kind, When
from ment_xblock.domain.survey.parse import definition_from_data, definition_to_data
from ment_xblock.domain.survey.schedule import After, Phase, Schedule, Way

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
THIRTEEN_WEEKS = timedelta(weeks=13)
OWN = {"id": "own-1", "kind": "single", "options": ["a", "b"], "words": {"text": "Hm?"}}
OWN["words"]["options"] = {"a": "A", "b": "B"}


def defined(instrument="mid", mode="confidential", **more):
    return surveys.definition({"instrument": instrument, "mode": mode, **more})


def problems(**data):
    with pytest.raises(SurveyInvalid) as refused:
        surveys.definition({"instrument": "mid", "mode": "anonymous", **data})
    return {(problem.code, problem.path) for problem in refused.value.problems}


# Definitions


@pytest.mark.parametrize("instrument", list(surveys.instruments()))
def test_each_instrument_can_be_used_as_it_is(instrument):
    found = defined(instrument)
    assert found.items == surveys.instruments()[instrument].items
    assert definition_from_data(definition_to_data(found)) == found


def test_an_anonymous_survey_leaves_out_what_needs_names():
    assert {item.id for item in defined("end").items if item.named} == {"next-round"}
    assert not any(item.named for item in defined("end", "anonymous").items)


def test_what_needs_names_cannot_be_put_into_an_anonymous_survey():
    assert problems(items=["trust", "ring-me"]) == {("survey.needs_names", "items[1]")}
    assert problems(instrument="pulse") >= {("survey.pulse_is_confidential", "mode")}


def test_a_form_that_one_person_sends_for_each_partner_is_never_anonymous():
    """Five forms could be of one person, also with questions that need no name."""
    found = problems(instrument="partner", items=[OWN])
    assert found == {("survey.rating_is_confidential", "mode")}
    assert problems(instrument="partner") >= {("survey.nothing_asked", "roles")}


@pytest.mark.parametrize(
    ("items", "found"),
    [
        (["trust", "trust"], ("id.repeated", "items[1].id")),
        (["nothing"], ("survey.unknown_item", "items[0].id")),
        ([{"id": "trust", "kind": "text"}], ("field.unknown", "items[0].kind")),
        ([{**OWN, "options": ["a", "a"]}], ("id.repeated", "items[0].options")),
        ([{**OWN, "kind": "text"}], ("survey.no_options_here", "items[0].options")),
        ([{**OWN, "then": True}], ("survey.then_needs_numbers", "items[0].then")),
        ([{**OWN, "best": "c"}], ("survey.unknown_best", "items[0].best")),
        ([{**OWN, "owners_only": True}], ("survey.owners_are_mentees", "items[0].roles")),
        ([{"id": "own-1", "kind": "likert"}], ("field.missing", "items[0].words")),
        ([{**OWN, "roles": ["boss"]}], ("field.not_allowed", "items[0].roles[0]")),
        ([], ("list.length", "items")),
        ("trust", ("field.type", "items")),
        ([3], ("field.type", "items[0]")),
    ],
)
def test_mistakes_are_named_with_their_place(items, found):
    assert found in problems(items=items)


def test_changes_of_a_built_in_item_keep_what_it_measures():
    reworded = {"id": "hierarchy", "required": True, "words": {"text": "Rank gets in our way"}}
    found = defined(items=[reworded, OWN]).item("hierarchy")
    assert (found.construct, found.reversed, found.required) == ("hierarchy", True, True)


def test_the_digest_tells_wordings_apart_and_nothing_else():
    plain, again = defined(items=["trust", "voice"]), defined(items=["trust", "voice"])
    assert plain.digest == again.digest
    others = [
        defined(items=["voice", "trust"]),
        defined(items=["trust"]),
        defined(items=["trust", {"id": "voice", "required": True}]),
        defined(items=["trust", {"id": "voice", "words": {"text": "I can say it"}}]),
    ]
    assert len({plain.digest, *(one.digest for one in others)}) == 5


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
keys = st.sampled_from(["id", "kind", "options", "rows", "words", "roles", "then", "best", "x"])


@given(st.lists(st.dictionaries(keys, values, max_size=5) | values, max_size=4))
def test_whatever_an_author_sends_is_read_or_refused(items):
    with suppress(SurveyInvalid):
        found = surveys.definition({"instrument": "own", "mode": "anonymous", "items": items})
        assert definition_from_data(definition_to_data(found)) == found


# Answers


@given(
    st.sampled_from(list(surveys.instruments())),
    st.sampled_from(list(Role)),
    st.dictionaries(
        st.sampled_from(
            ["trust", "ring-me", "pulse-safety", "tasks-reached.task1", "x", "can-find"]
        ),
        values | st.integers(-1, 11) | st.sampled_from(["yes", "partly", "5"]),
    ),
)
def test_whatever_somebody_sends_is_kept_within_range_or_refused(instrument, role, sent):
    definition = defined(instrument)
    asked = Asking(role, owns_firm=True)
    found = ()
    with suppress(Invalid):
        found = read_answers(definition, asked, sent)
    items = {slot.key: item for item in definition.items_for(asked) for slot in item.slots}
    for one in found:
        item = items[one.slot]
        assert one.number is None or one.number in item.kind.numbers
        assert set(one.options) <= set(item.options)
        assert one.number is not None or one.options or one.text


def test_texts_are_cleaned():
    found = read_answers(defined("end"), Asking(Role.MENTEE), {"job-changed": " a\x00b\r\n "})
    assert [(one.slot, one.text) for one in found] == [("job-changed", "ab")]


def test_every_slot_fits_its_column():
    longest = attrs.evolve(defined(items=[OWN]).items[0], id="o" * 40, rows=("r" * 40,))
    assert all(len(slot.key) <= 90 for slot in attrs.evolve(longest, kind=Kind.MATRIX).slots)


# When it is open


@pytest.mark.parametrize(
    ("schedule", "held", "closed", "phase"),
    [
        (Schedule(), 0, None, Phase.OPEN),
        (Schedule(opens_at=NOW), 0, None, Phase.OPEN),
        (Schedule(opens_at=NOW + timedelta(seconds=1)), 9, None, Phase.NOT_YET),
        (Schedule(closes_at=NOW + timedelta(seconds=1)), 0, None, Phase.OPEN),
        (Schedule(closes_at=NOW), 0, None, Phase.CLOSED),
        (Schedule(after=After.EACH_SESSION), 0, None, Phase.NOT_YET),
        (Schedule(after=After.EACH_SESSION), 1, None, Phase.OPEN),
        (Schedule(after=After.SESSION_NUMBER, session_number=3), 2, None, Phase.NOT_YET),
        (Schedule(after=After.SESSION_NUMBER, session_number=3), 3, None, Phase.OPEN),
        (Schedule(after=After.PAIR_CLOSED), 9, None, Phase.NOT_YET),
        (Schedule(after=After.PAIR_CLOSED), 0, NOW, Phase.OPEN),
        (Schedule(after=After.PAIR_CLOSED, weeks_later=13), 0, None, Phase.NOT_YET),
        (Schedule(after=After.PAIR_CLOSED, weeks_later=13), 0, NOW - THIRTEEN_WEEKS, Phase.OPEN),
        (
            Schedule(after=After.PAIR_CLOSED, weeks_later=13),
            0,
            NOW - THIRTEEN_WEEKS + timedelta(seconds=1),
            Phase.NOT_YET,
        ),
    ],
)
def test_when_a_survey_is_open(schedule, held, closed, phase):
    way = Way(held, has_had_pair=bool(held or closed), pair_ended_at=closed)
    assert schedule.phase(NOW, way) is phase


NOBODY, PAIRED, MET = Way(), Way(has_had_pair=True), Way(1, has_had_pair=True)


@pytest.mark.parametrize(
    ("schedule", "way", "is_open"),
    [
        (Schedule(), NOBODY, True),
        (Schedule(looks_back=True), NOBODY, False),
        (Schedule(looks_back=True), PAIRED, False),
        (Schedule(looks_back=True), MET, True),
        (Schedule(looks_back=True, opens_at=NOW), NOBODY, False),
        (Schedule(looks_back=True, opens_at=NOW), PAIRED, True),
        (Schedule(looks_back=True, opens_at=NOW + timedelta(seconds=1)), MET, False),
        (Schedule(looks_back=True, after=After.SESSION_NUMBER), MET, False),
        (Schedule(looks_back=True, after=After.SESSION_NUMBER), Way(3, has_had_pair=True), True),
    ],
)
def test_what_looks_back_is_open_for_nobody_who_was_not_on_the_way(schedule, way, is_open):
    assert (schedule.phase(NOW, way) is Phase.OPEN) is is_open


def test_the_end_of_another_pair_never_closes_what_is_open():
    follow_up = Schedule(after=After.PAIR_CLOSED, weeks_later=13)
    first = Way().with_pair(6, NOW - THIRTEEN_WEEKS)
    assert follow_up.phase(NOW, first) is Phase.OPEN
    for second in (None, NOW, NOW - THIRTEEN_WEEKS - timedelta(days=1)):
        both = first.with_pair(2, second)
        assert both.sessions_held == 8
        assert follow_up.phase(NOW, both) is Phase.OPEN
    assert Way().with_pair(1, None) == Way(1, has_had_pair=True)


@pytest.mark.parametrize(
    ("schedule", "since"),
    [
        (Schedule(), NOW),
        (Schedule(opens_at=NOW - timedelta(days=1)), NOW),
        (Schedule(opens_at=NOW + timedelta(days=1)), NOW + timedelta(days=1)),
        (Schedule(after=After.PAIR_CLOSED), NOW),
        (Schedule(after=After.PAIR_CLOSED, weeks_later=13), NOW + THIRTEEN_WEEKS),
        (Schedule(weeks_later=13), NOW),
    ],
)
def test_since_when_an_answer_is_due(schedule, since):
    assert schedule.due_since(NOW, Way(1, has_had_pair=True, pair_ended_at=NOW)) == since
    earlier = Way(1, has_had_pair=True, pair_ended_at=NOW - 2 * THIRTEEN_WEEKS)
    assert schedule.due_since(NOW, earlier) == max(NOW, schedule.opens_at or NOW)


# Credit


def earned(answered, **more):
    return survey_credit(answered, **{"when": When.MID, **more}).earned


def test_credit_is_for_answering():
    assert earned([]) == 0
    assert earned([NOW]) == earned([None]) == 1
    assert earned([NOW], when=When.PULSE, required=4) == 0.25
    assert earned([NOW] * 9, when=When.PULSE, required=4) == 1
    assert survey_credit([NOW], when=When.FOLLOW_UP).possible == 0


def test_a_deleted_answer_counts_no_more():
    assert earned([NOW], credit_from=NOW) == 0
    assert earned([NOW + timedelta(seconds=1)], credit_from=NOW) == 1
    assert earned([None], credit_from=NOW) == 0


# Tables for spreadsheet programs


def test_nothing_in_a_table_is_a_formula():
    bad = ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\n=1", "\uff1d1", "\u200b=1"]
    lines = list(csv_lines([["Über, alles", -3, None], bad]))
    assert lines[0] == f'{BOM}"Über, alles",-3,\r\n'
    assert not lines[1].startswith(BOM)
    assert lines[1].count("'") == len(bad)
