"""What the project needs of a host, whatever the host is.

``platform.lms`` fulfils it in the LMS and Studio, ``platform.local`` on the workbench and in tests; one contract suite
holds both to the same promises.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

import attrs

from ment_xblock.domain.events import Event
from ment_xblock.domain.people import Actor, Person


@attrs.frozen
class BlockRef:
    """One block of the programme in the course, without its code.

    Attributes:
        usage_key: the block's address, as a string.
        course_key: the course run, as a string.
        block_type: entry point name, such as ``"ment_agreement"``.
        weight: what a full grade is worth in points.
        settings: the author's settings that credit depends on, such as required sessions.
        name: what the author called it in the course.
    """

    usage_key: str
    course_key: str
    block_type: str
    weight: float = 1.0
    settings: Mapping[str, Any] = attrs.field(factory=dict)
    name: str = ""


@attrs.frozen
class Mail:
    """One mail to one person, already in the person's language.

    Attributes:
        kind: stable name, such as ``"agreement_copy"``.
        subject: one line.
        text: the plain text.
        html: the same as HTML.
    """

    kind: str
    subject: str
    text: str
    html: str


@attrs.frozen
class PeoplePage:
    """A part of the learners of a course run.

    Attributes:
        people: ordered by full name, then username.
        total: how many there are that fit the search.
    """

    people: tuple[Person, ...]
    total: int


class Host(Protocol):
    """What a host can do for us. Ids of users are primary keys, keys of courses and blocks are strings."""

    def now(self) -> datetime:
        """The present moment, with time zone."""

    def course_key(self, block: Any) -> str:
        """The course run that a block belongs to; empty in a content library."""

    def block_ref(self, block: Any) -> BlockRef:
        """The address of a loaded block."""

    def actor(self, block: Any) -> Actor:
        """Who is using this block now. Never raises: an unknown person is an Actor without a person."""

    def visitor(self, request: Any, course_key: str) -> Actor:
        """Who makes a request for a page of ours outside of a unit. Never raises, as ``actor``."""

    def open_block(self, request: Any, usage_key: str) -> Any | None:
        """Load a block for whom ``visitor`` names; None where it is not open to them, or there is none."""

    def may_author(self, block: Any) -> bool:
        """Whether the present user may change this block's settings, here and now (only in Studio)."""

    def people(self, user_ids: Iterable[int]) -> dict[int, Person]:
        """People by user id, in a bounded number of queries; ids that are unknown or retired are left out."""

    def names_of(self, user_id: int) -> frozenset[str]:
        """All names that the host knows of a user, also of one who is retired or about to be; for erasing them."""

    def learners(
        self,
        course_key: str,
        *,
        search: str = "",
        cohort: str = "",
        offset: int = 0,
        limit: int = 50,
    ) -> PeoplePage:
        """Actively enrolled people who are not course staff; ``search`` looks at full name and username.

        ``cohort`` is one of ``cohort_names``; empty for everybody.
        """

    def cohort_names(self, course_key: str) -> tuple[str, ...]:
        """The host's own cohorts of the course run, by name; empty where it is not divided into any."""

    def cohorts_of(self, course_key: str, user_ids: Iterable[int]) -> dict[int, str]:
        """The name of the cohort of each of the given users who is in one, in one query."""

    def learner_ids(
        self, course_key: str, *, search: str = "", cohort: str = ""
    ) -> tuple[int, ...]:
        """All whom ``learners`` finds, in the same order, by id alone: cheap also for thousands, in one query."""

    def is_enrolled(self, course_key: str, user_id: int) -> bool:
        """Whether the user has an active enrolment."""

    def enrolled_ids(self, course_key: str, user_ids: Iterable[int]) -> frozenset[int]:
        """Those of the given users who have an active enrolment, in one query."""

    def team_ids(self, course_key: str) -> frozenset[int]:
        """Who teaches this very course run: its own team, not everybody who may look in."""

    def course_end(self, course_key: str) -> datetime | None:
        """When the course run ends; None where no end is set, or there is no such course run."""

    def course_names(self, course_keys: Iterable[str]) -> dict[str, str]:
        """What the given course runs are called, by key, in one query at most; those without a name are left out."""

    def advanced_modules(self, course_key: str) -> tuple[str, ...]:
        """The kinds of blocks that the course's author has switched on; empty where there is no such course run."""

    def user_id_of(self, anonymous_id: str) -> int | None:
        """The user behind a host's anonymous id, as instructor tools hand it over; None where there is none."""

    def staff_ids(self, course_key: str, user_ids: Iterable[int]) -> frozenset[int]:
        """Those of the given users who are course staff in this course run."""

    def taught_by(self, user_id: int, course_keys: Iterable[str]) -> frozenset[str]:
        """Those of the given course runs in which the user is course staff, as ``staff_ids`` has it."""

    def blocks(self, course_key: str, *block_types: str) -> tuple[BlockRef, ...]:
        """All published blocks of these types in the course run."""

    def publish_grade(
        self, *, user_id: int, block: BlockRef, earned: float, possible: float
    ) -> None:
        """Record a grade for any participant: ``earned`` of ``possible``, each times the block's weight."""

    def publish_completion(self, *, user_id: int, block: BlockRef, completion: float) -> None:
        """Record a completion (0 to 1) for any participant; does nothing where the host does not track it."""

    def save_marker(self, *, user_id: int, block: BlockRef) -> None:
        """Leave a small mark in the learner's state of the block, so that the host's own tools find the learner."""

    def announce(self, event: Event) -> None:
        """Tell other parts of the site that something happened."""

    def send_mail(self, *, user_id: int, course_key: str, mail: Mail) -> None:
        """Send one mail to one person."""

    def start_job(self, name: str, **params: Any) -> None:
        """Do one of ``platform.jobs.JOBS`` after the present transaction, apart from this request where the host can.

        ``params`` are what JSON can hold.
        """

    def unit_url(self, usage_key: str) -> str:
        """A link that brings a person to the block in the course; empty where there is none."""

    def site_url(self, course_key: str, path: str) -> str:
        """The full address of a path of this host, for people who do not come from one of its pages."""
