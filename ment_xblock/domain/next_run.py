"""From one run to the next: what people said for it, and what becomes of them when they are taken over."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from ment_xblock.domain.people import Role

# What the survey offers, as the file with people names it.
NEXT_ROLES: Mapping[str, str] = MappingProxyType(
    {"mentor": "mentor", "be-mentored": "mentee", "help-pairs": "help"}
)
NOT_NOW = "not-now"


class Fate(StrEnum):
    """What taking over does with one person."""

    COMES = "comes"
    HAS_ROLE = "has_role"
    YOUR_PARTNER = "your_partner"
    NOT_ENROLLED = "not_enrolled"
    TEACHES = "teaches"
    HELPS = "helps"
    NOT_NOW = "not_now"


def next_role_of(wish: str, role: Role) -> Role | None:
    """The role of somebody in the next run.

    Args:
        wish: what they said in the survey; empty where they said nothing.
        role: what they were.

    Returns:
        Who was not asked, or said nothing that we know, comes as what they were; None for no place in a pair.
    """
    if wish != NOT_NOW and wish not in NEXT_ROLES:
        return role
    named = NEXT_ROLES.get(wish, "")
    return Role(named) if named in set(Role) else None


def fate_of(
    next_role: Role | None,
    wish: str,
    *,
    is_enrolled: bool,
    teaches: bool,
    has_role: bool,
    is_your_partner: bool,
) -> Fate:
    """What taking over does with somebody.

    Args:
        next_role: the role that they would get.
        wish: what they said in the survey.
        is_enrolled: whether they are in the new run.
        teaches: whether they are course staff there.
        has_role: whether they have a role there already.
        is_your_partner: whether the facilitator is or was their partner. What happens to them then must not tell what
            they wished.
    """
    if teaches:
        return Fate.TEACHES
    if not is_enrolled:
        return Fate.NOT_ENROLLED
    if has_role:
        return Fate.HAS_ROLE
    if is_your_partner:
        return Fate.YOUR_PARTNER
    if next_role is not None:
        return Fate.COMES
    return Fate.NOT_NOW if wish == NOT_NOW else Fate.HELPS
