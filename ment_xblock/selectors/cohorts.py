"""The host's own cohorts of a course, beside people and pairs; nothing of it where a course has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from ment_xblock.models import Pairing
from ment_xblock.platform.ports import Host


@attrs.frozen
class Cohorts:
    """The cohorts of a course run, as far as a page shows them.

    Attributes:
        names: of all cohorts; empty where the course has none.
        chosen: the one to which the page is narrowed down; empty for all.
        by_user: user to the name of their cohort.
    """

    names: tuple[str, ...] = ()
    chosen: str = ""
    by_user: Mapping[int, str] = attrs.field(factory=dict)

    def of(self, user_id: int | None) -> str:
        """Somebody's cohort; empty for none."""
        return self.by_user.get(user_id, "") if user_id is not None else ""

    def of_pair(self, pair: Pairing) -> tuple[str, ...]:
        """The cohort of both, or both cohorts; the pair has been read with its people."""
        both = (self.of(pair.mentor.user_id), self.of(pair.mentee.user_id))
        return tuple(dict.fromkeys(name for name in both if name))

    def with_people(self, host: Host, course_key: str, user_ids: Iterable[int | None]) -> Cohorts:
        """The same with the cohorts of some users, in one query; in none where the course has no cohorts."""
        if not self.names:
            return self
        ids = {user_id for user_id in user_ids if user_id is not None}
        return attrs.evolve(self, by_user=host.cohorts_of(course_key, ids))


def course_cohorts(host: Host, course_key: str, wanted: str = "") -> Cohorts:
    """Read which cohorts a course run has.

    Args:
        host: the host.
        course_key: the course run.
        wanted: the cohort that somebody asked for; one that is gone by now is not looked for.
    """
    names = host.cohort_names(course_key)
    return Cohorts(names, wanted if wanted in names else "")
