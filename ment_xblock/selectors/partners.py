"""What a learner may know of their partners' profiles: name, tasks, languages and times, and nothing else."""

from __future__ import annotations

import attrs
from django.db.models import Q

from ment_xblock.domain.pairing import OPEN_STATES
from ment_xblock.domain.people import Actor, Role, require_member
from ment_xblock.domain.profile_answers import Answers
from ment_xblock.models import Pairing, Participant
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.people import participant_of, persons_of
from ment_xblock.selectors.profiles import answers_of

# The whole of what product.md gives to the partner.
_SHARED = ("wanted", "skills", "languages", "times")


@attrs.frozen
class PartnerCard:
    """One partner of the reader.

    Attributes:
        pairing_id: the pair.
        name: what they want to be called, or their first name; empty when they have left the site.
        role: the partner's role.
        answers: of theirs, only what a partner may know.
        both_free: times that suit both.
    """

    pairing_id: int
    name: str
    role: Role
    answers: Answers
    both_free: tuple[str, ...]


def partner_cards(*, host: Host, actor: Actor) -> tuple[PartnerCard, ...]:
    """Read the reader's partners. A pair exists once it was published, so nothing is told too early.

    Args:
        host: the host.
        actor: the reader; staff who view as a learner see no partner's answers.

    Returns:
        One for each open pair, the oldest first.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    require_member(actor)
    me = participant_of(actor.course_key, actor.user_id)
    if me is None or actor.is_masquerading:
        return ()
    pairs = (
        Pairing.objects.filter(Q(mentor=me) | Q(mentee=me), state__in=OPEN_STATES)
        .select_related("mentor__profile", "mentee__profile")
        .order_by("opened_at", "pk")
    )
    partners = {pair.pk: pair.mentee if pair.mentor_id == me.pk else pair.mentor for pair in pairs}
    names = {pk: one.first_name for pk, one in persons_of(host, partners.values()).items()}
    mine = answers_of(me)
    return tuple(
        _card(pairing_id, partner, names.get(partner.pk, ""), mine)
        for pairing_id, partner in partners.items()
    )


def _card(pairing_id: int, partner: Participant, first_name: str, mine: Answers) -> PartnerCard:
    theirs = answers_of(partner)
    return PartnerCard(
        pairing_id=pairing_id,
        name=(theirs.called or first_name) if first_name else "",
        role=Role(partner.role),
        answers=Answers(**{name: getattr(theirs, name) for name in _SHARED}),
        both_free=tuple(time for time in theirs.times if time in mine.times),
    )
