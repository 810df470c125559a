"""Nobody far behind: raise the weakest pair, for at most one per cent of all points."""

from bisect import bisect_left

import numpy as np
from attrs import evolve
from scipy.optimize import linear_sum_assignment

from ment_xblock.domain.matching.placement import Openings, Placement, place
from ment_xblock.domain.matching.problem import FULL_POINTS, Counts, Points

KEPT_PER_CENT = 99
"""How much of the best total a fairer matching must keep."""


def lift_lowest(openings: Openings, best: Placement, locked: Points) -> Placement:
    """Find the placement with the highest lowest score that costs next to nothing.

    A higher bar leaves fewer pairs, so what is out of reach at one bar is out of reach at all
    higher ones: halving finds the highest bar. The bars are the scores that occur.

    Args:
        openings: Where guests could go.
        best: The best placement for them.
        locked: Points of the pairs that stay anyway; they count in the total and in the lowest.

    Returns:
        Of the placements with as many guests placed and hosts used, and at least
        ``KEPT_PER_CENT`` of the best total: the one with the highest lowest score, then the
        largest total.
    """
    if not best.placed:
        return best
    openings = evolve(openings, places=_useful_places(openings, best))
    bars = _bars(openings, best, locked)
    required, locked_total = best, int(locked.sum())
    low, high = 0, bars.size
    # The highest bar is often within reach, and then it is the only one to try.
    bar = high - 1
    while low < high:
        trial = place(openings.worth(bars[bar]))
        if _keeps_enough(trial, required, locked_total):
            best = trial
            low = int(np.searchsorted(bars, trial.lowest, side="right"))
        else:
            high = bar
        bar = (low + high) // 2
    return best


def _useful_places(openings: Openings, best: Placement) -> Counts:
    """Places a host can fill if the counts stay: the rest would only make the search slower."""
    not_first = best.placed - best.newly_used
    useful: Counts = openings.unused + not_first
    return np.minimum(openings.places, useful)


def _bars(openings: Openings, best: Placement, locked: Points) -> Points:
    """Scores above the lowest of the best placement that could be the lowest of a fairer one."""
    ceiling = _ceiling(openings, best, locked)
    if ceiling <= best.lowest:
        return np.array([], dtype=np.int64)
    points = openings.points
    between = openings.allowed & (points > best.lowest) & (points < ceiling)
    bars = np.append(np.unique(points[between]), ceiling)

    def out_of_reach(bar: int) -> bool:
        return _usable_hosts(openings.worth(bar)) < best.newly_used

    if not out_of_reach(ceiling):
        return bars
    return bars[: bisect_left(bars, True, key=out_of_reach)]


def _ceiling(openings: Openings, best: Placement, locked: Points) -> int:
    """No placement that keeps the counts can have a higher lowest score than this."""
    points = np.where(openings.allowed, openings.points, 0)
    return min(
        int(locked.min(initial=FULL_POINTS)),
        _nth_highest(points.max(axis=0), best.placed),
        _nth_highest(points.max(axis=1)[openings.unused], best.newly_used),
    )


def _nth_highest(points: Points, nth: int) -> int:
    return int(np.sort(points)[-nth]) if nth else FULL_POINTS


def _usable_hosts(openings: Openings) -> int:
    """How many unused hosts could get a guest at once: much quicker to say than who gets whom."""
    # maximum_bipartite_matching takes many seconds on some crowded matrices of 1,000 a side.
    possible = openings.allowed[openings.unused]
    return int(possible[linear_sum_assignment(possible, maximize=True)].sum())


def _keeps_enough(trial: Placement, required: Placement, locked_total: int) -> bool:
    counts = (trial.placed, trial.newly_used) == (required.placed, required.newly_used)
    kept, whole = trial.total + locked_total, required.total + locked_total
    return counts and 100 * kept >= KEPT_PER_CENT * whole
