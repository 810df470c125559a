"""Everybody who can be matched now, with what stands between them, as the rules of the domain know it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from ment_xblock.domain.matching import Cohort
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile import Profile
from ment_xblock.models import AgainWish, ForbiddenPair, Pairing, Participant, Programme
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.profiles import profiles_of, statuses_of

PairOfIds = tuple[int, int]
CLOSED = (State.ENDED, State.DECLINED)


def cohort_of(host: Host, programme: Programme, *, within_cohorts: bool = False) -> Cohort:
    """Read a programme's people for the matching.

    In are those with a complete profile who are enrolled, learners, and have a place for a partner. Who is in an open
    pair is in anyway, with no place beyond it unless they are all that.

    Args:
        host: the host.
        programme: the programme.
        within_cohorts: pair only people of the same cohort of the course.
    """
    pairs = list(programme.pairings.values_list("mentor_id", "mentee_id", "state"))
    standing = frozenset((m, s) for m, s, state in pairs if state not in CLOSED)
    previous = frozenset((m, s) for m, s, state in pairs if state in CLOSED)
    profiles = _profiles(host, programme, standing)
    return Cohort(
        mentors=tuple(one for one in profiles if one.role is Role.MENTOR),
        mentees=tuple(one for one in profiles if one.role is Role.MENTEE),
        open_pairs=standing,
        forbidden=_forbidden(programme),
        previous=previous,
        both_ask=_both_ask(programme),
        groups=_groups(host, programme) if within_cohorts else {},
        within_groups=within_cohorts,
    )


def matchable_ids(host: Host, programme: Programme) -> frozenset[int]:
    """Participants who can be matched: enrolled learners with a complete profile."""
    rows = Participant.objects.filter(programme=programme, user__isnull=False)
    user_of = dict(rows.values_list("pk", "user_id"))
    learners = _learners(host, programme.course_key, user_of.values())
    complete = {one.participant_id for one in statuses_of(programme.pk) if one.is_complete}
    return frozenset(
        pk for pk, user_id in user_of.items() if user_id in learners and pk in complete
    )


def _learners(host: Host, course_key: str, user_ids: Iterable[int]) -> frozenset[int]:
    ids = list(user_ids)
    return host.enrolled_ids(course_key, ids) - host.staff_ids(course_key, ids)


def _profiles(host: Host, programme: Programme, standing: frozenset[PairOfIds]) -> list[Profile]:
    free = matchable_ids(host, programme)
    load = Counter(one for pair in standing for one in pair)
    known = {one.participant_id: one for one in profiles_of(programme.pk)}
    gone = Participant.objects.filter(programme=programme, pk__in=load.keys() - known.keys())
    everybody = [*known.values(), *(Profile(one.pk, Role(one.role)) for one in gone)]
    return [
        one if one.participant_id in free else attrs.evolve(one, capacity=load[one.participant_id])
        for one in everybody
        if one.participant_id in free or load[one.participant_id]
    ]


def _groups(host: Host, programme: Programme) -> dict[int, str]:
    rows = Participant.objects.filter(programme=programme, user__isnull=False)
    user_of = dict(rows.values_list("pk", "user_id"))
    names = host.cohorts_of(programme.course_key, user_of.values())
    return {pk: names[user_id] for pk, user_id in user_of.items() if user_id in names}


def _forbidden(programme: Programme) -> frozenset[PairOfIds]:
    rows = ForbiddenPair.objects.filter(programme=programme).values_list("first_id", "second_id")
    return frozenset(pair for first, second in rows for pair in ((first, second), (second, first)))


def _both_ask(programme: Programme) -> frozenset[PairOfIds]:
    wishes = set(
        AgainWish.objects.filter(participant__programme=programme).values_list(
            "participant_id", "partner_id"
        )
    )
    return frozenset((one, other) for one, other in wishes if (other, one) in wishes)


def were_partners(participant_id: int, partner_id: int) -> bool:
    """Tell whether two people were a pair that is over."""
    as_mentor = Pairing.objects.filter(mentor_id=participant_id, mentee_id=partner_id)
    as_mentee = Pairing.objects.filter(mentor_id=partner_id, mentee_id=participant_id)
    return (as_mentor | as_mentee).filter(state__in=CLOSED).exists()
