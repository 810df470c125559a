"""How long a matching takes, as a ratio to scipy's bare assignment solver on the same matrix.

Run it from the root of the repository: ``python benchmarks/bench_matching.py``.
"""

import argparse
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from attrs import Factory, field, frozen
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from ment_xblock.domain.matching import DEFAULT_LEVELS, Table, assign
from ment_xblock.domain.matching import Cohort as People
from ment_xblock.domain.matching.placement import place
from ment_xblock.domain.matching.problem import read_problem
from ment_xblock.domain.matching.solver import first_openings
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile import PLACES, STYLES, Profile, Step, Way
from ment_xblock.domain.profile import TIMES as TIMES_OF_WEEK

SIZES = (100, 300, 1000)
TASKS = 40
TIMES = 12
TRADES = ("wood", "food", "metal", "textile", "art", "repair")

Run = Callable[["Cohort"], object]


@frozen(eq=False)
class Cohort:
    """A made-up cohort, everyone with capacity 1.

    Attributes:
        name: What is special about it.
        score: Mentors by mentees, 0 to 1.
        allowed: Mentors by mentees.
        matrix: What the bare solver gets: the score, and 0 where a pair is not allowed.
    """

    name: str
    score: NDArray[np.float64]
    allowed: NDArray[np.bool_]
    matrix: NDArray[np.float64] = field(
        default=Factory(lambda self: np.where(self.allowed, self.score, 0), takes_self=True)
    )

    @property
    def arguments(self) -> tuple[NDArray[Any], ...]:
        """What ``assign`` takes."""
        one_each = np.ones(len(self.score), dtype=np.int64)
        return self.score, self.allowed, one_each, one_each


