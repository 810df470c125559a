"""How well people fit: coverage counts and not overlap, and arrays say what the rules say person by person."""

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ment_xblock.domain.matching import DEFAULT_LEVELS, Bar, Cohort, Criterion, Level, Table
from ment_xblock.domain.matching import criteria as criteria_module
from ment_xblock.domain.matching.criteria import fit, score, weights
from ment_xblock.domain.matching.rules import bars_between
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile import Step, Way
from tests.domain.matching_people import TASKS, cohorts, mentee, mentor, profiles

LEVELS = st.fixed_dictionaries({one: st.sampled_from(Level) for one in Criterion})


def fits(one, other):
    return {criterion: float(matrix[0, 0]) for criterion, matrix in fit([one], [other]).items()}


def bars(one, other, **between):
    cohort = Cohort((one,), (other,), **between)
    return set(bars_between(cohort, 0, 0))


PAIR = frozenset({(1, 100)})


@pytest.mark.parametrize(
    ("one", "other", "between", "expected"),
    [
        (mentor(), mentee(), {}, set()),
        (mentor(languages=frozenset()), mentee(), {}, {Bar.LANGUAGE}),
        (mentor(languages=frozenset({"pl"})), mentee(), {}, {Bar.LANGUAGE}),
        (mentor(firm="rossi"), mentee(firm="rossi"), {}, {Bar.SAME_FIRM}),
        (mentor(firm="rossi", same_firm_ok=True), mentee(firm="rossi"), {}, {Bar.SAME_FIRM}),
        (
            mentor(firm="rossi", same_firm_ok=True),
            mentee(firm="rossi", same_firm_ok=True),
            {},
            set(),
        ),
        (
            mentor(firm="rossi", same_firm_ok=True),
            mentee(firm="rossi", same_firm_ok=True, is_boss=True),
            {},
            {Bar.BOSS},
        ),
        (mentor(firm="rossi", is_boss=True), mentee(firm="rossi"), {}, {Bar.BOSS}),
        (mentor(firm="rossi"), mentee(firm="kowalik", is_boss=True), {}, set()),
        (mentor(firm=""), mentee(firm="", is_boss=True), {}, set()),
        (mentor(), mentee(), {"forbidden": PAIR}, {Bar.FORBIDDEN}),
        (mentor(), mentee(), {"previous": PAIR}, {Bar.PREVIOUS}),
        (mentor(), mentee(), {"previous": PAIR, "both_ask": PAIR}, set()),
        (mentor(), mentee(), {"open_pairs": PAIR}, {Bar.ALREADY}),
    ],
)
def test_what_rules_a_pair_out(one, other, between, expected):
    assert bars(one, other, **between) == expected


@pytest.mark.parametrize(
    ("wanted", "skills", "expected"),
    [
        (("quote", "photo", "map"), {"quote": Step.COULD_SHOW}, 3 / 6),
        (("quote", "photo", "map"), {"map": Step.COULD_SHOW}, 1 / 6),
        (("quote", "photo"), {"photo": Step.COULD_SHOW}, 2 / 5),
        (("quote",), {"quote": Step.WITH_NOTES}, 0.75),
        (("quote",), {"quote": Step.WITH_HELP}, 0.25),
        (("quote",), {"quote": Step.BY_OTHERS}, 0),
        (("quote",), {}, 0),
        ((), {"quote": Step.COULD_SHOW}, 0),
    ],
)
def test_the_first_task_counts_most(wanted, skills, expected):
    found = fits(mentor(skills=skills), mentee(wanted=wanted))[Criterion.TASKS]
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ({"ways": {Way.VIDEO}}, {"ways": {Way.VIDEO, Way.PHONE}}, 1),
        ({"ways": {Way.VIDEO}}, {"ways": {Way.PHONE}}, 0),
        ({"ways": {Way.IN_PERSON}, "places": {"school"}}, {"ways": {Way.IN_PERSON}}, 1),
        (
            {"ways": {Way.IN_PERSON}, "places": {"school"}},
            {"ways": {Way.IN_PERSON}, "places": {"workshop"}},
            0.5,
        ),
    ],
)
def test_way_and_place(mine, theirs, expected):
    def frozen(known):
        return {name: frozenset(values) for name, values in known.items()}

    assert fits(mentor(**frozen(mine)), mentee(**frozen(theirs)))[Criterion.WAY] == expected


