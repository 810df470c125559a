"""What a learner sees of their match: the partner, why the two fit, and the two ways to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from webob import Response

from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.matching_words import own_sentences
from ment_xblock.blocks.messages import message
from ment_xblock.blocks.rendering import block_uid, html_response, render
from ment_xblock.blocks.task_cards import task_cards
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.people import Actor
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.match_result import match_result
from ment_xblock.services import matching_people, pairings


class MatchingResult:
    """What a learner reads of their own match, and what they can do about it."""

    def match_reasons(self, host: Host, actor: Actor) -> Mapping[int, Sequence[str]]:
        """Why the reader was brought together with each partner: pair to sentences.

        Args:
            host: the host.
            actor: the reader.
        """
        cards = task_cards(self)
        return {
            one.pairing_id: own_sentences(cards, one.reasons, one.i_am, one.partner_name)
            for one in match_result(host=host, actor=actor).matches
        }

    @entry_point(method="POST", who=Who.MEMBER)
    def decline_match(self, call: Call) -> Response:
        """Say "no, thank you" before anybody has signed for oneself. Only the facilitator reads why."""
        if call.actor.is_staff:
            raise NotFound("no_such_pair")
        pairings.decline(
            host=call.host,
            actor=call.actor,
            pairing_id=call.number("pairing"),
            reason=call.text("reason"),
        )
        return html_response(result_page(self, call.host, call.actor, said="done_decline"))

    @entry_point(method="POST", who=Who.MEMBER)
    def ask_again(self, call: Call) -> Response:
        """Say whether one would work with a former partner again."""
        again = call.flag("again")
        matching_people.ask_again(
            host=call.host, actor=call.actor, partner_id=call.number("partner"), again=again
        )
        said = "again_asked" if again else "again_not"
        return html_response(result_page(self, call.host, call.actor, said=said))


def result_page(block: Any, host: Host, actor: Actor, *, said: str = "") -> str:
    """The reader's match as HTML; empty where there is nothing to tell.

    Args:
        block: the block.
        host: the host.
        actor: the reader.
        said: code of what they have just said.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    result = match_result(host=host, actor=actor)
    if not (said or result.former or any(one.is_new for one in result.matches)):
        return ""
    urls = {
        name: block.runtime.handler_url(block, name).rstrip("?")
        for name in ("decline_match", "ask_again")
    }
    return render(
        "matching/result.html",
        {
            "uid": block_uid(host.block_ref(block).usage_key),
            "urls": urls,
            "matches": result.matches,
            "former": result.former,
            "agreement": _agreement(host, actor),
            "masquerading": actor.is_masquerading,
            "said": message(said) if said else "",
        },
    )


def _agreement(host: Host, actor: Actor) -> str:
    refs = host.blocks(actor.course_key, "ment_agreement")
    return next((host.unit_url(ref.usage_key) for ref in refs), "")
