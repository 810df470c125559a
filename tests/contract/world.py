"""What the contract suite needs of a host's surroundings: a course run, people, and what the host keeps."""

from __future__ import annotations

from typing import Any, Protocol

import attrs

from ment_xblock.platform.ports import Host

ANOTHER_COURSE = "course-v1:Elsewhere+RM1+2025"
AGREEMENT = "ment_agreement"


@attrs.frozen
class SentMail:
    """A mail that has left the host."""

    to: str
    subject: str
    text: str
    html: str


class World(Protocol):
    """One course run on one host, with an agreement block in it. Made anew for each test."""

    host: Host
    course_key: str

    def add_person(
        self,
        username: str,
        *,
        full_name: str = "",
        email: str = "",
        language: str = "",
        time_zone: str = "",
    ) -> int:
        """Make an account; answers its id."""

    def enrol(self, user_id: int) -> None:
        """Enrol in the course run."""

    def put_in_cohort(self, user_id: int, name: str) -> None:
        """Put an enrolled person into a cohort of the course run, which is divided into cohorts from now on."""

    def leave(self, user_id: int) -> None:
        """Unenrol from the course run."""

    def make_staff(self, user_id: int) -> None:
        """Put into the course team."""

    def retire(self, user_id: int) -> None:
        """Retire the account, as the host does it."""

    def anonymous_id(self, user_id: int) -> str:
        """What instructor tools hand over in place of the user."""

    def block(self, *, weight: float | None = 1.0) -> str:
        """The published agreement block, with this weight; answers its usage key."""

    def open(self, usage_key: str, *, by: int | None, viewing_as: int | None = None) -> Any:
        """Load the block as for a page of the course; ``viewing_as`` is the learner whom staff look at."""

    def request_by(self, *, by: int | None, viewing_as: int | None = None) -> Any:
        """A request for a page outside a unit."""

    def gradebook(self, user_id: int, usage_key: str) -> tuple[float, float]:
        """Points and possible points of the block as the gradebook has them."""

    def completion(self, user_id: int, usage_key: str) -> float:
        """Completion of the block; 0 where none is known."""

    def marked(self, usage_key: str) -> set[int]:
        """The learners whom the host's instructor tools find at the block."""

    def mails(self) -> list[SentMail]:
        """The mails so far."""
