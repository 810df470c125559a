"""The facilitator's desk: who takes part, and all pairs with what needs attention."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import attrs
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from ment_xblock.domain.minors import consent_missing
from ment_xblock.domain.pairing import OPEN_STATES, Act, Party, State, possible_acts
from ment_xblock.domain.people import Actor, Person, Role, require_facilitator
from ment_xblock.models import Agreement, HelpRequest, Pairing, Participant, Pause
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.cohorts import Cohorts, course_cohorts
from ment_xblock.selectors.help_requests import waiting_for
from ment_xblock.selectors.people import persons_of

PAGE_SIZE = 50
MOST_CHOICES = 500


@attrs.frozen
class PersonLine:
    """One enrolled learner.

    Attributes:
        person: who it is.
        participant_id: None as long as they have no role.
        role: None as long as they have no role.
        capacity: how many partners they can take.
        under_18: whether clause 15 applies to them as a mentor.
        guardian_consent: day of the consent.
        open_pairs: how many partners they have now.
        cohort: in the host's course; empty for none.
    """

    person: Person
    participant_id: int | None = None
    role: Role | None = None
    capacity: int = 1
    under_18: bool = False
    guardian_consent: date | None = None
    open_pairs: int = 0
    cohort: str = ""


@attrs.frozen
class Choice:
    """Somebody who can still take a partner."""

    participant_id: int
    name: str


@attrs.frozen
class RequestLine:
    """A confidential request of one partner."""

    request_id: int
    name: str
    text: str
    created_at: datetime


@attrs.frozen
class PairRow:
    """One pair.

    Attributes:
        pairing_id: the pair.
        mentor: name; empty when they have left.
        mentee: name; empty when they have left.
        state: where it stands.
        version: number of the newest version; 0 as long as nothing was saved.
        signed_by: names of those who signed the newest version.
        requests: what the partners ask of the facilitator.
        reason: why it was declined, ended or paused, in the words of who did it.
        acts: what the facilitator may do now.
        consent_missing: the pair is open, its mentor is under 18, and no consent was noted.
        opened_at: when the pair was made.
        paused_since: when its pause began; None without one.
        proposed_by: who proposed the change that waits for signatures; empty without one.
        not_enrolled: names of partners of an open pair who are not in the course at present.
        is_own: the reader is one of the two, and does not see what the other told the facilitators.
        cohorts: the cohort of both in the host's course, or both cohorts; empty where they are in none.
    """

    pairing_id: int
    mentor: str
    mentee: str
    state: State
    version: int
    signed_by: tuple[str, ...]
    requests: tuple[RequestLine, ...]
    reason: str
    acts: frozenset[Act]
    consent_missing: bool
    opened_at: datetime
    paused_since: datetime | None
    proposed_by: str
    not_enrolled: tuple[str, ...] = ()
    is_own: bool = False
    cohorts: tuple[str, ...] = ()


@attrs.frozen
class Desk:
    """The facilitator's page.

    Attributes:
        people: one page of the enrolled learners.
        people_total: how many fit the search.
        people_offset: index of the first one shown.
        search: what was searched for.
        mentors: juniors with room for a partner.
        mentees: seniors with room for a partner.
        pairs: one page of the pairs, those with requests first, then open ones.
        pairs_total: how many pairs there are.
        pairs_offset: index of the first one shown.
        cohorts: names of the cohorts of the host's course; empty where it has none.
        cohort: the cohort whose people are shown; empty for all.
    """

    people: tuple[PersonLine, ...]
    people_total: int
    people_offset: int
    search: str
    mentors: tuple[Choice, ...]
    mentees: tuple[Choice, ...]
    pairs: tuple[PairRow, ...]
    pairs_total: int
    pairs_offset: int
    cohorts: tuple[str, ...] = ()
    cohort: str = ""


def desk(
    *,
    host: Host,
    actor: Actor,
    search: str = "",
    cohort: str = "",
    people_offset: int = 0,
    pairs_offset: int = 0,
) -> Desk:
    """Read the facilitator's desk.

    Args:
        host: the host.
        actor: the facilitator.
        search: part of a name.
        cohort: name of a cohort of the host's course; empty for all.
        people_offset: index of the first learner to show.
        pairs_offset: index of the first pair to show.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    course_key = actor.course_key
    cohorts = course_cohorts(host, course_key, cohort)
    learners = host.learners(
        course_key,
        search=search,
        cohort=cohorts.chosen,
        offset=people_offset,
        limit=PAGE_SIZE,
    )
    pairings = _pairings(actor)
    rows = list(pairings[pairs_offset : pairs_offset + PAGE_SIZE])
    free = list(_with_open_pairs(course_key).filter(open_pairs__lt=F("capacity"))[:MOST_CHOICES])
    partners = [one for row in rows for one in (row.mentor, row.mentee)]
    names = _names(host, [*free, *partners])
    enrolled = host.enrolled_ids(course_key, {one.user_id for one in partners if one.user_id})
    shown = [one.user_id for one in (*learners.people, *partners)]
    cohorts = cohorts.with_people(host, course_key, shown)
    return Desk(
        people=_person_lines(course_key, learners.people, cohorts),
        people_total=learners.total,
        people_offset=people_offset,
        search=search,
        mentors=_choices(free, Role.MENTOR, names),
        mentees=_choices(free, Role.MENTEE, names),
        pairs=tuple(
            attrs.evolve(
                _pair_row(row, names, enrolled, actor.user_id), cohorts=cohorts.of_pair(row)
            )
            for row in rows
        ),
        pairs_total=pairings.count(),
        pairs_offset=pairs_offset,
        cohorts=cohorts.names,
        cohort=cohorts.chosen,
    )


