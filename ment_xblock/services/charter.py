"""The facilitator fills in the charter; two at once lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ment_xblock.curriculum.clauses import all_clauses
from ment_xblock.domain.agreement.merge import Conflict, Touch, merge
from ment_xblock.domain.agreement.terms import Terms
from ment_xblock.domain.agreement.values import read_values
from ment_xblock.domain.charter import charter_terms, check_charter
from ment_xblock.domain.errors import Malformed
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import Charter
from ment_xblock.platform.ports import Host
from ment_xblock.services.programmes import hold_programme
from ment_xblock.services.unit_of_work import unit_of_work


@attrs.frozen
class CharterSaved:
    """What became of a save.

    Attributes:
        revision: of the charter now.
        changed: ids of the fields that were stored.
        conflicts: fields that somebody else changed meanwhile; they are left until the person has chosen.
    """

    revision: int
    changed: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


def terms_of_charters() -> Terms:
    """The fields of a charter, with the toolkit's goals as the agreement has them."""
    (goals,) = (field for clause in all_clauses() for field in clause.fields if field.id == "goals")
    return charter_terms(goals.options)


@unit_of_work
def save_charter(
    *, host: Host, actor: Actor, typed: Mapping[str, Any], base_revision: int
) -> CharterSaved:
    """Save what a facilitator typed, merged field by field with what another one saved meanwhile.

    Args:
        host: the host.
        actor: the facilitator.
        typed: field id to what was typed.
        base_revision: revision of the page it was typed on.

    Returns:
        What was stored and what is in conflict.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        Malformed, Invalid: what was typed cannot be read or accepted; nothing is stored.
    """
    require_facilitator(actor)
    now = host.now()
    programme = hold_programme(actor.course_key, now)
    charter = Charter.objects.filter(programme=programme).first() or Charter(programme=programme)
    if base_revision > charter.revision:
        raise Malformed("not_readable")
    read = read_values(terms_of_charters(), typed, now)
    touches = {field: Touch(*touch) for field, touch in charter.touches.items()}
    merged = merge(charter.values, touches, read, base_revision)
    values = {**charter.values, **merged.changed}
    check_charter(values)
    if merged.changed:
        charter.revision += 1
        charter.values = values
        charter.touches |= {field: [charter.revision, actor.user_id] for field in merged.changed}
        charter.updated_at, charter.updated_by_id = now, actor.user_id
        charter.save()
    return CharterSaved(charter.revision, tuple(merged.changed), merged.conflicts)
