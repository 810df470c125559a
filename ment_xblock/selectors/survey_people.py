"""Whom a survey asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

import attrs
from django.db.models import Count, Q, QuerySet

from ment_xblock.domain.journal.states import HELD_STATES
from ment_xblock.domain.pairing import State as PairState
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.groups import Asked, Warned, asked_from_data, warnings, who_is_asked
from ment_xblock.domain.survey.items import Asking, Definition
from ment_xblock.domain.survey.schedule import Schedule, Way
from ment_xblock.models import Pairing, Participant, SurveyRun
from ment_xblock.platform.ports import BlockRef


@attrs.frozen
class Crowd:
    """The people of a programme.

    Attributes:
        roles: how many have each role.
        owners: mentees who own their firm, by participant id.
    """

    roles: dict[Role, int]
    owners: frozenset[int]


def crowd_of(course_key: str) -> Crowd:
    """Count the people of a course run who have a role and have not left the site."""
    here = Participant.objects.filter(programme__course_key=course_key, user__isnull=False)
    counts = dict(here.order_by().values_list("role").annotate(Count("pk")))
    return Crowd({role: counts.get(role.value, 0) for role in Role}, firm_owners(course_key))


@attrs.frozen
class OnTheWay:
    """The people of a programme, and how far each of them has come.

    Attributes:
        roles: role by participant id.
        owners: mentees who own their firm, by participant id.
        ways: by participant id; who never had a pair may be missing.
    """

    roles: Mapping[int, Role]
    owners: frozenset[int]
    ways: Mapping[int, Way]

    @property
    def crowd(self) -> Crowd:
        """All of them."""
        return self._crowd(self.roles)

    def reached(self, schedule: Schedule, now: datetime) -> Crowd:
        """Those for whom a survey is open, or was.

        Args:
            schedule: of the survey.
            now: the present moment, or when it was closed.
        """
        nobody = Way()
        return self._crowd(
            [one for one in self.roles if schedule.has_opened(now, self.ways.get(one, nobody))]
        )

    def _crowd(self, people: Collection[int]) -> Crowd:
        counts = Counter(self.roles[one] for one in people)
        return Crowd({role: counts[role] for role in Role}, self.owners.intersection(people))


def on_the_way(course_key: str) -> OnTheWay:
    """Read how far the people of a course run have come, in three queries."""
    here = Participant.objects.filter(programme__course_key=course_key, user__isnull=False)
    roles = {pk: Role(role) for pk, role in here.values_list("pk", "role")}
    ways = _ways(Pairing.objects.filter(programme__course_key=course_key))
    return OnTheWay(roles, firm_owners(course_key), ways)


def schedule_of(block: BlockRef) -> Schedule:
    """When the survey of a block is open; at any time where its author said nothing."""
    found = block.settings.get("schedule")
    return found if isinstance(found, Schedule) else Schedule()


def firm_owners(course_key: str) -> frozenset[int]:
    """Mentees who ticked "I own the firm", by participant id."""
    owners = Participant.objects.filter(
        programme__course_key=course_key,
        role=Role.MENTEE.value,
        user__isnull=False,
        profile__is_boss=True,
    )
    return frozenset(owners.values_list("pk", flat=True))


def is_asked(participant: Participant, definition: Definition) -> bool:
    """Whether a survey has anything for somebody, as large as the groups may be.

    One that is for owners alone is for nobody who has not said that they own the firm.
    """
    role = Role(participant.role)
    if definition.items_for(Asking(role)):
        return True
    if not definition.items_for(Asking(role, owns_firm=True)):
        return False
    return participant.pk in firm_owners(participant.programme.course_key)


def asked_in(run: SurveyRun | None, definition: Definition, crowd: Crowd) -> Asked:
    """What a survey asks of whom: as its first answer fixed it, or as the groups are now."""
    if run is not None and run.asked:
        return asked_from_data(run.asked)
    return who_is_asked(definition, crowd.roles, len(crowd.owners))


def survey_warnings(course_key: str, definition: Definition) -> tuple[Warned, ...]:
    """What author and facilitator should know of small groups before the first answer."""
    crowd = crowd_of(course_key)
    return warnings(definition, crowd.roles, len(crowd.owners))


def way_of(participant: Participant) -> Way:
    """How far somebody has come, in one query."""
    return ways_of([participant.pk])[participant.pk]


def ways_of(participant_ids: Collection[int]) -> Mapping[int, Way]:
    """The same of many people, in one query; somebody without a pair has come no way."""
    return _ways(
        Pairing.objects.filter(Q(mentor__in=participant_ids) | Q(mentee__in=participant_ids))
    )


def _ways(pairings: QuerySet[Pairing]) -> Mapping[int, Way]:
    pairs = pairings.annotate(
        held=Count("sessions", filter=Q(sessions__state__in=sorted(HELD_STATES)))
    )
    ways: defaultdict[int, Way] = defaultdict(Way)
    for mentor, mentee, state, closed_at, held in pairs.values_list(
        "mentor", "mentee", "state", "closed_at", "held"
    ):
        ended_at = closed_at if state == PairState.ENDED else None
        for one in (mentor, mentee):
            ways[one] = ways[one].with_pair(held, ended_at)
    return ways
