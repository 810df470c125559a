"""How somebody wishes to go on, and which of their pairs they mean.

A request is about its own pair. The form half way asks once, however many partners somebody has, so it means every pair
that was open at that moment, until they say which one, or one of them ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from ment_xblock.domain.alerts.facts import Wish, WishFact
from ment_xblock.domain.confidences import Spell


@attrs.frozen
class Request:
    """That somebody asked for another partner.

    Attributes:
        pairing_id: the pair that they mean.
        asked_at: when.
        closed_at: when a facilitator, or the end of the pair, settled it; None while it is open.
    """

    pairing_id: int
    asked_at: datetime
    closed_at: datetime | None


@attrs.frozen
class Choice:
    """What somebody chose last in a confidential form: id of the option, and when."""

    option: str
    said_at: datetime


def wish_of(
    participant_id: int,
    pairing_id: int,
    *,
    requests: Iterable[Request],
    choice: Choice | None,
    spells: Iterable[Spell],
) -> WishFact | None:
    """What somebody wishes of one of their pairs.

    Args:
        participant_id: who.
        pairing_id: the pair.
        requests: all their requests for another partner.
        choice: what they chose in the form.
        spells: all their pairs, ended ones too.
    """
    requests = list(requests)
    for request in requests:
        if request.pairing_id == pairing_id and request.closed_at is None:
            return WishFact(participant_id, Wish.ANOTHER_PARTNER, request.asked_at)
    if choice is None or choice.option not in set(Wish) or _says_more(requests, choice.said_at):
        return None
    meant = [spell for spell in spells if spell.lasted_at(choice.said_at)]
    is_meant = pairing_id in {spell.pairing_id for spell in meant}
    # It is over with the first pair that ends: nobody has said that it was about the others.
    if not is_meant or any(spell.closed_at is not None for spell in meant):
        return None
    return WishFact(participant_id, Wish(choice.option), choice.said_at, len(meant))


def _says_more(requests: Iterable[Request], said_at: datetime) -> bool:
    """Whether a request that was open then, or came later, says who was meant; settled with it is the form's answer."""
    return any(request.closed_at is None or request.closed_at >= said_at for request in requests)
