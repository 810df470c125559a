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
    return {pk: _by_name(person) for pk, person in _people(host, participants).items()}


@attrs.frozen
class Contact:
    """Who somebody is and where to write to them; the address is empty where there is none."""

    name: str
    email: str


def contacts_of(host: Host, participants: Iterable[Participant]) -> dict[int, Contact]:
    """Names and mail addresses, in one go; for a facilitator to read, and for nobody else.

    Returns:
        Participant id to contact; who has left the site is missing.
    """
    people = _people(host, participants)
    return {pk: Contact(person.full_name, person.email) for pk, person in people.items()}


def participant_of(course_key: str, user_id: int, *with_it: str) -> Participant | None:
    """Find a person's part in the programme of a course run.

    Args:
        course_key: the course run.
        user_id: the person.
        with_it: what is read in the same query, such as ``"profile"``.
    """
    rows = Participant.objects.filter(programme__course_key=course_key, user_id=user_id)
    return rows.select_related(*with_it).first() if with_it else rows.first()


def _people(host: Host, participants: Iterable[Participant]) -> dict[int, Person]:
    user_of = {row.pk: row.user_id for row in participants if row.user_id is not None}
    people = host.people(set(user_of.values()))
    return {pk: people[user_id] for pk, user_id in user_of.items() if user_id in people}


def _by_name(person: Person) -> Person:
    return attrs.evolve(person, email="", language="", time_zone="")
