"""What a learner is told of their match once it is published: their own pairs, and nothing of anybody else."""

from __future__ import annotations

import attrs
from django.db.models import Q, QuerySet

from ment_xblock.domain.matching import Fact
from ment_xblock.domain.pairing import OPEN_STATES, Act, Party, State, possible_acts
from ment_xblock.domain.people import Actor, Role, require_member
from ment_xblock.models import AgainWish, MatchRun, Pairing, Participant, Proposal, Signature
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.people import participant_of, persons_of


@attrs.frozen
class MyMatch:
    """One of the reader's pairs that is open.

    Attributes:
        pairing_id: the pair.
        partner_name: what the partner is called; empty when they have left.
        state: where it stands.
        i_am: the reader's role.
        reasons: why the two were proposed to each other, as the partner may know it.
        may_decline: whether the reader may still say no.
    """

    pairing_id: int
    partner_name: str
    state: State
    i_am: Role
    reasons: tuple[Fact, ...]
    may_decline: bool

    @property
    def is_new(self) -> bool:
        """Whether nobody has signed yet, so that one may still say no."""
        return self.state is State.DRAFT or self.state is State.HALF_SIGNED


@attrs.frozen
class FormerPartner:
    """Somebody the reader was paired with before.

    Attributes:
        participant_id: their part in the programme.
        name: what they are called.
        again: whether the reader would work with them again. What they say themselves is not told.
    """

    participant_id: int
    name: str
    again: bool


@attrs.frozen
class MatchResult:
    """The reader's matches.

    Attributes:
        matches: open pairs, the newest first.
        former: former partners with whom there is no open pair.
    """

    matches: tuple[MyMatch, ...]
    former: tuple[FormerPartner, ...]


def match_result(*, host: Host, actor: Actor) -> MatchResult:
    """Read the reader's own matches. Nothing of a run that is not published is in it.

    Args:
        host: the host.
        actor: the reader.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    require_member(actor)
    me = participant_of(actor.course_key, actor.user_id)
    if me is None:
        return MatchResult((), ())
    pairs = list(
        Pairing.objects.filter(Q(mentor=me) | Q(mentee=me))
        .select_related("mentor", "mentee", "mentor__profile", "mentee__profile")
        .order_by("-opened_at", "-pk")
    )
    partners = {pair.pk: _partner(pair, me) for pair in pairs}
    names = _names(host, list(partners.values()))
    reasons = _reasons(Proposal.objects.filter(Q(mentor=me) | Q(mentee=me)), of=pairs)
    signed = set(
        Signature.objects.filter(
            participant=me, agreement__working_for__in=[pair.pk for pair in pairs]
        ).values_list("agreement__pairing_id", flat=True)
    )
    still_open = [pair for pair in pairs if pair.state in OPEN_STATES]
    with_me = {partners[pair.pk].pk for pair in still_open}
    return MatchResult(
        matches=tuple(
            MyMatch(
                pairing_id=pair.pk,
                partner_name=names.get(partners[pair.pk].pk, ""),
                state=State(pair.state),
                i_am=Role.MENTOR if pair.mentor_id == me.pk else Role.MENTEE,
                reasons=reasons.get((pair.mentor_id, pair.mentee_id), ()),
                may_decline=Act.DECLINE in possible_acts(State(pair.state), _party(pair, signed)),
            )
            for pair in still_open
        ),
        former=_former(me, [partners[pair.pk] for pair in pairs], with_me, names, actor),
    )


def _party(pair: Pairing, signed: set[int]) -> Party:
    return Party.PARTNER if pair.pk in signed else Party.UNSIGNED_PARTNER


def _partner(pair: Pairing, me: Participant) -> Participant:
    return pair.mentee if pair.mentor_id == me.pk else pair.mentor


def _names(host: Host, partners: list[Participant]) -> dict[int, str]:
    persons = persons_of(host, partners)
    called = {one.pk: _called(one) for one in partners}
    return {pk: called[pk] or person.first_name for pk, person in persons.items()}


def _called(participant: Participant) -> str:
    return str(getattr(getattr(participant, "profile", None), "called", ""))


def _reasons(
    proposals: QuerySet[Proposal], of: list[Pairing]
) -> dict[tuple[int, int], tuple[Fact, ...]]:
    """Why pairs were proposed to each other: from published runs alone, the newest last."""
    wanted = {(pair.mentor_id, pair.mentee_id) for pair in of}
    rows = proposals.filter(run__state=MatchRun.State.PUBLISHED).order_by("pk")
    return {
        (row.mentor_id, row.mentee_id): tuple(
            Fact(code, params) for code, params in row.facts.get("shared", ())
        )
        for row in rows
        if (row.mentor_id, row.mentee_id) in wanted
    }


def _former(
    me: Participant,
    partners: list[Participant],
    with_me: set[int],
    names: dict[int, str],
    actor: Actor,
) -> tuple[FormerPartner, ...]:
    if actor.is_masquerading:
        return ()
    wishes = set(AgainWish.objects.filter(participant=me).values_list("partner_id", flat=True))
    former = {one.pk for one in partners} - with_me
    return tuple(FormerPartner(pk, names[pk], pk in wishes) for pk in sorted(former) if pk in names)
