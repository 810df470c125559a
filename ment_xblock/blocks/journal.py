"""``ment_journal``: the meetings of a pair, from the plan to the log that both stand by."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.fields import Boolean, Integer, List, Scope, String

from ment_xblock.blocks import journal_desk as desk
from ment_xblock.blocks import journal_pages as pages
from ment_xblock.blocks.agreement_pages import refusal
from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.grading import GradedBlock
from ment_xblock.blocks.journal_plan import PlanHandlers
from ment_xblock.blocks.journal_studio import JOURNAL_FORM
from ment_xblock.blocks.rendering import html_response, reading_as
from ment_xblock.blocks.studio import StudioSettings
from ment_xblock.blocks.time_zones import time_zones
from ment_xblock.domain.errors import MentError
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.people import Actor
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.ports import Host


def _(text: str) -> str:
    """Mark a text for the catalogue; XBlock translates field names by its i18n service."""
    return text


@XBlock.needs("i18n")
@XBlock.wants("user", "settings", "completion", "publish")
class JournalXBlock(PlanHandlers, StudioSettings, GradedBlock, XBlock):
    """A pair plans, holds and logs its meetings; the facilitator sees which pairs do."""

    resources_dir = None
    has_author_view = True
    studio_form = JOURNAL_FORM
    credit_settings: ClassVar[tuple[str, ...]] = (
        "required_sessions",
        "session_minutes",
        "time_zone",
    )

    display_name = String(display_name=_("Name"), default=_("Our meetings"), scope=Scope.settings)
    welcome = String(
        display_name=_("Welcome"),
        help=_("A few words that learners see on top of the page. May be empty."),
        default="",
        multiline_editor=True,
        scope=Scope.settings,
    )
    required_sessions = Integer(
        display_name=_("Meetings for the full credit"),
        help=_("Days with a meeting that counts. This setting alone decides about the credit."),
        default=6,
        values={"min": 1, "max": 40},
        scope=Scope.settings,
    )
    session_minutes = Integer(
        display_name=_("Shortest meeting that counts, in minutes"),
        default=15,
        values={"min": 1, "max": 180},
        scope=Scope.settings,
    )
    time_zone = String(
        display_name=_("Time zone of the meetings"),
        help=_("Such as Europe/Rome. Empty: the time zone of the site."),
        default="",
        scope=Scope.settings,
    )
    prompts = Boolean(
        display_name=_("Show what to think of before, during and after a meeting"),
        default=True,
        scope=Scope.settings,
    )
    fields_off = List(display_name=_("What the log does not ask"), default=[], scope=Scope.settings)
    share_first = Boolean(
        display_name=_("“The facilitator may read my words” is ticked to begin with"),
        default=False,
        scope=Scope.settings,
    )
    paper_allowed = Boolean(
        display_name=_("Facilitators may enter logs from paper"),
        default=True,
        scope=Scope.settings,
    )

    @property
    def journal_settings(self) -> JournalSettings:
        """What the author decided, as the domain knows it."""
        return JournalSettings(
            required=self.required_sessions,
            least_minutes=self.session_minutes,
            zone=ZoneInfo(self.time_zone_name),
            prompts=self.prompts,
            fields_off=frozenset(self.fields_off),
            share_first=self.share_first,
            paper_allowed=self.paper_allowed,
        )

    @property
    def time_zone_name(self) -> str:
        """The programme's time zone."""
        return self.time_zone if self.time_zone in time_zones() else settings.TIME_ZONE

    def student_view(self, _context: Any = None) -> Fragment:
        """The meetings of a learner, or of all pairs for the facilitator."""
        host = current_host()
        actor = host.actor(self)
        with reading_as(actor):
            return self.framed(self._inner(host, actor), scripts=("drafts",))

    def _inner(self, host: Host, actor: Actor) -> str:
        try:
            if actor.is_staff and not actor.is_masquerading:
                return desk.desk_page(self, host, actor)
            return pages.learner_page(self, host, actor)
        except MentError as error:
            return refusal(error)

    def author_view(self, _context: Any = None) -> Fragment:
        """What an author sees in Studio: what the block is. Writes nothing."""
        return self.framed(pages.author_page(self))

    @entry_point(method="GET", who=Who.PARTNER)
    def page(self, call: Call) -> Response:
        """The learner's page anew."""
        pairing_id = call.optional_number("pairing")
        return html_response(pages.learner_page(self, call.host, call.actor, pairing_id))
