"""The matching is the best by its contract: proved by brute force, and tried on whole cohorts."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from ment_xblock.domain.matching import MatchingRefused, assign
from tests.domain.matching_reference import Case, assert_best, assert_keeps_rules

NO_LIMIT = 10**9
SCORES = (
    st.sampled_from((0.0, 0.25, 0.5, 0.75, 1.0)),
    st.sampled_from((0.95, 0.97, 0.98, 0.985, 0.99, 0.995, 1.0)),
    st.sampled_from((0.5, 0.5000004, 0.5000006, 0.500001, 0.500002)),
    st.floats(0, 1),
)
CAPACITIES = (
    st.just(1),
    st.sampled_from((0, 1, 1, 1, 2)),
    st.sampled_from((0, 1, 2, 3, NO_LIMIT)),
)


@st.composite
def cases(draw):
    shape = draw(st.tuples(st.integers(0, 6), st.integers(0, 6)))
    score = draw(arrays(np.float64, shape, elements=draw(st.sampled_from(SCORES))))
    openness = draw(st.integers(2, 10))
    dice = draw(arrays(np.int8, shape, elements=st.integers(0, 9), fill=st.nothing()))
    mentor_capacity = draw(arrays(np.int64, shape[0], elements=draw(st.sampled_from(CAPACITIES))))
    mentee_capacity = draw(arrays(np.int64, shape[1], elements=draw(st.sampled_from(CAPACITIES))))
    locked = draw(locks(mentor_capacity, mentee_capacity))
    return Case(score, dice < openness, mentor_capacity, mentee_capacity, locked)


@st.composite
def locks(draw, mentor_capacity, mentee_capacity):
    mentor_left, mentee_left = mentor_capacity.copy(), mentee_capacity.copy()
    kept = []
    pairs = [(i, j) for i in range(len(mentor_left)) for j in range(len(mentee_left))]
    for mentor, mentee in (
        draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True)) if pairs else ()
    ):
        if mentor_left[mentor] and mentee_left[mentee]:
            mentor_left[mentor] -= 1
            mentee_left[mentee] -= 1
            kept.append((mentor, mentee))
    return kept


def case(score, *, allowed=None, mentors=1, mentees=1, locked=()):
    score = np.array(score, dtype=float)
    return Case(
        score,
        np.ones(score.shape, dtype=bool) if allowed is None else np.array(allowed, dtype=bool),
        np.broadcast_to(mentors, score.shape[0]).copy(),
        np.broadcast_to(mentees, score.shape[1]).copy(),
        list(locked),
    )


def cohort(seed, mentors, mentees, *, forbidden=0.3, capacity=(1,)):
    dice = np.random.default_rng(seed)
    return Case(
        dice.random((mentors, mentees)),
        dice.random((mentors, mentees)) >= forbidden,
        dice.choice(capacity, mentors),
        np.ones(mentees, dtype=int),
        [],
    )


class TestAgainstEveryWay:
    @settings(max_examples=1500, deadline=None)
    @given(cases())
    def test_is_best(self, drawn):
        assert_best(drawn, assign(*drawn.arguments))

    @settings(max_examples=200, deadline=None)
    @given(cases())
    def test_same_input_same_output(self, drawn):
        before = [argument.copy() for argument in drawn.arguments]
        pairs = assign(*drawn.arguments)
        assert pairs == assign(*drawn.arguments)
        for argument, copy in zip(drawn.arguments, before, strict=True):
            assert np.array_equal(argument, copy)

    @pytest.mark.parametrize("seed", range(200))
    def test_is_best_at_full_size(self, seed):
        dice = np.random.default_rng(seed)
        openness = dice.choice((0.2, 0.35, 0.5, 0.7, 1.0))
        drawn = case(
            dice.choice((0.9, 0.94, 0.95, 0.97, 0.98, 0.985, 0.99, 1.0), (6, 6)),
            allowed=dice.random((6, 6)) < openness,
            mentors=dice.choice((0, 1, 1, 2, 3), 6) if seed % 2 else 1,
            mentees=dice.choice((0, 1, 1, 1, 2, 3), 6) if seed % 3 else 1,
        )
        assert_best(drawn, assign(*drawn.arguments))


class TestOrderOfAims:
    def test_more_people_beat_a_better_fit(self):
        drawn = case([[1.0, 0.1], [0.1, 0.0]], allowed=[[1, 1], [1, 0]])
        assert assign(*drawn.arguments) == [(0, 1), (1, 0)]

    def test_more_mentors_beat_a_better_fit(self):
        drawn = case([[1.0, 1.0], [0.0, 0.0]], mentors=2)
        assert len({mentor for mentor, _ in assign(*drawn.arguments)}) == 2

    def test_more_mentees_beat_more_mentors(self):
        # The third mentee knows only mentor 0, who must then take two.
        allowed = [[1, 0, 1], [1, 1, 0], [0, 0, 0]]
        drawn = case(np.full((3, 3), 0.5), allowed=allowed, mentors=[2, 1, 1])
        assert {mentee for _, mentee in assign(*drawn.arguments)} == {0, 1, 2}

    def test_exactly_99_per_cent_is_enough_for_a_higher_lowest(self):
        # 99 % of 1.9 is 1.881 on paper and less than that in floats.
        drawn = case([[1.0, 0.9405], [0.9405, 0.9]])
        assert assign(*drawn.arguments) == [(0, 1), (1, 0)]

    def test_a_millionth_less_is_not_enough(self):
        drawn = case([[1.0, 0.9405], [0.940499, 0.9]])
        assert assign(*drawn.arguments) == [(0, 0), (1, 1)]

    def test_rounding_comes_before_everything(self):
        # Both ways are worth the same once rounded; unrounded, one per cent would not be kept.
        drawn = case([[1.0, 0.9405], [0.9404999, 0.9]])
        assert assign(*drawn.arguments) == [(0, 1), (1, 0)]

    def test_scores_over_one_by_a_float_error_are_fine(self):
        assert assign(*case([[0.1 + 0.2 + 0.7000000000000002]]).arguments) == [(0, 0)]


class TestLocks:
    def test_stays_where_not_allowed(self):
        drawn = case([[0.0, 1.0], [1.0, 0.0]], allowed=[[0, 1], [1, 1]], locked=[(0, 0)])
        assert assign(*drawn.arguments) == [(0, 0), (1, 1)]

    def test_several_on_one_mentee_are_a_trio(self):
        drawn = case(np.full((3, 2), 0.5), mentees=[2, 1], locked=[(0, 0), (1, 0)])
        assert assign(*drawn.arguments) == [(0, 0), (1, 0), (2, 1)]

    def test_count_in_the_99_per_cent(self):
        # 1.78 of 1.8 is too little, 2.78 of 2.8 is enough.
        score = [[1.0, 0.89, 0.0], [0.89, 0.8, 0.0], [0.0, 0.0, 1.0]]
        alone = case(np.array(score)[:2, :2])
        assert assign(*alone.arguments) == [(0, 0), (1, 1)]
        assert assign(*case(score, locked=[(2, 2)]).arguments) == [(0, 1), (1, 0), (2, 2)]

    def test_a_low_one_is_the_lowest_already(self):
        score = [[1.0, 0.94, 0.0], [0.94, 0.89, 0.0], [0.0, 0.0, 0.1]]
        alone = case(np.array(score)[:2, :2])
        assert assign(*alone.arguments) == [(0, 1), (1, 0)]
        assert assign(*case(score, locked=[(2, 2)]).arguments) == [(0, 0), (1, 1), (2, 2)]

    def test_named_twice_counts_once(self):
        assert assign(*case([[0.5]], locked=[(0, 0), (0, 0)]).arguments) == [(0, 0)]


class TestTrios:
    def test_rather_than_someone_alone(self):
        assert assign(*case([[0.9], [0.2]], mentees=2).arguments) == [(0, 0), (1, 0)]

    def test_only_with_capacity(self):
        assert assign(*case([[0.9], [0.2]]).arguments) == [(0, 0)]

    def test_only_where_allowed(self):
        drawn = case([[0.9], [0.2]], allowed=[[1], [0]], mentees=2)
        assert assign(*drawn.arguments) == [(0, 0)]

    def test_the_most_then_the_largest_total(self):
        # Mentor 2 fits best with mentee 0, but mentor 3 can go nowhere else.
        score = [[0.9, 0.0], [0.0, 0.9], [0.8, 0.1], [0.2, 0.0]]
        drawn = case(score, allowed=[[1, 1], [1, 1], [1, 1], [1, 0]], mentees=2)
        assert assign(*drawn.arguments) == [(0, 0), (1, 1), (2, 1), (3, 0)]

    def test_a_locked_pair_takes_in_someone_too(self):
        drawn = case([[0.0], [0.2]], mentees=2, locked=[(0, 0)])
        assert assign(*drawn.arguments) == [(0, 0), (1, 0)]

    def test_one_place_each(self):
        drawn = case([[0.9, 0.1], [0.1, 0.9], [0.5, 0.5]], mentors=3, mentees=2)
        assert sum(mentor == 2 for mentor, _ in assign(*drawn.arguments)) == 1

    def test_nobody_with_capacity_zero(self):
        drawn = case(np.full((3, 2), 0.5), mentors=[1, 0, 0], mentees=[0, 3])
        assert assign(*drawn.arguments) == [(0, 1)]


class TestWholeCohorts:
    @pytest.mark.parametrize("capacity", [(1,), (1, 2)])
    def test_never_fewer_than_greedy(self, capacity):
        gained = 0
        for seed in range(150):
            size, forbidden = 6 + seed % 7, 0.3 + 0.1 * (seed % 3)
            drawn = cohort(seed, size, size, forbidden=forbidden, capacity=capacity)
            ours, theirs = people(assign(*drawn.arguments)), people(greedy(drawn))
            assert ours >= theirs
            gained += ours - theirs
        assert gained > 0

    @pytest.mark.parametrize("seed", range(8))
    def test_as_many_as_can_be(self, seed):
        drawn = cohort(seed, 70, 90, forbidden=0.98)
        match = maximum_bipartite_matching(csr_matrix(drawn.allowed), perm_type="column")
        pairs = assign(*drawn.arguments)
        assert_keeps_rules(drawn, pairs)
        assert len(pairs) == (match >= 0).sum() < 70

    @pytest.mark.parametrize("seed", range(8))
    def test_best_lowest_of_a_scan_over_all_bars(self, seed):
        dice = np.random.default_rng(seed)
        drawn = case(np.round(1 - dice.random((12, 12)) ** 2 * 0.3, 2))
        pairs = assign(*drawn.arguments)
        points = [drawn.points[pair] for pair in pairs]
        assert (min(points), sum(points)) == best_of_all_bars(drawn.points)

    @pytest.mark.parametrize("forbidden", [0.0, 0.5, 0.99])
    def test_exact_to_the_last_millionth(self, forbidden):
        # A locked pair with score 0 is the lowest already: only counts and the total decide.
        drawn = cohort(7, 300, 300, forbidden=forbidden)
        drawn.score = 1 - 1e-6 * np.random.default_rng(8).integers(0, 3000, drawn.score.shape)
        drawn.score[0, 0] = 0
        drawn.locked = [(0, 0)]
        pairs = assign(*drawn.arguments)
        points = drawn.points
        reached = (len(pairs) - 1, sum(points[pair] for pair in pairs))
        assert reached == most_and_best(points[1:, 1:], drawn.allowed[1:, 1:])

    @pytest.mark.parametrize("limit", [1, 2, NO_LIMIT])
    def test_memory_follows_the_cohort_not_the_capacity(self, limit):
        drawn = case(np.random.default_rng(0).random((60, 500)), mentors=limit, mentees=limit)
        tracemalloc.start()
        assign(*drawn.arguments)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        # Each mentee in a row, and as many rows again that stay empty, at the very most.
        rows = min(60 * limit, 2 * 500)
        assert peak < 6 * 8 * rows * 500


def best_of_all_bars(points):
    best = whole = None
    for bar in np.unique(points):
        cost = np.where(points >= bar, -points.astype(float), np.inf)
        try:
            total = int(points[linear_sum_assignment(cost)].sum())
        except ValueError:
            return best
        whole = whole or total
        if 100 * total >= 99 * whole:
            reached = points[linear_sum_assignment(cost)]
            best = (reached.min(), total)
    return best


def most_and_best(points, allowed):
    """How many pairs there can be, and their largest total: by scipy's solver for sparse graphs."""
    people = len(points)
    rows, columns = np.nonzero(allowed)
    alone = np.arange(people)
    # A place of one's own for everyone who is left out, dearer than all pairs together.
    cost = np.append(2_000_000 - points[rows, columns], np.full(people, 10**10))
    places = (np.append(rows, alone), np.append(columns, people + alone))
    graph = csr_matrix((cost.astype(float), places), shape=(people, 2 * people))
    row, column = min_weight_full_bipartite_matching(graph)
    paired = column < people
    return paired.sum(), points[row[paired], column[paired]].sum()