# Annotated rows have attributes that their model's type does not know.
def _with_open_pairs(course_key: str) -> QuerySet[Any]:
    as_mentor = Count(
        "pairings_as_mentor", filter=Q(pairings_as_mentor__state__in=OPEN_STATES), distinct=True
    )
    as_mentee = Count(
        "pairings_as_mentee", filter=Q(pairings_as_mentee__state__in=OPEN_STATES), distinct=True
    )
    return Participant.objects.filter(programme__course_key=course_key).annotate(
        open_pairs=as_mentor + as_mentee
    )


def _person_lines(
    course_key: str, people: Iterable[Person], cohorts: Cohorts
) -> tuple[PersonLine, ...]:
    people = list(people)
    taking_part = {
        row.user_id: row
        for row in _with_open_pairs(course_key).filter(
            user_id__in=[person.user_id for person in people]
        )
    }
    return tuple(
        attrs.evolve(
            _person_line(person, taking_part.get(person.user_id)),
            cohort=cohorts.of(person.user_id),
        )
        for person in people
    )


def _person_line(person: Person, row: Any) -> PersonLine:
    if row is None:
        return PersonLine(person)
    return PersonLine(
        person=person,
        participant_id=row.pk,
        role=Role(row.role),
        capacity=row.capacity,
        under_18=row.under_18,
        guardian_consent=row.guardian_consent,
        open_pairs=row.open_pairs,
    )


def _choices(
    free: Iterable[Participant], role: Role, names: Mapping[int, str]
) -> tuple[Choice, ...]:
    choices = [
        Choice(row.pk, names[row.pk]) for row in free if row.role == role and row.pk in names
    ]
    return tuple(sorted(choices, key=lambda choice: choice.name))


def _pairings(actor: Actor) -> QuerySet[Any]:
    waiting = waiting_for(actor, HelpRequest.Kind.REMATCH)
    return (
        Pairing.objects.filter(programme__course_key=actor.course_key)
        .select_related("mentor", "mentee")
        .prefetch_related(
            Prefetch("help_requests", waiting, "waiting"),
            Prefetch("pauses", Pause.objects.filter(open_for__isnull=False), "resting"),
            Prefetch(
                "agreements",
                Agreement.objects.filter(
                    Q(working_for__isnull=False) | Q(in_force_for__isnull=False)
                ).prefetch_related("signatures"),
                "at_hand",
            ),
        )
        .annotate(
            has_request=Exists(waiting.filter(pairing=OuterRef("pk"))),
            is_closed=Q(open_key__isnull=True),
        )
        .order_by("-has_request", "is_closed", "-opened_at", "-pk")
    )


def _pair_row(
    row: Any, names: Mapping[int, str], enrolled: Collection[int], reader: int
) -> PairRow:
    newest = max(row.at_hand, key=lambda version: version.number, default=None)
    signatures = newest.signatures.all() if newest else ()
    state = State(row.state)
    return PairRow(
        pairing_id=row.pk,
        mentor=names.get(row.mentor_id, ""),
        mentee=names.get(row.mentee_id, ""),
        state=state,
        version=newest.number if newest else 0,
        signed_by=tuple(
            names[signature.participant_id]
            for signature in signatures
            if signature.participant_id in names
        ),
        requests=tuple(
            RequestLine(
                request.pk, names.get(request.participant_id, ""), request.text, request.created_at
            )
            for request in row.waiting
        ),
        reason=_reason(row, reader),
        acts=possible_acts(state, Party.FACILITATOR),
        consent_missing=state in OPEN_STATES and consent_missing(row.mentor),
        opened_at=row.opened_at,
        paused_since=row.resting[0].started_at if row.resting else None,
        proposed_by=names.get(newest.created_by_id, "") if newest and row.at_hand[1:] else "",
        not_enrolled=tuple(
            names[one.pk]
            for one in (row.mentor, row.mentee)
            if state in OPEN_STATES and one.pk in names and one.user_id not in enrolled
        ),
        is_own=_is_own(row, reader),
    )


def _is_own(row: Any, reader: int) -> bool:
    return reader in (row.mentor.user_id, row.mentee.user_id)


def _reason(row: Any, reader: int) -> str:
    pause = row.resting[0] if row.resting else None
    words, by = (
        (pause.reason, pause.started_by_id) if pause else (row.closing_reason, row.closed_by_id)
    )
    return "" if _is_own(row, reader) and by != reader else str(words)


def _names(host: Host, participants: Iterable[Participant]) -> dict[int, str]:
    return {pk: person.full_name for pk, person in persons_of(host, participants).items()}
