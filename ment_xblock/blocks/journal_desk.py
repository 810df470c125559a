"""The facilitator's view of the journal."""

from __future__ import annotations

from typing import Any

from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.platform.ports import Host


def desk_page(block: Any, host: Host, actor: Actor) -> str:
    """All pairs with their meetings, without a word of what was written.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    uid = block_uid(host.block_ref(block).usage_key)
    return render("journal/desk.html", {"block": block, "uid": uid})
