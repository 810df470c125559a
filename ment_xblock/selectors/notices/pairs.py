"""Pairs as the rules of mail see them. A pair at rest is none of these, so that nobody writes to it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from ment_xblock.domain.notices.clock import Quiet, quiet_between
from ment_xblock.domain.notices.facts import PairFact
from ment_xblock.domain.pairing import OPEN_STATES, State
from ment_xblock.models import Agreement, Pairing

AWAKE_STATES = OPEN_STATES - {State.PAUSED}
QUIET_CLAUSE = "contact"


def awake(programme_id: int, prefix: str = "") -> Q:
    """The pairs of a programme that are open and not at rest, and in which nobody has left the site.

    Args:
        programme_id: the programme.
        prefix: the way to the pairing, such as ``"agreement__pairing__"``.
    """
    wanted = {
        "programme_id": programme_id,
        "state__in": sorted(AWAKE_STATES),
        "mentor__user__isnull": False,
        "mentee__user__isnull": False,
    }
    return Q(**{f"{prefix}{lookup}": value for lookup, value in wanted.items()})


def pair_fact(pairing: Pairing) -> PairFact:
    """Describe a pair that is ``awake``, and whose two participants were read with it."""
    mentor, mentee = pairing.mentor.user_id, pairing.mentee.user_id
    if mentor is None or mentee is None:
        raise ValueError(f"nobody to write to in pair {pairing.pk}")
    return PairFact(pairing.pk, mentor, mentee)


def quiet_hours_of(pairing_ids: Iterable[int]) -> dict[int, Quiet]:
    """The quiet hours that pairs have agreed on, in one query.

    Returns:
        Pairing to its quiet hours, where the agreement in force has any.
    """
    in_force = Agreement.objects.filter(in_force_for__in=set(pairing_ids))
    found: dict[int, Quiet] = {}
    for pairing_id, values, revisions in in_force.values_list(
        "in_force_for", "values", "revisions"
    ):
        quiet = quiet_between(str(values.get("quiet_from", "")), str(values.get("quiet_to", "")))
        if (
            pairing_id is not None
            and quiet is not None
            and QUIET_CLAUSE in revisions.get("clauses", {})
        ):
            found[pairing_id] = quiet
    return found
