"""The matching desk: who can be matched, what is proposed and why, who is left, and who decided what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs
from django.db.models import Count, Q, QuerySet

from ment_xblock.domain.confidences import Reader
from ment_xblock.domain.matching import Fact, without_forbidden
from ment_xblock.domain.people import Actor, Person, Role, require_facilitator
from ment_xblock.models import (
    Decision,
    ForbiddenPair,
    MatchRun,
    Participant,
    Profile,
    ProfileReminder,
    Programme,
    Proposal,
)
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.cohorts import Cohorts, course_cohorts
from ment_xblock.selectors.confidences import reader_in
from ment_xblock.selectors.matching_desk_values import (
    DecisionLine,
    ForbiddenRow,
    LeftRow,
    MatchingDesk,
    Named,
    OpenRun,
    ProfileRow,
    ProposalRow,
    RunLine,
    WishRow,
)
from ment_xblock.selectors.matching_levels import levels_now, usual_levels
from ment_xblock.selectors.people import persons_of
from ment_xblock.selectors.profiles import ProfileStatus, statuses_of

PAGE_SIZE = 30
MOST_CHOICES = 500
MOST_DECISIONS = 50
_RULING = (Decision.Kind.FORBID, Decision.Kind.ALLOW)


def matching_desk(
    *,
    host: Host,
    actor: Actor,
    proposals_offset: int = 0,
    left_offset: int = 0,
    profiles_offset: int = 0,
) -> MatchingDesk:
    """Read the matching desk.

    Args:
        host: the host.
        actor: the facilitator.
        proposals_offset: index of the first pair to show.
        left_offset: index of the first person without a partner to show.
        profiles_offset: index of the first learner to show with their profile.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    programme = Programme.objects.filter(course_key=actor.course_key).first()
    page = host.learners(actor.course_key, offset=profiles_offset, limit=PAGE_SIZE)
    if programme is None:
        return _before_anything(page.people, page.total)
    people = list(programme.participants.all())
    names = {pk: person.full_name for pk, person in persons_of(host, people).items()}
    cohorts = course_cohorts(host, actor.course_key).with_people(
        host, actor.course_key, [one.user_id for one in people]
    )
    known = {one.pk: _named(one, names, cohorts) for one in people}
    statuses = {one.participant_id: one for one in statuses_of(programme.pk)}
    choices = sorted(
        (known[one.pk] for one in people if one.pk in names), key=lambda one: one.name.casefold()
    )
    complete = {pk for pk, one in statuses.items() if one.is_complete}
    reader = reader_in(actor.course_key, actor.user_id)
    forbidden = _Forbidden.of(programme, reader, actor)
    return MatchingDesk(
        complete=len(complete),
        waiting=len(complete - _with_partner(programme)),
        taking_part=len(statuses),
        unfinished=_profiles(programme, page.people, people, statuses),
        learners=page.total,
        asking=tuple(known[pk] for pk, one in statuses.items() if one.asked_to_change_at),
        run=_open_run(programme, known, forbidden, proposals_offset, left_offset),
        forbidden=_forbidden_rows(forbidden.shown, names),
        wishes=_wishes(programme, known, reader),
        mentors=tuple(one for one in choices if one.role is Role.MENTOR)[:MOST_CHOICES],
        mentees=tuple(one for one in choices if one.role is Role.MENTEE)[:MOST_CHOICES],
        decisions=_decisions(host, programme, names, reader, actor),
        history=_history(host, programme),
        names=names,
        counts=levels_now(programme),
        has_cohorts=bool(cohorts.names),
        had_partners=bool(reader.partners),
    )


