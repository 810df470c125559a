"""The learner's page of the profile."""

from __future__ import annotations

from typing import Any

from ment_xblock.blocks.rendering import render
from ment_xblock.domain.people import Actor, require_member
from ment_xblock.platform.ports import Host


def learner_page(block: Any, host: Host, actor: Actor) -> str:
    """The whole page of a learner."""
    require_member(actor)
    return render("profile/page.html", {"block": block, "masquerading": actor.is_masquerading})
