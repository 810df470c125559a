"""How balanced a matching is: the toolkit asks for complementary skills, matching expectations, generations, cultures.

Source: MENT toolkit, phase 2 ("complementary skills, professional goals, and mutual expectations").
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ment_xblock.domain.matching.cohort import PairOfIds
from ment_xblock.domain.matching.criteria import Criterion, fit
from ment_xblock.domain.matching.facts import covered_tasks
from ment_xblock.domain.matching.table import Table
from ment_xblock.domain.profile import Profile


@attrs.frozen
class Balance:
    """Counts of pairs, out of ``pairs``.

    Attributes:
        pairs: how many pairs there are.
        first_task: the mentor can show the task that the mentee wants most.
        any_task: the mentor can show one of the wanted tasks at least.
        wishes: the mentee works in a trade that the mentor wants to learn about.
        with_wishes: pairs whose mentor named such trades.
        style: both like to work in the same manner, in half of what both answered or more.
        with_style: pairs in which both answered something about it.
        times: both have a free time in common.
        other_trade: the two work in different trades.
        other_firm: the two work in different firms.
        more_languages: one of the two speaks a language that the other does not.
    """

    pairs: int
    first_task: int
    any_task: int
    wishes: int
    with_wishes: int
    style: int
    with_style: int
    times: int
    other_trade: int
    other_firm: int
    more_languages: int


def balance(table: Table, pairs: Iterable[PairOfIds]) -> Balance:
    """Count what the toolkit asks of balanced pairs.

    Args:
        table: the cohort.
        pairs: the proposed pairs.
    """
    cohort = table.cohort
    two = [(cohort.mentors[m], cohort.mentees[s]) for m, s in table.indices(pairs)]
    return Balance(
        pairs=len(two),
        first_task=sum(
            mentee.wanted[:1] == covered_tasks(mentor, mentee)[:1] != () for mentor, mentee in two
        ),
        any_task=sum(bool(covered_tasks(mentor, mentee)) for mentor, mentee in two),
        wishes=sum(mentee.trade in mentor.wishes for mentor, mentee in two),
        with_wishes=sum(bool(mentor.wishes) for mentor, _ in two),
        style=sum(_same_style(mentor, mentee) for mentor, mentee in two),
        with_style=sum(_compares_style(mentor, mentee) for mentor, mentee in two),
        times=sum(bool(mentor.times & mentee.times) for mentor, mentee in two),
        other_trade=sum(_differ(mentor.trade, mentee.trade) for mentor, mentee in two),
        other_firm=sum(_differ(mentor.firm, mentee.firm) for mentor, mentee in two),
        more_languages=sum(mentor.languages != mentee.languages for mentor, mentee in two),
    )


def _differ(mine: str, theirs: str) -> bool:
    return bool(mine and theirs and mine != theirs)


def _compares_style(mentor: Profile, mentee: Profile) -> bool:
    return bool(mentor.style.keys() & mentee.style.keys())


def _same_style(mentor: Profile, mentee: Profile) -> bool:
    reached = fit([mentor], [mentee])[Criterion.STYLE][0, 0]
    return _compares_style(mentor, mentee) and bool(reached >= 1 / 2)
