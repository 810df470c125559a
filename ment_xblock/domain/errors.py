"""What can go wrong, as typed errors with a code.

No error holds a sentence for people: the words for each code are in ``ment_xblock/blocks/messages.py``, where they are
translated into the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs


class MentError(Exception):
    """An expected refusal; the caller is told why and nothing was changed.

    Attributes:
        code: stable name of what went wrong, such as ``"not_your_pair"``.
        params: plain values that the message needs, such as ``{"most": 2000}``.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, Any] = params


class NotSignedIn(MentError):
    """Nobody is signed in."""


class NotAllowed(MentError):
    """The acting person may not do this."""


class NotFound(MentError):
    """There is no such thing, or none that the acting person may know of."""


class WrongState(MentError):
    """The act is not possible in the present state of the pair."""


class Malformed(MentError):
    """The request cannot be read: broken JSON, wrong shape, wrong method or too large."""


@attrs.frozen
class FieldProblem:
    """One thing to mend, beside one field.

    Attributes:
        field: id of the field, such as ``"task1_evidence"``.
        code: what is wrong, such as ``"too_long"``.
        params: plain values for the message.
    """

    field: str
    code: str
    params: Mapping[str, Any] = attrs.field(factory=dict)


class Invalid(MentError):
    """What was typed cannot be accepted; every problem is named with its field."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__("invalid", fields=[problem.field for problem in problems])
        self.problems = problems


class Stale(MentError):
    """The person acted on a page that is no longer true: somebody else was faster."""


class WhichMeeting(Stale):
    """The day has a log already, and only the person can tell whether they mean that meeting or another one.

    Attributes:
        session_ids: the meetings of that day.
    """

    def __init__(self, session_ids: tuple[int, ...]) -> None:
        super().__init__("day_has_log")
        self.session_ids = session_ids
