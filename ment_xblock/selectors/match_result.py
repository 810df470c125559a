"""What a learner is told of their match once it is published: their own pairs, and nothing of anybody else."""

from __future__ import annotations

import attrs
from django.db.models import Q

from ment_xblock.domain.matching import Fact
from ment_xblock.domain.pairing import OPEN_STATES, State
from ment_xblock.domain.people import Actor, Role, require_member
from ment_xblock.models import AgainWish, MatchRun, Pairing, Participant, Proposal
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
    """

    pairing_id: int
    partner_name: str
    state: State
    i_am: Role
    reasons: tuple[Fact, ...]

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
    reasons = _reasons(me)
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
            )
            for pair in still_open
        ),
        former=_former(me, [partners[pair.pk] for pair in pairs], with_me, names, actor),
    )


def _partner(pair: Pairing, me: Participant) -> Participant:
    return pair.mentee if pair.mentor_id == me.pk else pair.mentor


def _names(host: Host, partners: list[Participant]) -> dict[int, str]:
    persons = persons_of(host, partners)
    called = {one.pk: getattr(getattr(one, "profile", None), "called", "") for one in partners}
    return {pk: called[pk] or person.first_name for pk, person in persons.items()}


def _reasons(me: Participant) -> dict[tuple[int, int], tuple[Fact, ...]]:
    rows = Proposal.objects.filter(
        Q(mentor=me) | Q(mentee=me), run__state=MatchRun.State.PUBLISHED
    ).order_by("pk")
    return {
        (row.mentor_id, row.mentee_id): tuple(
            Fact(code, params) for code, params in row.facts.get("shared", ())
        )
        for row in rows
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
