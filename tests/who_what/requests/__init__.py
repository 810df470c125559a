"""What a page would send to each handler, complete and right, and the course in which it is right.

A block that is new gets a file of its own here, and a line in ``BLOCKS``.
"""

from __future__ import annotations

from typing import Any

import attrs

from ment_xblock.domain.pairing import State
from tests.blocks import cast
from tests.blocks.visitor import Visitor
from tests.who_what.requests import agreement, journal, survey, training

BLOCKS = {
    "ment_agreement": agreement,
    "ment_journal": journal,
    "ment_survey": survey,
    "ment_training": training,
}


def furnish(state: State = State.DRAFT) -> int:
    """Make the pair of Giulia and Mario, and everything that any handler needs beside it.

    Returns:
        Id of their pair.
    """
    cast.bring_to(State.DRAFT, cast.make_pair("piotr", "anna"), "piotr", "anna")
    pair = cast.make_pair("giulia", "mario")
    cast.bring_to(state, pair, "giulia", "mario")
    for block in BLOCKS.values():
        block.furnish(pair)
    return pair


def there(visitor: Visitor, door: str) -> Visitor:
    """The same person at the unit of the block that has this door."""
    return attrs.evolve(visitor, slug=BLOCKS[door.partition(".")[0]].SLUG)


def right_request(door: str, pair: int, variant: str = "") -> dict[str, Any]:
    """What a page would send.

    Args:
        door: ``block.handler``; ``handler`` alone is the agreement's.
        pair: the pair that it is about.
        variant: the act, or ``edit`` for a form.
    """
    block_type, _, handler = door.rpartition(".")
    return BLOCKS[block_type or "ment_agreement"].request(handler, pair, variant)
