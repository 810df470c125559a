"""``ment_dashboard``: the programme's home, for learners and for the facilitator."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.fields import Scope, String

from ment_xblock.blocks import dashboard_pages as pages
from ment_xblock.blocks.agreement_pages import refusal
from ment_xblock.blocks.dashboard_exports import ExportHandlers
from ment_xblock.blocks.dashboard_mine import PaperHandlers
from ment_xblock.blocks.dashboard_next_round import NextRoundHandlers
from ment_xblock.blocks.dashboard_notes import NoteHandlers
from ment_xblock.blocks.dashboard_studio import DASHBOARD_FORM, dashboard_help
from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.evidence_pages import evidence_document
from ment_xblock.blocks.mail_switches import MailSwitchHandlers
from ment_xblock.blocks.rendering import FramedPage, html_response, reading_as
from ment_xblock.blocks.studio import StudioSettings
from ment_xblock.domain.errors import MentError
from ment_xblock.domain.people import Actor
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.ports import Host
from ment_xblock.services import alerts, pair_notes


def _(text: str) -> str:
    """Mark a text for the catalogue; XBlock translates field names by its i18n service."""
    return text


@XBlock.needs("i18n")
@XBlock.wants("user", "settings")
class DashboardXBlock(
    NextRoundHandlers,
    NoteHandlers,
    PaperHandlers,
    ExportHandlers,
    MailSwitchHandlers,
    StudioSettings,
    FramedPage,
    XBlock,
):
    """Where a learner sees the next step, and a facilitator sees whom to ring."""

    resources_dir = None
    has_author_view = True
    icon_class = "other"
    show_in_read_only_mode = True
    studio_form = DASHBOARD_FORM
    studio_help = staticmethod(dashboard_help)

    display_name = String(display_name=_("Name"), default=_("My mentoring"), scope=Scope.settings)
    welcome = String(
        display_name=_("Welcome"),
        help=_("A few words that learners see on top of the page. May be empty."),
        default="",
        multiline_editor=True,
        scope=Scope.settings,
    )

    def student_view(self, _context: Any = None) -> Fragment:
        """The learner's home, or the facilitator's."""
        host = current_host()
        actor = host.actor(self)
        with reading_as(actor):
            return self.framed(self._inner(host, actor))

    def _inner(self, host: Host, actor: Actor) -> str:
        try:
            if actor.is_staff and not actor.is_masquerading:
                alerts.refresh_stale(host=host, course_key=actor.course_key, most=alerts.ON_A_PAGE)
                return pages.facilitator_home(self, host, actor)
            return pages.learner_home(self, host, actor)
        except MentError as error:
            return refusal(error)

    def author_view(self, _context: Any = None) -> Fragment:
        """What an author sees in Studio: what the block is. Writes nothing."""
        return self.framed(pages.author_page(self))

    @entry_point(method="GET", who=Who.FACILITATOR)
    def part(self, call: Call) -> Response:
        """One part of the facilitator's home."""
        return html_response(pages.part(self, call.host, call.actor, call.text("name")))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def count_anew(self, call: Call) -> Response:
        """The key figures, or the evidence, counted at this moment."""
        return html_response(pages.count_anew(self, call))

    @entry_point(method="GET", who=Who.FACILITATOR)
    def evidence_document(self, call: Call) -> Response:
        """The evidence as a page of its own, to print."""
        return html_response(evidence_document(call.host, call.actor, self.display_name))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def handle_alert(self, call: Call) -> Response:
        """Note what was done about the alerts with which one call dealt."""
        is_of_a_pair = call.optional_number("pairing") is not None
        way = pages.way_to_pair(call) if is_of_a_pair else None
        alerts.handle(
            host=call.host,
            actor=call.actor,
            alert_ids=call.numbers("alerts"),
            how=call.text("how"),
            note=call.text("note"),
        )
        if way is not None:
            return html_response(pages.one_pair(self, call, way, gettext("Noted.")))
        return html_response(pages.today(self, call.host, call.actor, handled=call.text("how")))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def overview(self, call: Call) -> Response:
        """The table of all pairs anew. A POST, since a search holds a name, which belongs in no address."""
        return html_response(pages.all_pairs(self, call))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def pair_view(self, call: Call) -> Response:
        """One pair. A POST, since it takes the search along to which the reader goes back."""
        return html_response(pages.one_pair(self, call, pages.way_to_pair(call)))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def act(self, call: Call) -> Response:
        """Pause a pair, let it go on, or end it."""
        return html_response(pages.act(self, call))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def add_note(self, call: Call) -> Response:
        """Note something about a pair, for facilitators alone."""
        way = pages.way_to_pair(call)
        pair_notes.add_note(
            host=call.host,
            actor=call.actor,
            pairing_id=call.number("pairing"),
            text=call.text("note"),
        )
        return html_response(pages.one_pair(self, call, way, gettext("Noted.")))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def delete_note(self, call: Call) -> Response:
        """Take away one's own note."""
        way = pages.way_to_pair(call)
        pair_notes.delete_note(actor=call.actor, note_id=call.number("note"))
        return html_response(pages.one_pair(self, call, way, gettext("The note is gone.")))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def save_charter(self, call: Call) -> Response:
        """Save the charter."""
        return html_response(pages.save_charter(self, call))
