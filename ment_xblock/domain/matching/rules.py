"""What rules a pair out, each with a name that can be explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

import numpy as np

from ment_xblock.domain.matching.coding import Mask, common, has, same
from ment_xblock.domain.matching.cohort import Cohort, PairOfIds
from ment_xblock.domain.profile import Profile

# No host lets anybody name a cohort so.
_NO_GROUP = "\0"


class Bar(StrEnum):
    """A reason why two people are not proposed to each other."""

    LANGUAGE = "language"
    BOSS = "boss"
    SAME_FIRM = "same_firm"
    FORBIDDEN = "forbidden"
    PREVIOUS = "previous"
    ALREADY = "already"
    OTHER_COHORT = "other_cohort"


def bars(cohort: Cohort) -> Mapping[Bar, Mask]:
    """Say which pairs each rule stands against.

    Roles need no rule, since rows are mentors and columns mentees; capacity is counted by the solver.

    Args:
        cohort: the people.

    Returns:
        Rule to mentors by mentees, true where it stands against the pair.
    """
    mentors, mentees = cohort.mentors, cohort.mentees
    one_firm = same(mentors, mentees, lambda one: one.firm)
    leads = _either(cohort, lambda one: one.is_boss)
    consent = np.outer(
        has(mentors, lambda one: one.same_firm_ok), has(mentees, lambda one: one.same_firm_ok)
    )
    return {
        Bar.LANGUAGE: common(mentors, mentees, lambda one: one.languages) == 0,
        Bar.BOSS: one_firm & leads,
        Bar.SAME_FIRM: one_firm & ~leads & ~consent,
        Bar.FORBIDDEN: _mask(cohort, cohort.forbidden),
        Bar.PREVIOUS: _mask(cohort, cohort.previous - cohort.both_ask),
        Bar.ALREADY: _mask(cohort, cohort.open_pairs),
        Bar.OTHER_COHORT: _other_group(cohort),
    }


def allowed(barred: Mapping[Bar, Mask]) -> Mask:
    """Tell which pairs no rule stands against."""
    against: Mask = np.logical_or.reduce(list(barred.values()))
    return ~against


def bars_between(cohort: Cohort, mentor: int, mentee: int) -> tuple[Bar, ...]:
    """Name the rules that stand against one pair.

    Args:
        cohort: the people.
        mentor: index of the mentor.
        mentee: index of the mentee.
    """
    two = cohort.only(cohort.mentors[mentor], cohort.mentees[mentee])
    return tuple(bar for bar, mask in bars(two).items() if mask[0, 0])


def _either(cohort: Cohort, test: Callable[[Profile], bool]) -> Mask:
    mine, theirs = has(cohort.mentors, test), has(cohort.mentees, test)
    either: Mask = mine[:, np.newaxis] | theirs
    return either


def _other_group(cohort: Cohort) -> Mask:
    if not cohort.within_groups:
        return np.zeros((len(cohort.mentors), len(cohort.mentees)), dtype=np.bool_)
    # Those who are in no cohort are together in that.
    in_group = same(
        cohort.mentors, cohort.mentees, lambda one: cohort.groups.get(one.participant_id, _NO_GROUP)
    )
    return ~in_group


def _mask(cohort: Cohort, pairs: Iterable[PairOfIds]) -> Mask:
    row = {one.participant_id: index for index, one in enumerate(cohort.mentors)}
    column = {one.participant_id: index for index, one in enumerate(cohort.mentees)}
    mask = np.zeros((len(row), len(column)), dtype=np.bool_)
    for mentor, mentee in pairs:
        if mentor in row and mentee in column:
            mask[row[mentor], column[mentee]] = True
    return mask
