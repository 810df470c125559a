"""People and roles as a table, for the facilitator to take away and bring back."""

from __future__ import annotations

from collections.abc import Iterator

from ment_xblock.domain.pairing import OPEN_STATES
from ment_xblock.domain.people import Actor, Person, require_facilitator
from ment_xblock.domain.spreadsheet import Cell
from ment_xblock.models import Pairing, Participant
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.profiles import statuses_of

COLUMNS = (
    "username",
    "email",
    "name",
    "role",
    "partners",
    "under_18",
    "guardian_consent",
    "profile_complete",
    "open_pairs",
)
PAGE = 500


def people_rows(*, host: Host, actor: Actor) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """All learners of the course, with their roles where they have one.

    Args:
        host: the host.
        actor: the facilitator.

    Returns:
        Headings, and one row for each learner; the import understands both.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    rows = Participant.objects.filter(programme__course_key=actor.course_key, user__isnull=False)
    by_user = {row.user_id: row for row in rows}
    programmes = {row.programme_id for row in by_user.values()}
    complete = {
        one.participant_id for pk in programmes for one in statuses_of(pk) if one.is_complete
    }
    load = _open_pairs(actor.course_key)
    return COLUMNS, [
        _row(person, by_user.get(person.user_id), complete, load)
        for person in learners_of(host, actor.course_key)
    ]


def learners_of(host: Host, course_key: str) -> Iterator[Person]:
    """All learners of a course run, however many they are."""
    offset, total = 0, 1
    while offset < total:
        page = host.learners(course_key, offset=offset, limit=PAGE)
        yield from page.people
        offset, total = offset + PAGE, page.total


def _open_pairs(course_key: str) -> dict[int, int]:
    pairs = Pairing.objects.filter(programme__course_key=course_key, state__in=OPEN_STATES)
    load: dict[int, int] = {}
    for pair in pairs.values_list("mentor_id", "mentee_id"):
        for person in pair:
            load[person] = load.get(person, 0) + 1
    return load


def _row(
    person: Person, row: Participant | None, complete: set[int], load: dict[int, int]
) -> tuple[Cell, ...]:
    if row is None:
        return (person.username, person.email, person.full_name, "", "", "", "", "", "")
    return (
        person.username,
        person.email,
        person.full_name,
        row.role,
        row.capacity,
        "yes" if row.under_18 else "no",
        row.guardian_consent.isoformat() if row.guardian_consent else "",
        "yes" if row.pk in complete else "no",
        load.get(row.pk, 0),
    )
