"""Why a matching cannot be computed."""

from ment_xblock.domain.errors import MentError


class MatchingRefused(MentError):
    """The input contradicts itself or its contract: a mistake of the caller, not of a person.

    The code is the name of the argument, a dot and what is wrong with it.
    """
