"""Who is who in a programme, as one person may see it."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ment_xblock.domain.people import Person
from ment_xblock.models import Participant
from ment_xblock.platform.ports import Host


def persons_of(host: Host, participants: Iterable[Participant]) -> dict[int, Person]:
    """Look up the people behind participants, in one go, by name only: a partner's address is nobody's business.

    Returns:
        Participant id to person; who has left the site is missing.
    """
    user_of = {row.pk: row.user_id for row in participants if row.user_id is not None}
    people = host.people(set(user_of.values()))
    return {pk: _by_name(people[user_id]) for pk, user_id in user_of.items() if user_id in people}


def addresses_of(host: Host, participants: Iterable[Participant]) -> dict[int, str]:
    """Where a facilitator can write to people who are still on the site; for nobody else to read.

    Returns:
        Participant id to mail address; who has none, or has left the site, is missing.
    """
    user_of = {row.pk: row.user_id for row in participants if row.user_id is not None}
    people = host.people(set(user_of.values()))
    found = {pk: people[user_id].email for pk, user_id in user_of.items() if user_id in people}
    return {pk: email for pk, email in found.items() if email}


def participant_of(course_key: str, user_id: int, *with_it: str) -> Participant | None:
    """Find a person's part in the programme of a course run.

    Args:
        course_key: the course run.
        user_id: the person.
        with_it: what is read in the same query, such as ``"profile"``.
    """
    rows = Participant.objects.filter(programme__course_key=course_key, user_id=user_id)
    return rows.select_related(*with_it).first() if with_it else rows.first()


def _by_name(person: Person) -> Person:
    return attrs.evolve(person, email="", language="", time_zone="")