@given(profiles(Role.MENTOR, 1), profiles(Role.MENTEE, 100), LEVELS)
def test_ticking_everything_pays_no_more_than_what_is_truly_covered(one, other, levels):
    """More skills than the mentee asked for change nothing, whatever counts how much."""
    boastful = attrs.evolve(
        one,
        skills={
            **dict.fromkeys((*TASKS, "knitting", "sailing"), Step.COULD_SHOW),
            **{task: one.skills.get(task, Step.NEVER) for task in other.wanted},
        },
    )
    before, after = Cohort((one,), (other,)), Cohort((boastful,), (other,))
    assert score(after, levels)[0, 0] == pytest.approx(score(before, levels)[0, 0])


@given(profiles(Role.MENTOR, 1), profiles(Role.MENTOR, 2), profiles(Role.MENTEE, 100))
def test_who_covers_the_wanted_tasks_as_well_beats_nobody_by_ticking_more(one, other, senior):
    same_where_it_counts = attrs.evolve(
        other,
        skills={
            **other.skills,
            **{task: one.skills.get(task, Step.NEVER) for task in senior.wanted},
        },
    )
    found = fit([one, same_where_it_counts], [senior])[Criterion.TASKS][:, 0]
    assert found[0] == pytest.approx(found[1])


@given(st.integers(3, 6))
def test_three_common_times_are_enough(many):
    times = [f"{day}-evening" for day in ("mon", "tue", "wed", "thu", "fri", "sat")]
    three, more = frozenset(times[:3]), frozenset(times[:many])
    assert fits(mentor(times=three), mentee(times=three))[Criterion.TIMES] == 1
    assert fits(mentor(times=more), mentee(times=more))[Criterion.TIMES] == 1
    assert fits(mentor(times=more), mentee(times=frozenset(times[:1])))[
        Criterion.TIMES
    ] == pytest.approx(1 / 3)


@settings(max_examples=40)
@given(cohorts(), LEVELS)
def test_a_cohort_is_scored_as_its_pairs_one_by_one(cohort, levels):
    whole, table = score(cohort, levels), Table(cohort, levels)
    shares = weights(levels)
    assert whole.shape == (len(cohort.mentors), len(cohort.mentees))
    for row, one in enumerate(cohort.mentors):
        for column, other in enumerate(cohort.mentees):
            reached = fits(one, other)
            assert all(0 <= value <= 1 for value in reached.values())
            expected = sum(shares[name] * value for name, value in reached.items())
            assert whole[row, column] == pytest.approx(expected)
            assert table.allowed[row, column] == (not bars_between(cohort, row, column))


def test_rows_at_once_change_nothing(monkeypatch):
    cohort = Cohort(
        tuple(mentor(n, skills={TASKS[n % 6]: Step.COULD_SHOW}) for n in range(10)),
        tuple(mentee(100 + n, wanted=(TASKS[n % 6],)) for n in range(7)),
    )
    whole = score(cohort)
    monkeypatch.setattr(criteria_module, "ROWS_AT_ONCE", 3)
    assert np.array_equal(score(cohort), whole)
    assert len(np.unique(whole)) > 1


def test_levels_are_shares_of_the_score():
    assert sum(weights(DEFAULT_LEVELS).values()) == pytest.approx(1)
    assert weights(dict.fromkeys(Criterion, Level.OFF)) == dict.fromkeys(Criterion, 0)
    only_times = {Criterion.TIMES: Level.LITTLE}
    cohort = Cohort((mentor(times=frozenset()),), (mentee(),))
    assert score(cohort, only_times)[0, 0] == 0
    assert score(cohort, dict.fromkeys(Criterion, Level.OFF))[0, 0] == 0