def changes_since(*, host: Host, actor: Actor, version: int) -> tuple[DecisionLine, ...]:
    """What others decided after the version that somebody saw, the oldest first.

    Args:
        host: the host.
        actor: the facilitator.
        version: the version that they saw.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    programme = Programme.objects.filter(course_key=actor.course_key).first()
    if programme is None:
        return ()
    rows = programme.decisions.filter(version__gt=version).exclude(by_id=actor.user_id)
    reader = reader_in(actor.course_key, actor.user_id)
    newest = _readable(rows.select_related("mentor", "mentee"), reader, actor)
    involved = [one for row in newest for one in (row.mentor, row.mentee) if one is not None]
    names = {pk: person.full_name for pk, person in persons_of(host, involved).items()}
    return tuple(reversed(_decision_lines(host, newest, names)))


def as_fact(stored: Any) -> Fact | None:
    """A fact as it was stored: [code, params]."""
    return Fact(stored[0], stored[1]) if stored else None


def _facts(stored: Iterable[Any] | None) -> tuple[Fact, ...]:
    return tuple(Fact(code, params) for code, params in stored or ())


def _with_partner(programme: Programme) -> set[int]:
    pairs = programme.pairings.filter(open_key__isnull=False).values_list("mentor_id", "mentee_id")
    return {person for pair in pairs for person in pair}


def _named(one: Participant, names: Mapping[int, str], cohorts: Cohorts) -> Named:
    return Named(
        one.pk, names.get(one.pk, ""), Role(one.role), one.capacity, cohorts.of(one.user_id)
    )


def _open_run(
    programme: Programme,
    known: Mapping[int, Named],
    forbidden: _Forbidden,
    offset: int,
    left_offset: int,
) -> OpenRun | None:
    run = MatchRun.objects.filter(open_for=programme.pk).first()
    if run is None:
        return None
    pairs = list(
        run.proposals.order_by("-locked", "pk").values_list("pk", "mentor_id", "mentee_id")
    )
    shown = run.proposals.order_by("-locked", "pk")[offset : offset + PAGE_SIZE]
    left = [
        (known[int(pk)], forbidden.told(int(pk), _facts(facts)))
        for pk, facts in run.left_over.items()
        if int(pk) in known
    ]
    left.sort(key=lambda row: (row[0].role != Role.MENTEE, row[0].name.casefold()))
    return OpenRun(
        run_id=run.pk,
        version=run.version,
        progress=run.progress,
        levels=run.levels,
        within_cohorts=run.within_cohorts,
        proposals=tuple(_proposal_row(one, known) for one in shown),
        total=len(pairs),
        offset=offset,
        left=tuple(LeftRow(*row) for row in left[left_offset : left_offset + PAGE_SIZE]),
        left_total=len(left),
        balance=run.balance,
        locked=run.proposals.filter(locked=True).count(),
        choices=tuple((pk, known[m].name, known[s].name) for pk, m, s in pairs[:MOST_CHOICES]),
    )


def _proposal_row(one: Proposal, known: Mapping[int, Named]) -> ProposalRow:
    return ProposalRow(
        proposal_id=one.pk,
        mentor=known[one.mentor_id],
        mentee=known[one.mentee_id],
        locked=one.locked,
        origin=one.origin,
        reasons=_facts(one.facts.get("reasons")),
        missing=as_fact(one.facts.get("missing")),
        next_best=as_fact(one.facts.get("next")),
        shared=_facts(one.facts.get("shared")),
        fit=float(one.facts.get("fit", 0)),
    )


def _profiles(
    programme: Programme,
    people: Iterable[Person],
    participants: Iterable[Participant],
    statuses: Mapping[int, ProfileStatus],
) -> tuple[ProfileRow, ...]:
    people = list(people)
    by_user = {one.user_id: one for one in participants}
    reminded = dict(
        ProfileReminder.objects.filter(
            programme=programme, user_id__in=[person.user_id for person in people]
        ).values_list("user_id", "sent_at")
    )
    rows = [
        _profile_row(person, by_user.get(person.user_id), statuses, reminded) for person in people
    ]
    return tuple(sorted(rows, key=lambda row: row.is_complete))


def _profile_row(
    person: Person,
    participant: Participant | None,
    statuses: Mapping[int, ProfileStatus],
    reminded: Mapping[int, datetime],
) -> ProfileRow:
    status = statuses.get(participant.pk) if participant else None
    return ProfileRow(
        participant_id=participant.pk if participant else None,
        name=person.full_name,
        role=Role(participant.role) if participant else None,
        missing=status.missing if status else (),
        has_begun=status is not None and status.updated_at is not None,
        asked_to_change_at=status.asked_to_change_at if status else None,
        reminded_at=reminded.get(person.user_id),
    )


def _before_anything(people: Iterable[Person], total: int) -> MatchingDesk:
    rows = tuple(ProfileRow(None, one.full_name, None, (), False, None, None) for one in people)
    return MatchingDesk(0, 0, 0, rows, total, (), None, (), (), (), (), (), (), {}, usual_levels())


@attrs.frozen
class _Forbidden:
    """The pairs that are ruled out, as far as the reader may know of them.

    Attributes:
        shown: those that they may read, the newest first.
        concealed: the people of the others.
    """

    shown: tuple[ForbiddenPair, ...]
    concealed: frozenset[int]

    @classmethod
    def of(cls, programme: Programme, reader: Reader, actor: Actor) -> _Forbidden:
        """Leave out what others ruled out about the reader or their partners (``domain.confidences``)."""
        shown, concealed = [], set()
        for row in ForbiddenPair.objects.filter(programme=programme).order_by("-pk"):
            if row.created_by_id != actor.user_id and reader.is_close_to(
                row.first_id, row.second_id
            ):
                concealed |= {row.first_id, row.second_id}
            else:
                shown.append(row)
        return cls(tuple(shown[:MOST_CHOICES]), frozenset(concealed))

    def told(self, participant_id: int, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """Why somebody has no partner, without a pair that the reader may not know of."""
        return without_forbidden(facts) if participant_id in self.concealed else facts


def _forbidden_rows(
    rows: Iterable[ForbiddenPair], names: Mapping[int, str]
) -> tuple[ForbiddenRow, ...]:
    return tuple(
        ForbiddenRow(
            forbidden_id=row.pk,
            first=names.get(row.first_id, ""),
            second=names.get(row.second_id, ""),
            reason=row.reason,
            is_wish=row.origin == ForbiddenPair.Origin.WISH,
        )
        for row in rows
    )


def _wishes(
    programme: Programme, known: Mapping[int, Named], reader: Reader
) -> tuple[WishRow, ...]:
    rows = (
        Profile.objects.filter(participant__programme=programme, participant__user__isnull=False)
        .exclude(participant__in=reader.partners)
        .exclude(avoid="")
        .order_by("pk")
        .values_list("participant_id", "avoid")[:MOST_CHOICES]
    )
    return tuple(WishRow(known[pk], words) for pk, words in rows)


def _decisions(
    host: Host, programme: Programme, names: Mapping[int, str], reader: Reader, actor: Actor
) -> tuple[DecisionLine, ...]:
    rows = _readable(programme.decisions.all(), reader, actor)
    return tuple(_decision_lines(host, rows, names))


def _readable(rows: QuerySet[Decision], reader: Reader, actor: Actor) -> list[Decision]:
    """The newest decisions, without what others ruled out about the reader or their partners."""
    close = {*reader.partners, reader.me} - {None}
    about = Q(mentor__in=close) | Q(mentee__in=close)
    # A decision of somebody who has left the site has no author any more, and is another's anyway.
    others = Q(by__isnull=True) | ~Q(by=actor.user_id)
    hidden = Q(kind__in=_RULING) & about & others
    return list((rows.exclude(hidden) if close else rows).order_by("-pk")[:MOST_DECISIONS])


def _decision_lines(
    host: Host, rows: list[Decision], names: Mapping[int, str]
) -> list[DecisionLine]:
    by = host.people({row.by_id for row in rows if row.by_id is not None})
    sources = {row.pk: str(row.details.get("source", "")) for row in rows}
    courses = host.course_names({key for key in sources.values() if key})
    return [
        DecisionLine(
            kind=row.kind,
            by=by[row.by_id].full_name if row.by_id in by else "",
            at=row.at,
            mentor=names.get(row.mentor_id, "") if row.mentor_id else "",
            mentee=names.get(row.mentee_id, "") if row.mentee_id else "",
            reason=row.reason,
            details=row.details,
            source=courses.get(sources[row.pk], sources[row.pk]),
        )
        for row in rows
    ]


def _history(host: Host, programme: Programme) -> tuple[RunLine, ...]:
    rows = list(
        programme.match_runs.filter(open_for=None)
        .annotate(pairs=Count("proposals"))
        .order_by("-pk")[:MOST_DECISIONS]
    )
    by = host.people({row.created_by_id for row in rows if row.created_by_id is not None})
    return tuple(
        RunLine(
            run_id=row.pk,
            state=row.state,
            created_at=row.created_at,
            created_by=by[row.created_by_id].full_name if row.created_by_id in by else "",
            closed_at=row.closed_at,
            pairs=row.pairs,
        )
        for row in rows
    )
