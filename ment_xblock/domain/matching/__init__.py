"""Who is paired with whom: most people first, then the best fit, then nobody far behind."""

from ment_xblock.domain.matching.errors import MatchingRefused
from ment_xblock.domain.matching.solver import assign

__all__ = ["MatchingRefused", "assign"]