def cohorts(size: int, dice: np.random.Generator) -> Iterator[Cohort]:
    """Make the cohorts of one size.

    Args:
        size: People a side.
        dice: Where chance comes from.

    Yields:
        ``levels`` has few different scores, as answers to a form give; ``distinct`` has a
        different one for nearly every pair, so that there are many more bars to try; in
        ``contested`` a tenth of the mentees fit well with the same few mentors only, so that
        the highest bars leave someone alone; ``steep`` is made to be the worst: everyone on one
        line, where each higher bar costs a little, so that the search goes all the way.
    """
    allowed = _allowed(size, dice)
    score = _fit(size, dice)
    yield Cohort("levels", score, allowed)
    score = 0.999 * score + 0.001 * dice.random(score.shape)
    yield Cohort("distinct", score, allowed)
    contested = score.copy()
    contested[size // 20 :, : size // 10] *= 0.5
    yield Cohort("contested", contested, allowed)
    mentors, mentees = dice.random((2, size))
    apart = np.sqrt(np.abs(mentors[:, None] - mentees))
    yield Cohort("steep", 1 - apart, np.ones(apart.shape, dtype=np.bool_))


def _allowed(size: int, dice: np.random.Generator) -> NDArray[np.bool_]:
    speaks = dice.random((2, size, 4)) < (0.8, 0.3, 0.15, 0.1)
    firm = dice.integers(0, max(2, size // 5), (2, size))
    common_language = speaks[0].astype(int) @ speaks[1].T.astype(int) > 0
    allowed: NDArray[np.bool_] = common_language & (firm[0][:, None] != firm[1])
    return allowed


def _fit(size: int, dice: np.random.Generator) -> NDArray[np.float64]:
    skill = dice.integers(1, 5, (size, TASKS)) * (dice.random((size, TASKS)) < 0.4)
    first_three = np.argsort(dice.random((size, TASKS)))[:, :3]
    coverage = (skill[:, first_three] * (3, 2, 1)).sum(axis=2) / 24
    free = (dice.random((2, size, TIMES)) < 0.35).astype(int)
    common_times = np.minimum(free[0] @ free[1].T, 3) / 3
    taste = dice.random((2, size, 4)) < 0.5
    style = (taste[0][:, None] == taste[1]).mean(axis=2)
    fit: NDArray[np.float64] = 0.55 * coverage + 0.3 * common_times + 0.15 * style
    return fit


def bare(cohort: Cohort) -> object:
    """Run scipy's solver alone: the measure of all others."""
    return linear_sum_assignment(cohort.matrix, maximize=True)


def counts_and_total(cohort: Cohort) -> object:
    """Match for the counts and the total, without the lift of the lowest."""
    openings, _ = first_openings(read_problem(*cohort.arguments))
    return place(openings)


def whole(cohort: Cohort) -> object:
    """Match as the facilitator's desk does."""
    return assign(*cohort.arguments)


def fastest(cohort: Cohort, repeats: int) -> dict[Run, float]:
    """Time all three in turns, in seconds of the processor, so that a busy machine is fair to all.

    Args:
        cohort: Whom to match.
        repeats: How many turns.

    Returns:
        Processor seconds of the fastest turn of each.
    """
    runs: tuple[Run, ...] = (bare, counts_and_total, whole)
    seconds = dict.fromkeys(runs, float("inf"))
    for _ in range(repeats):
        for run in runs:
            start = time.process_time()
            run(cohort)
            seconds[run] = min(seconds[run], time.process_time() - start)
    return seconds


def peak_megabytes(cohort: Cohort) -> float:
    """Measure the most memory that a whole matching holds at once, without its input."""
    tracemalloc.start()
    whole(cohort)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def profiled(size: int, dice: np.random.Generator) -> People:
    """Make people with profiles as the form lets them be.

    Args:
        size: People a side.
        dice: Where chance comes from.

    Returns:
        A cohort for the rules.
    """
    return People(
        mentors=tuple(_profile(number, Role.MENTOR, size, dice) for number in range(size)),
        mentees=tuple(_profile(size + number, Role.MENTEE, size, dice) for number in range(size)),
    )


def _profile(number: int, role: Role, size: int, dice: np.random.Generator) -> Profile:
    def some(values: Sequence[str], most: int) -> list[str]:
        return [str(one) for one in dice.permutation(values)[: dice.integers(1, most + 1)]]

    tasks = [f"task{n}" for n in range(TASKS)]
    is_mentor = role is Role.MENTOR
    return Profile(
        participant_id=number,
        role=role,
        wanted=() if is_mentor else tuple(some(tasks, 3)),
        skills={task: Step(int(dice.integers(2, 5))) for task in some(tasks, 12)}
        if is_mentor
        else {},
        languages=frozenset(some(("it", "en", "pl", "de", "es"), 3)),
        times=frozenset(some(TIMES_OF_WEEK, 8)),
        ways=frozenset(Way(way) for way in some([way.value for way in Way], 3)),
        places=frozenset(some(PLACES, 2)),
        style={name: some(sides, 1)[0] for name, sides in STYLES.items()},
        trade=some(TRADES, 1)[0],
        wishes=frozenset(some(TRADES, 3)) if is_mentor else frozenset(),
        firm=f"firm{dice.integers(0, max(2, size // 5))}",
    )


def profile_speed(size: int, repeats: int) -> tuple[float, float]:
    """Measure how fast profiles become the two matrices that the solver gets.

    Args:
        size: People a side.
        repeats: How many turns.

    Returns:
        Pairs scored and checked in a second of the processor, fastest turn, and peak megabytes.
    """
    people = profiled(size, np.random.default_rng(size))
    seconds = float("inf")
    for _ in range(repeats):
        table, start = Table(people, DEFAULT_LEVELS), time.process_time()
        _ = table.scores, table.allowed
        seconds = min(seconds, time.process_time() - start)
    tracemalloc.start()
    table = Table(people, DEFAULT_LEVELS)
    _ = table.scores, table.allowed
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return size * size / seconds, peak / 1e6


def print_profiles(sizes: Sequence[int], repeats: int) -> None:
    """Print one row of a Markdown table per size."""
    print("| a side | pairs per second | peak, MB | matrix, MB |")
    print("|---|---|---|---|")
    for size in sizes:
        speed, peak = profile_speed(size, repeats)
        print(f"| {size} | {speed:,.0f} | {peak:.1f} | {size * size * 8 / 1e6:.1f} |")


def main() -> None:
    """Print one row of a Markdown table per size and cohort."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--profiles", action="store_true", help="only the scoring of profiles")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    asked = parser.parse_args()
    repeats = asked.repeats
    print_profiles(asked.sizes, repeats)
    if asked.profiles:
        return
    print(
        "| a side | scores | bare, ms | counts and total | with the lift | peak, MB | matrix, MB |"
    )
    print("|---|---|---|---|---|---|---|")
    for size in asked.sizes:
        for cohort in cohorts(size, np.random.default_rng(size)):
            seconds = fastest(cohort, repeats)
            print(
                f"| {size} | {cohort.name} | {1000 * seconds[bare]:.2f} "
                f"| {seconds[counts_and_total] / seconds[bare]:.1f} "
                f"| {seconds[whole] / seconds[bare]:.1f} "
                f"| {peak_megabytes(cohort):.1f} | {cohort.score.nbytes / 1e6:.1f} |"
            )


if __name__ == "__main__":
    main()
