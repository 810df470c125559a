"""Which groups are large enough to be asked their own items in an anonymous survey, and who is warned of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import attrs

from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.disclosure import FEWEST, too_small_roles
from ment_xblock.domain.survey.items import Asking, Definition


@attrs.frozen
class Asked:
    """What a survey asks of whom; fixed with the first answer.

    Attributes:
        role_items: roles that are asked their own items.
        owner_items: whether owners of a firm are asked theirs.
        by_role: whether answers are kept by role.
    """

    role_items: frozenset[Role]
    owner_items: bool
    by_role: bool

    def of(self, role: Role, owns_firm: bool, tasks: int = 0) -> Asking:
        """What one person is asked."""
        return Asking(role, owns_firm, self.role_items, self.owner_items, tasks)


@attrs.frozen
class Warned:
    """What author and facilitator should know before the first answer.

    Attributes:
        code: ``too_few_people`` (nothing can be shown), ``role_too_small`` (its own items are left out, nothing is shown by
            role) or ``too_few_owners`` (their items are left out).
        people: how many there are.
        fewest: how many it takes.
        role: the role that is too small.
    """

    code: str
    people: int
    fewest: int = FEWEST
    role: Role | None = None


def who_is_asked(definition: Definition, people: Mapping[Role, int], owners: int) -> Asked:
    """Decide what a survey asks of whom.

    Args:
        definition: the survey.
        people: how many people have each role.
        owners: how many mentees own their firm.
    """
    roles = frozenset(definition.roles)
    if not definition.is_anonymous:
        return Asked(roles, owner_items=True, by_role=len(roles) > 1)
    small = too_small_roles({role: people.get(role, 0) for role in roles})
    large = frozenset(role for role in roles if role not in small)
    return Asked(
        role_items=large,
        # With few others among the mentees, the owners' answers would be those of nearly all.
        owner_items=owners >= FEWEST and Role.MENTEE in large,
        by_role=definition.has_role_items and large == roles,
    )


def warnings(definition: Definition, people: Mapping[Role, int], owners: int) -> tuple[Warned, ...]:
    """What to say beforehand about groups that are too small; nothing for a confidential survey."""
    if not definition.is_anonymous:
        return ()
    counts = {role: people.get(role, 0) for role in definition.roles}
    found = []
    if sum(counts.values()) < FEWEST:
        found.append(Warned("too_few_people", sum(counts.values())))
    found += [
        Warned("role_too_small", count, role=role)
        for role, count in counts.items()
        if count < FEWEST and definition.has_role_items
    ]
    if owners < FEWEST and any(item.owners_only for item in definition.items):
        found.append(Warned("too_few_owners", owners))
    return tuple(found)


def asked_to_data(asked: Asked) -> dict[str, Any]:
    """Plain data of what is asked."""
    return {
        "role_items": sorted(role.value for role in asked.role_items),
        "owner_items": asked.owner_items,
        "by_role": asked.by_role,
    }


def asked_from_data(data: Mapping[str, Any]) -> Asked:
    """What ``asked_to_data`` wrote."""
    return Asked(
        frozenset(Role(role) for role in data["role_items"]), data["owner_items"], data["by_role"]
    )


def form_mark(definition: Definition, asked: Asked, tasks: Sequence[int] = ()) -> str:
    """Tell two forms apart, so that nobody answers questions that have changed meanwhile.

    Args:
        definition: the survey.
        asked: what it asks of whom.
        tasks: keys of the tasks that it names to this person, in order.
    """
    plain = f"{definition.digest} {definition.mode} {sorted(asked_to_data(asked).items())}"
    if tasks:
        plain += f" {list(tasks)}"
    return sha256(plain.encode()).hexdigest()[:16]
