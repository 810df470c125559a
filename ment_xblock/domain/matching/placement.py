"""Place guests with hosts, the best way there is: most placed, most hosts used, most points.

The stages of a matching are this one question. First mentors are the hosts and mentees the guests;
then mentees who have a mentor are the hosts of the mentors who are still alone.
"""

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from ment_xblock.domain.matching.problem import FULL_POINTS, Counts, Indices, Mask, Points

NOBODY = -1


@frozen(eq=False)
class Openings:
    """Where guests could go. Each guest goes to one host at most.

    Attributes:
        points: Hosts by guests, 0 to ``FULL_POINTS``.
        allowed: Hosts by guests.
        places: How many guests each host can take.
        unused: Hosts who have nobody yet: using one more of these is worth more than any points.
    """

    points: Points
    allowed: Mask
    places: Counts
    unused: Mask

    def worth(self, lowest: int) -> "Openings":
        """Leave out every pair below ``lowest`` points."""
        return evolve(self, allowed=self.allowed & (self.points >= lowest))


@frozen(eq=False)
class Placement:
    """Who went where, and how good that is.

    Attributes:
        host_of: The host of each guest, or ``NOBODY``.
        placed: How many guests have a host.
        newly_used: How many of the ``unused`` hosts have a guest.
        total: Points of all pairs together.
        lowest: Points of the weakest pair; ``FULL_POINTS`` if there is no pair.
    """

    host_of: Indices
    placed: int
    newly_used: int
    total: int
    lowest: int


def place(openings: Openings) -> Placement:
    """Place the most guests; of these ways use the most unused hosts; of these take most points.

    The solver knows one guest per row, so a host is as many rows as places. Hosts begin with one
    row and get more while all of theirs are taken. That is exact: a row left empty has the price
    0 in the linear programme's dual, so another row like it cannot improve anything. It keeps
    the matrix within the size of the cohort, whatever the capacities are.

    Args:
        openings: Where guests could go.

    Returns:
        The best placement, always the same one for the same openings.
    """
    places = np.minimum(openings.places, openings.allowed.sum(axis=1))
    rows = np.minimum(places, 1)
    while True:
        host_of = _fill(openings, rows)
        guests = np.bincount(host_of[host_of != NOBODY], minlength=rows.size)
        full = (guests == rows) & (rows < places)
        if not full.any():
            return _measure(openings, host_of)
        rows[full] = np.minimum(2 * rows, places)[full]


def _fill(openings: Openings, rows: Counts) -> Indices:
    host = np.repeat(np.arange(rows.size), rows)
    allowed = openings.allowed[host]
    cost = _cost(openings, host)
    row, guest = linear_sum_assignment(cost)
    kept = allowed[row, guest]
    host_of = np.full(openings.points.shape[1], NOBODY, dtype=np.int64)
    host_of[guest[kept]] = host[row[kept]]
    return host_of


def _cost(openings: Openings, host: Indices) -> NDArray[np.float64]:
    # One number per cell keeps the order of the three aims: what a later aim can add up to over
    # all pairs is less than one step of the aim before. All costs are whole, and the solver's sums
    # stay within four times the greatest of them: exact in floats up to 40,000 people a side.
    pairs = min(host.size, openings.points.shape[1])
    no_new_host = pairs * FULL_POINTS + 1
    nobody_placed = pairs * (no_new_host + FULL_POINTS) + 1
    first_row = np.diff(host, prepend=NOBODY) > 0
    base: NDArray[np.float64] = FULL_POINTS + np.where(
        first_row & openings.unused[host], 0.0, float(no_new_host)
    )
    cost = base[:, np.newaxis] - openings.points[host]
    cost[~openings.allowed[host]] = nobody_placed
    return cost


def _measure(openings: Openings, host_of: Indices) -> Placement:
    guests = np.flatnonzero(host_of != NOBODY)
    hosts = host_of[guests]
    points = openings.points[hosts, guests]
    return Placement(
        host_of=host_of,
        placed=guests.size,
        newly_used=int(openings.unused[np.unique(hosts)].sum()),
        total=int(points.sum()),
        lowest=int(points.min(initial=FULL_POINTS)),
    )
