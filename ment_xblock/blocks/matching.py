"""``ment_matching``: a learner's profile, and the desk where the facilitator makes pairs of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.fields import Float, List, Scope, String

from ment_xblock.blocks import profile_pages as pages
from ment_xblock.blocks.agreement_pages import refusal
from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.grading import GradedBlock
from ment_xblock.blocks.matching_desk import MatchingDesk
from ment_xblock.blocks.matching_result import MatchingResult, result_page
from ment_xblock.blocks.matching_studio import MATCHING_FORM, matching_help
from ment_xblock.blocks.rendering import html_response, reading_as
from ment_xblock.blocks.roles import chosen_role
from ment_xblock.blocks.studio import StudioSettings
from ment_xblock.domain.errors import MentError
from ment_xblock.domain.people import Actor
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.ports import Host
from ment_xblock.services import participants, profiles


def _(text: str) -> str:
    """Mark a text for the catalogue; XBlock translates field names by its i18n service."""
    return text


@XBlock.needs("i18n")
@XBlock.wants("user", "settings", "completion", "publish")
class MatchingXBlock(MatchingDesk, MatchingResult, StudioSettings, GradedBlock, XBlock):
    """Learners say what they want and can; the facilitator finds them partners."""

    resources_dir = None
    has_author_view = True
    studio_form = MATCHING_FORM
    studio_help = staticmethod(matching_help)

    display_name = String(display_name=_("Name"), default=_("My profile"), scope=Scope.settings)
    welcome = String(
        display_name=_("Welcome"),
        help=_("A few words that learners see on top of the page. May be empty."),
        default="",
        multiline_editor=True,
        scope=Scope.settings,
    )
    weight = Float(
        display_name=_("Points"),
        help=_(
            "How many points a complete profile is worth in the gradebook. 0: it is not graded."
        ),
        default=0.0,
        values={"min": 0, "step": 0.1},
        scope=Scope.settings,
    )
    own_tasks = List(display_name=_("Tasks of my own"), default=[], scope=Scope.content)

    def student_view(self, _context: Any = None) -> Fragment:
        """The learner's profile, or the desk of the facilitator."""
        host = current_host()
        actor = host.actor(self)
        with reading_as(actor):
            return self.framed(
                self._inner(host, actor), scripts=("drafts", "profile"), learner=actor
            )

    def author_view(self, _context: Any = None) -> Fragment:
        """What an author sees in Studio: every question, and who sees the answer. Writes nothing."""
        return self.framed(pages.author_page(self))

    @entry_point(method="GET", who=Who.MEMBER)
    def profile(self, call: Call) -> Response:
        """One part to fill in, or all of them to look over."""
        reading = pages.Reading.begin(self, call.host, call.actor)
        if call.text("part"):
            return html_response(pages.part_form(reading, pages.named_part(call), fresh=True))
        return html_response(pages.overview(reading, fresh=True))

    @entry_point(method="POST", who=Who.MEMBER)
    def save_part(self, call: Call) -> Response:
        """Save one part."""
        html, status = pages.save_part(self, call)
        if status == HTTPStatus.OK:
            # Not through the field: the platform saves state and grade as one row.
            call.host.save_marker(user_id=call.actor.user_id, block=call.here)
        return html_response(html, status)

    @entry_point(method="POST", who=Who.MEMBER)
    def choose_role(self, call: Call) -> Response:
        """Say once which role is one's own."""
        participants.choose_role(host=call.host, actor=call.actor, role=chosen_role(call))
        call.host.save_marker(user_id=call.actor.user_id, block=call.here)
        reading = pages.Reading.begin(self, call.host, call.actor)
        return html_response(pages.stage(reading, fresh=True))

    @entry_point(method="POST", who=Who.MEMBER)
    def ask_to_change(self, call: Call) -> Response:
        """Ask the facilitator to open a settled profile again."""
        reading = pages.Reading.begin(self, call.host, call.actor)
        profiles.ask_to_change(
            host=call.host, actor=call.actor, participant_id=reading.page.participant_id
        )
        reading = pages.Reading.begin(self, call.host, call.actor)
        return html_response(pages.overview(reading, fresh=True))

    def _inner(self, host: Host, actor: Actor) -> str:
        try:
            if actor.is_staff and not actor.is_masquerading:
                return self.desk_page(host, actor)
            return result_page(self, host, actor) + pages.learner_page(self, host, actor)
        except MentError as error:
            return refusal(error)
