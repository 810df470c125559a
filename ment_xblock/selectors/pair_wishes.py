"""How it shall go on, as partners told the facilitator alone: by asking for another partner, or in a confidential form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from ment_xblock.domain.alerts.facts import WishFact
from ment_xblock.domain.alerts.wishes import Request, wish_of
from ment_xblock.domain.confidences import Spell
from ment_xblock.domain.survey.items import Signal
from ment_xblock.models import HelpRequest, Pairing
from ment_xblock.selectors.confidences import spells_of
from ment_xblock.selectors.survey_wishes import choices_of


def pair_wishes_of(
    course_key: str, pairs: Collection[Pairing]
) -> Mapping[int, tuple[WishFact, ...]]:
    """What the partners of some pairs wish, in four queries.

    Args:
        course_key: the course run.
        pairs: pairs of it.

    Returns:
        By id of the pair.
    """
    people = {one for pair in pairs for one in (pair.mentor_id, pair.mentee_id)}
    requests = _requests(people)
    choices = choices_of(course_key, Signal.ANOTHER_PARTNER, people)
    spells = _spells(choices)
    found = {}
    for pair in pairs:
        wishes = [
            wish_of(
                one,
                pair.pk,
                requests=requests[one],
                choice=choices.get(one),
                spells=spells[one],
            )
            for one in (pair.mentor_id, pair.mentee_id)
        ]
        found[pair.pk] = tuple(wish for wish in wishes if wish is not None)
    return found


def _requests(people: Iterable[int]) -> Mapping[int, list[Request]]:
    found: dict[int, list[Request]] = defaultdict(list)
    rows = HelpRequest.objects.filter(participant__in=people, kind=HelpRequest.Kind.REMATCH)
    for one, pairing_id, asked_at, closed_at in rows.values_list(
        "participant_id", "pairing_id", "created_at", "closed_at"
    ):
        found[one].append(Request(pairing_id, asked_at, closed_at))
    return found


def _spells(people: Collection[int]) -> Mapping[int, list[Spell]]:
    found: dict[int, list[Spell]] = defaultdict(list)
    if not people:
        return found
    for spell in spells_of(Pairing.objects.filter(Q(mentor__in=people) | Q(mentee__in=people))):
        for one in {spell.mentor_id, spell.mentee_id} & set(people):
            found[one].append(spell)
    return found
