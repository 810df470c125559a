"""What is announced to other parts of a site: that something happened, as ids. Never who typed what, nor a word of it."""

from __future__ import annotations

from typing import ClassVar

import attrs


@attrs.frozen
class AgreementActivated:
    """Both partners signed their first version; it is in force.

    Attributes:
        course_key: the course run.
        pairing_id: the pair.
        version: number of the version.
    """

    name: ClassVar[str] = "agreement.activated"
    course_key: str
    pairing_id: int
    version: int


@attrs.frozen
class AgreementChanged:
    """Both partners signed a later version; it took the place of the one before.

    Attributes:
        course_key: the course run.
        pairing_id: the pair.
        version: number of the version.
    """

    name: ClassVar[str] = "agreement.changed"
    course_key: str
    pairing_id: int
    version: int


@attrs.frozen
class AgreementEnded:
    """A pair has ended, and with it its agreement, whether it was in force or not.

    Attributes:
        course_key: the course run.
        pairing_id: the pair.
    """

    name: ClassVar[str] = "agreement.ended"
    course_key: str
    pairing_id: int


@attrs.frozen
class SessionConfirmed:
    """A meeting counts from now on: the other partner confirmed it, or time or the facilitator did.

    Attributes:
        course_key: the course run.
        pairing_id: the pair.
        session_id: the meeting.
    """

    name: ClassVar[str] = "session.confirmed"
    course_key: str
    pairing_id: int
    session_id: int


@attrs.frozen
class SurveyAnswered:
    """Somebody answered a confidential survey; who it was is not said.

    Of an anonymous one nothing is announced: a line in a log has a moment, and the platform adds a person.

    Attributes:
        course_key: the course run.
        usage_key: the block.
    """

    name: ClassVar[str] = "survey.answered"
    course_key: str
    usage_key: str


@attrs.frozen
class MatchPublished:
    """A proposed match was published, and its pairs are open.

    Attributes:
        course_key: the course run.
        run_id: the run of the matching.
        pairs: how many pairs opened.
    """

    name: ClassVar[str] = "match.published"
    course_key: str
    run_id: int
    pairs: int


Event = (
    AgreementActivated
    | AgreementChanged
    | AgreementEnded
    | SessionConfirmed
    | SurveyAnswered
    | MatchPublished
)
