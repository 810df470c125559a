"""How it shall go on, as partners told the facilitator alone: by asking for another partner, or in a confidential form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from django.db.models import Q

from ment_xblock.domain.alerts.facts import Wish, WishFact
from ment_xblock.domain.pairing import OPEN_STATES
from ment_xblock.domain.survey.items import Signal
from ment_xblock.models import HelpRequest, Pairing
from ment_xblock.selectors.survey_wishes import Choice, choices_of


def pair_wishes_of(
    course_key: str, pairs: Collection[Pairing]
) -> Mapping[int, tuple[WishFact, ...]]:
    """What the partners of some pairs wish, in four queries.

    Args:
        course_key: the course run.
        pairs: pairs of it.

    Returns:
        By id of the pair. A request is about its own pair; a form asks once for all pairs of a person.
    """
    people = {one for pair in pairs for one in (pair.mentor_id, pair.mentee_id)}
    requests = {
        (row.pairing_id, row.participant_id): row
        for row in HelpRequest.objects.filter(
            pairing__in=[pair.pk for pair in pairs],
            kind=HelpRequest.Kind.REMATCH,
            state=HelpRequest.State.OPEN,
        )
    }
    choices = choices_of(course_key, Signal.ANOTHER_PARTNER, people)
    load = _open_pairs(choices)
    found = {}
    for pair in pairs:
        wishes = [
            _wish(one, requests.get((pair.pk, one)), choices.get(one), load[one])
            for one in (pair.mentor_id, pair.mentee_id)
        ]
        found[pair.pk] = tuple(wish for wish in wishes if wish is not None)
    return found


def _wish(
    participant_id: int, request: HelpRequest | None, choice: Choice | None, pairs: int
) -> WishFact | None:
    if request is not None:
        return WishFact(participant_id, Wish.ANOTHER_PARTNER, request.created_at)
    if choice is None or choice.option not in set(Wish):
        return None
    return WishFact(participant_id, Wish(choice.option), choice.said_at, pairs)


def _open_pairs(people: Collection[int]) -> Counter[int]:
    if not people:
        return Counter()
    rows = Pairing.objects.filter(
        Q(mentor__in=people) | Q(mentee__in=people), state__in=OPEN_STATES
    ).values_list("mentor_id", "mentee_id")
    return Counter(one for row in rows for one in row)
