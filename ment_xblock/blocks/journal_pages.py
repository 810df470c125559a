"""The learner's page of the journal: from what a selector read to HTML."""

from __future__ import annotations

from typing import Any

from ment_xblock.blocks.journal_plan_page import PLAN_HANDLERS, plan_context
from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.domain.people import Actor
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.journal_page import NoPair, journal_page


def learner_page(
    block: Any, host: Host, actor: Actor, pairing_id: int | None = None, notice: str = ""
) -> str:
    """The whole page of a learner.

    Args:
        block: the journal block.
        host: the host.
        actor: the reader.
        pairing_id: which pair, for somebody who has several.
        notice: what has just been done, to be said on top.
    """
    here = host.block_ref(block)
    page = journal_page(
        host=host, actor=actor, settings=block.journal_settings, here=here, pairing_id=pairing_id
    )
    context = {
        "block": block,
        "uid": block_uid(here.usage_key),
        "urls": urls(block),
        "page": page,
        "masquerading": actor.is_masquerading,
        "notice": notice,
    }
    if isinstance(page, NoPair):
        return render("journal/no_pair.html", context)
    context |= plan_context(block, host, actor, page)
    return render("journal/page.html", context)


def urls(block: Any) -> dict[str, str]:
    """The addresses of the handlers that the page calls."""
    return {
        name: block.runtime.handler_url(block, name).rstrip("?")
        for name in ("page", *PLAN_HANDLERS)
    }


def author_page(block: Any) -> str:
    """What an author sees in Studio."""
    return render("journal/author.html", {"block": block})
