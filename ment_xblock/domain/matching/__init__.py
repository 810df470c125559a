"""Who is paired with whom: most people first, then the best fit, then nobody far behind."""

from ment_xblock.domain.matching.balance import Balance, balance
from ment_xblock.domain.matching.cohort import Cohort
from ment_xblock.domain.matching.criteria import (
    DEFAULT_LEVELS,
    Criterion,
    Level,
    Levels,
    levels_of,
)
from ment_xblock.domain.matching.errors import MatchingRefused
from ment_xblock.domain.matching.facts import Account, Fact, account, shared_account
from ment_xblock.domain.matching.goals import Raised, levels_for, raised_by
from ment_xblock.domain.matching.left_over import left_over, without_forbidden
from ment_xblock.domain.matching.proposal import propose, why_not
from ment_xblock.domain.matching.rules import Bar, bars_between
from ment_xblock.domain.matching.solver import assign
from ment_xblock.domain.matching.table import Table

__all__ = [
    "DEFAULT_LEVELS",
    "Account",
    "Balance",
    "Bar",
    "Cohort",
    "Criterion",
    "Fact",
    "Level",
    "Levels",
    "MatchingRefused",
    "Raised",
    "Table",
    "account",
    "assign",
    "balance",
    "bars_between",
    "left_over",
    "levels_for",
    "levels_of",
    "propose",
    "raised_by",
    "shared_account",
    "why_not",
    "without_forbidden",
]
