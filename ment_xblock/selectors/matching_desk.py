"""The matching desk: who can be matched, what is proposed and why, who is left, and who decided what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs
from django.db.models import Count

from ment_xblock.domain.matching import Fact
from ment_xblock.domain.people import Actor, Person, Role, require_facilitator
from ment_xblock.domain.profile_answers import Part
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
from ment_xblock.selectors.people import persons_of
from ment_xblock.selectors.profiles import ProfileStatus, statuses_of

PAGE_SIZE = 30
MOST_CHOICES = 500
MOST_DECISIONS = 50


@attrs.frozen
class Named:
    """A participant by name."""

    participant_id: int
    name: str
    role: Role
    capacity: int = 1


@attrs.frozen
class ProposalRow:
    """One proposed pair, with why.

    Attributes:
        proposal_id: the proposal.
        mentor: the junior.
        mentee: the senior.
        locked: stays when a new matching is proposed.
        origin: whose idea it was.
        reasons: what speaks for it.
        missing: what it lacks; None for nothing.
        next_best: who came next for the mentee, and why not; None where it is not known.
        shared: what the two themselves will be told.
        fit: 0 to 1.
    """

    proposal_id: int
    mentor: Named
    mentee: Named
    locked: bool
    origin: str
    reasons: tuple[Fact, ...]
    missing: Fact | None
    next_best: Fact | None
    shared: tuple[Fact, ...]
    fit: float


@attrs.frozen
class LeftRow:
    """Somebody without a partner: the reason first, then what would help."""

    person: Named
    facts: tuple[Fact, ...]


@attrs.frozen
class OpenRun:
    """The matching that is on the desk.

    Attributes:
        run_id: the run.
        version: of what is shown.
        progress: how far the computer is.
        levels: criterion to level.
        proposals: one page of the pairs.
        total: how many pairs there are.
        offset: index of the first one shown.
        left: one page of those without a partner.
        left_total: how many they are.
        balance: counts of what the toolkit asks of balanced pairs.
        locked: how many pairs are locked.
        choices: all pairs to choose from when partners are swapped.
    """

    run_id: int
    version: int
    progress: str
    levels: Mapping[str, str]
    proposals: tuple[ProposalRow, ...]
    total: int
    offset: int
    left: tuple[LeftRow, ...]
    left_total: int
    balance: Mapping[str, int]
    locked: int
    choices: tuple[tuple[int, str, str], ...]


@attrs.frozen
class ForbiddenRow:
    """Two people who are not proposed to each other, and why."""

    forbidden_id: int
    first: str
    second: str
    reason: str
    is_wish: bool


@attrs.frozen
class WishRow:
    """Names that somebody would rather not be paired with, in their words."""

    person: Named
    words: str


@attrs.frozen
class ProfileRow:
    """How far somebody is with their profile.

    Attributes:
        participant_id: None without a role.
        name: full name.
        role: None as long as they have none.
        missing: parts that still need an answer.
        has_begun: whether anything was answered.
        asked_to_change_at: when they asked for the profile to be opened again.
        reminded_at: when they were reminded last.
    """

    participant_id: int | None
    name: str
    role: Role | None
    missing: tuple[Part, ...]
    has_begun: bool
    asked_to_change_at: datetime | None
    reminded_at: datetime | None

    @property
    def is_complete(self) -> bool:
        """Whether the person can be matched."""
        return self.role is not None and not self.missing


@attrs.frozen
class DecisionLine:
    """One decision: who, when, what, about whom, and why."""

    kind: str
    by: str
    at: datetime
    mentor: str
    mentee: str
    reason: str
    details: Mapping[str, Any]


@attrs.frozen
class RunLine:
    """One earlier run."""

    run_id: int
    state: str
    created_at: datetime
    created_by: str
    closed_at: datetime | None
    pairs: int


@attrs.frozen
class MatchingDesk:
    """The page of the facilitator.

    Attributes:
        complete: how many people have a complete profile.
        taking_part: how many people have a role.
        unfinished: one page of the learners, those without a complete profile first within it.
        learners: how many learners the course has.
        asking: people who asked for their profile to be opened again.
        run: the open run.
        forbidden: pairs that are ruled out.
        wishes: who named somebody in their profile.
        mentors: juniors, to choose from.
        mentees: seniors, to choose from.
        decisions: the newest first.
        history: runs, the newest first.
        names: participant id to name, for what the facts name.
    """

    complete: int
    taking_part: int
    unfinished: tuple[ProfileRow, ...]
    learners: int
    asking: tuple[Named, ...]
    run: OpenRun | None
    forbidden: tuple[ForbiddenRow, ...]
    wishes: tuple[WishRow, ...]
    mentors: tuple[Named, ...]
    mentees: tuple[Named, ...]
    decisions: tuple[DecisionLine, ...]
    history: tuple[RunLine, ...]
    names: Mapping[int, str]

    @property
    def without_role(self) -> int:
        """How many learners have no role yet, as far as that can be told from the two counts."""
        return max(0, self.learners - self.taking_part)


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
    known = {one.pk: _named(one, names) for one in people}
    statuses = {one.participant_id: one for one in statuses_of(programme.pk)}
    choices = sorted(
        (known[one.pk] for one in people if one.pk in names), key=lambda one: one.name.casefold()
    )
    return MatchingDesk(
        complete=sum(one.is_complete for one in statuses.values()),
        taking_part=len(statuses),
        unfinished=_profiles(programme, page.people, people, statuses),
        learners=page.total,
        asking=tuple(known[pk] for pk, one in statuses.items() if one.asked_to_change_at),
        run=_open_run(programme, known, proposals_offset, left_offset),
        forbidden=_forbidden(programme, names),
        wishes=_wishes(programme, known),
        mentors=tuple(one for one in choices if one.role is Role.MENTOR)[:MOST_CHOICES],
        mentees=tuple(one for one in choices if one.role is Role.MENTEE)[:MOST_CHOICES],
        decisions=_decisions(host, programme, names),
        history=_history(host, programme),
        names=names,
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
    newest = list(rows.select_related("mentor", "mentee").order_by("-pk")[:MOST_DECISIONS])
    involved = [one for row in newest for one in (row.mentor, row.mentee) if one is not None]
    names = {pk: person.full_name for pk, person in persons_of(host, involved).items()}
    return tuple(reversed(_decision_lines(host, newest, names)))


def as_fact(stored: Any) -> Fact | None:
    """A fact as it was stored: [code, params]."""
    return Fact(stored[0], stored[1]) if stored else None


def _facts(stored: Iterable[Any] | None) -> tuple[Fact, ...]:
    return tuple(Fact(code, params) for code, params in stored or ())


def _named(one: Participant, names: Mapping[int, str]) -> Named:
    return Named(one.pk, names.get(one.pk, ""), Role(one.role), one.capacity)


def _open_run(
    programme: Programme, known: Mapping[int, Named], offset: int, left_offset: int
) -> OpenRun | None:
    run = MatchRun.objects.filter(open_for=programme.pk).first()
    if run is None:
        return None
    pairs = list(
        run.proposals.order_by("-locked", "pk").values_list("pk", "mentor_id", "mentee_id")
    )
    shown = run.proposals.order_by("-locked", "pk")[offset : offset + PAGE_SIZE]
    left = [
        (known[int(pk)], _facts(facts)) for pk, facts in run.left_over.items() if int(pk) in known
    ]
    left.sort(key=lambda row: (row[0].role != Role.MENTEE, row[0].name.casefold()))
    return OpenRun(
        run_id=run.pk,
        version=run.version,
        progress=run.progress,
        levels=run.levels,
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
    return MatchingDesk(0, 0, rows, total, (), None, (), (), (), (), (), (), {})


def _forbidden(programme: Programme, names: Mapping[int, str]) -> tuple[ForbiddenRow, ...]:
    rows = ForbiddenPair.objects.filter(programme=programme).order_by("-pk")[:MOST_CHOICES]
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


def _wishes(programme: Programme, known: Mapping[int, Named]) -> tuple[WishRow, ...]:
    rows = (
        Profile.objects.filter(participant__programme=programme, participant__user__isnull=False)
        .exclude(avoid="")
        .order_by("pk")
        .values_list("participant_id", "avoid")[:MOST_CHOICES]
    )
    return tuple(WishRow(known[pk], words) for pk, words in rows)


def _decisions(
    host: Host, programme: Programme, names: Mapping[int, str]
) -> tuple[DecisionLine, ...]:
    rows = list(programme.decisions.order_by("-pk")[:MOST_DECISIONS])
    return tuple(_decision_lines(host, rows, names))


def _decision_lines(
    host: Host, rows: list[Decision], names: Mapping[int, str]
) -> list[DecisionLine]:
    by = host.people({row.by_id for row in rows if row.by_id is not None})
    return [
        DecisionLine(
            kind=row.kind,
            by=by[row.by_id].full_name if row.by_id in by else "",
            at=row.at,
            mentor=names.get(row.mentor_id, "") if row.mentor_id else "",
            mentee=names.get(row.mentee_id, "") if row.mentee_id else "",
            reason=row.reason,
            details=row.details,
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