def greedy(drawn):
    mentors, mentees = drawn.mentor_capacity.copy(), drawn.mentee_capacity.copy()
    pairs = []
    for mentor, mentee in sorted(
        np.argwhere(drawn.allowed).tolist(), key=lambda p: -drawn.score[*p]
    ):
        if mentors[mentor] and mentees[mentee]:
            mentors[mentor] -= 1
            mentees[mentee] -= 1
            pairs.append((mentor, mentee))
    return pairs


def people(pairs):
    return sum(len(set(side)) for side in zip(*pairs, strict=True))


GOOD = {
    "score": [[0.5, 0.5], [0.5, 0.5]],
    "allowed": [[True, True], [True, True]],
    "mentor_capacity": [1, 1],
    "mentee_capacity": [1, 1],
    "locked": [],
}


class TestRefused:
    @pytest.mark.parametrize(
        ("argument", "value", "code"),
        [
            ("score", [0.5, 0.5], "score.shape"),
            ("score", [[0.5, 0.5], [0.5]], "score.shape"),
            ("score", [["a", "b"], ["c", "d"]], "score.type"),
            ("score", [[0.5, None], [0.5, 0.5]], "score.type"),
            ("score", [[0.5, np.nan], [0.5, 0.5]], "score.not_a_number"),
            ("score", [[0.5, np.inf], [0.5, 0.5]], "score.range"),
            ("score", [[0.5, 1e305], [0.5, 0.5]], "score.range"),
            ("score", [[0.5, 1.000001], [0.5, 0.5]], "score.range"),
            ("score", [[0.5, -0.000001], [0.5, 0.5]], "score.range"),
            ("allowed", [[True, True]], "allowed.shape"),
            ("allowed", [[1, 0], [1, 1]], "allowed.type"),
            ("mentor_capacity", [1], "mentor_capacity.shape"),
            ("mentor_capacity", [1.0, 1.0], "mentor_capacity.type"),
            ("mentor_capacity", [1, -1], "mentor_capacity.negative"),
            ("mentee_capacity", [[1, 1]], "mentee_capacity.shape"),
            ("mentee_capacity", [True, True], "mentee_capacity.type"),
            ("mentee_capacity", [-3, 1], "mentee_capacity.negative"),
            ("locked", [(0, 2)], "locked.unknown_person"),
            ("locked", [(-1, 0)], "locked.unknown_person"),
            ("locked", [(0.0, 1)], "locked.type"),
            ("locked", [(0, 1, 1)], "locked.type"),
            ("locked", [1], "locked.type"),
            ("locked", [(0, 0), (0, 1)], "locked.beyond_mentor_capacity"),
            ("locked", [(0, 0), (1, 0)], "locked.beyond_mentee_capacity"),
        ],
    )
    @pytest.mark.filterwarnings("error")
    def test_with_a_code(self, argument, value, code):
        with pytest.raises(MatchingRefused) as refusal:
            assign(**{**GOOD, argument: value})
        assert refusal.value.code == code

    def test_a_lock_on_someone_with_capacity_zero(self):
        with pytest.raises(MatchingRefused) as refusal:
            assign(**{**GOOD, "mentor_capacity": [0, 1], "locked": [(0, 0)]})
        assert refusal.value.code == "locked.beyond_mentor_capacity"
        assert refusal.value.params == {"person": 0}


class TestTakes:
    @pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
    def test_nobody(self, shape):
        mentors, mentees = shape
        allowed = np.ones(shape, dtype=bool)
        assert assign(np.ones(shape), allowed, [1] * mentors, [1] * mentees) == []

    @pytest.mark.parametrize("kind", [np.float16, np.float32, np.longdouble, int])
    def test_numbers_of_any_width(self, kind):
        assert assign(**{**GOOD, "score": np.eye(2, dtype=kind)}) == [(0, 0), (1, 1)]

    @pytest.mark.parametrize("kind", [np.int8, np.uint64])
    def test_capacities_of_any_width(self, kind):
        limit = np.full(2, np.iinfo(kind).max)
        pairs = assign(**{**GOOD, "mentor_capacity": limit, "mentee_capacity": limit})
        assert people(pairs) == 4

    def test_locks_as_an_array(self):
        assert assign(**{**GOOD, "locked": np.array([[0, 1]])}) == [(0, 1), (1, 0)]

    def test_answers_in_plain_numbers(self):
        pairs = assign(**{key: np.array(value) for key, value in GOOD.items() if value})
        assert {type(index) for pair in pairs for index in pair} == {int}
