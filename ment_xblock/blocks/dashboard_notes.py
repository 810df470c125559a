"""The facilitators' notes: on interviews and focus groups, and on items of the toolkit."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from webob import Response

from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.evidence_pages import evidence_page
from ment_xblock.blocks.rendering import block_uid, html_response, render
from ment_xblock.curriculum.library import toolkit
from ment_xblock.domain.errors import Malformed
from ment_xblock.domain.people import Actor
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.notes import focus_notes
from ment_xblock.services import notes

HANDLERS = ("notes", "add_focus_note", "delete_focus_note", "save_item_note", "evidence_document")


class NoteHandlers:
    """The doors to the notes."""

    @entry_point(method="GET", who=Who.FACILITATOR)
    def notes(self, call: Call) -> Response:
        """The notes, all of them or those with one tag."""
        return html_response(notes_page(self, call.host, call.actor, call.text("tag")))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def add_focus_note(self, call: Call) -> Response:
        """Note what was said in an interview or a focus group."""
        notes.add_note(
            host=call.host,
            actor=call.actor,
            text=call.text("text"),
            tags=_ticked(call),
            known=tuple(_tags()),
        )
        return html_response(notes_page(self, call.host, call.actor))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def delete_focus_note(self, call: Call) -> Response:
        """Take one's own note away."""
        notes.delete_note(host=call.host, actor=call.actor, note_id=call.number("note"))
        return html_response(notes_page(self, call.host, call.actor))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def save_item_note(self, call: Call) -> Response:
        """Write the note on an item of the toolkit."""
        notes.save_item_note(
            host=call.host,
            actor=call.actor,
            item=call.text("item"),
            text=call.text("text"),
            seen=call.optional_number("seen") or 0,
        )
        return html_response(evidence_page(call.host, call.actor, _common(self, call.host)))


def notes_page(block: Any, host: Host, actor: Actor, tag: str = "") -> str:
    """The notes on interviews and focus groups.

    Args:
        block: the block.
        host: the host.
        actor: the facilitator.
        tag: show those with this tag; empty for all.

    Raises:
        Malformed: there is no such tag.
    """
    words = _tags()
    if tag and tag not in words:
        raise Malformed("not_readable")
    found = focus_notes(host=host, actor=actor)
    return render(
        "dashboard/notes.html",
        {
            **_common(block, host),
            "groups": _groups(),
            "chosen": tag,
            "total": len(found),
            "notes": [
                (note, [words[one] for one in note.tags if one in words])
                for note in found
                if not tag or tag in note.tags
            ],
        },
    )


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The toolkit's challenges and benefits, which are offered as tags."""
    lists = toolkit(get_language() or "en")
    return [
        (_("What makes it hard"), [(one.id, one.title) for one in lists.challenges]),
        (_("What it brings"), [(one.id, one.title) for one in lists.benefits]),
    ]


def _tags() -> dict[str, str]:
    return {tag: words for _title, tags in _groups() for tag, words in tags}


def _ticked(call: Call) -> list[str]:
    given = call.data.get("tags", [])
    ticked = [given] if isinstance(given, str) else given
    if not isinstance(ticked, list) or not all(isinstance(one, str) for one in ticked):
        raise Malformed("not_readable")
    return ticked


def _common(block: Any, host: Host) -> dict[str, Any]:
    urls = {name: block.runtime.handler_url(block, name) for name in HANDLERS}
    return {"uid": block_uid(host.block_ref(block).usage_key), "urls": urls}
