"""Two partners editing one agreement at the same time: merged field by field, and nobody loses a word."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ment_xblock.domain.agreement.terms import Value, Values


@attrs.frozen
class Touch:
    """Who changed a field last.

    Attributes:
        revision: revision of the pair's agreement that the change made.
        by: participant who made it.
    """

    revision: int
    by: int


@attrs.frozen
class Conflict:
    """A field that both partners changed, differently.

    Attributes:
        field: id of the field.
        mine: what the saving person typed.
        theirs: what is stored now; ``""`` when it was emptied.
        by: participant who stored it.
    """

    field: str
    mine: Value
    theirs: Value
    by: int


@attrs.frozen
class Merge:
    """What becomes of a save.

    Attributes:
        changed: fields to store, only those whose value is new.
        conflicts: fields that are left as they are until the person has chosen.
    """

    changed: dict[str, Value]
    conflicts: tuple[Conflict, ...]


def merge(stored: Values, touches: Mapping[str, Touch], typed: Values, base_revision: int) -> Merge:
    """Merge what somebody typed into what is stored.

    Args:
        stored: the present values.
        touches: per field, the last change.
        typed: what the person saves, already read.
        base_revision: the revision of the page they typed it on.

    Returns:
        Fields to store and fields in conflict. A field that somebody changed after ``base_revision`` is in conflict
        unless both want the same.
    """
    changed: dict[str, Value] = {}
    conflicts = []
    for field, mine in typed.items():
        theirs = stored.get(field, [] if isinstance(mine, list) else "")
        if mine == theirs:
            continue
        touch = touches.get(field)
        if touch is not None and touch.revision > base_revision:
            conflicts.append(Conflict(field, mine, theirs, touch.by))
        else:
            changed[field] = mine
    return Merge(changed, tuple(conflicts))
