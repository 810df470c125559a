"""``ment_journal``: the meetings of a pair, from the plan to the log that both stand by."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.fields import Boolean, Integer, List, Scope, String

from ment_xblock.blocks import journal_desk as desk
from ment_xblock.blocks import journal_log as log
from ment_xblock.blocks import journal_pages as pages
from ment_xblock.blocks.agreement_pages import refusal
from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.grading import GradedBlock
from ment_xblock.blocks.journal_plan import PlanHandlers
from ment_xblock.blocks.journal_studio import JOURNAL_FORM, journal_help
from ment_xblock.blocks.rendering import html_response, reading_as
from ment_xblock.blocks.studio import StudioSettings
from ment_xblock.blocks.time_zones import time_zones
from ment_xblock.domain.errors import MentError
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.people import Actor
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.ports import Host
from ment_xblock.services import actions, journal, ring_me
from ment_xblock.services.reflections import reflect


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
    studio_help = staticmethod(journal_help)
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
            return self.framed(self._inner(host, actor), scripts=("drafts",), learner=actor)

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
        return self._page(
            call, call.optional_number("pairing"), offset=call.optional_number("offset") or 0
        )

    @entry_point(method="GET", who=Who.PARTNER)
    def log_form(self, call: Call) -> Response:
        """The form of a log, for a meeting or for one that was not planned."""
        pairing_id, session_id = call.number("pairing"), call.optional_number("session")
        return html_response(log.show_form(self, call, pairing_id, session_id))

    @entry_point(method="POST", who=Who.PARTNER)
    def send_log(self, call: Call) -> Response:
        """Log a meeting, or change its log."""
        html, status = log.send(self, call, log.LogRequest.read(call))
        if status == HTTPStatus.OK:
            # Not through the field: the platform saves state and grade as one row, and the meeting may just have
            # brought a new grade into it.
            call.host.save_marker(user_id=call.actor.user_id, block=call.here)
        return html_response(html, status)

    @entry_point(method="POST", who=Who.PARTNER)
    def confirm(self, call: Call) -> Response:
        """Say that the partner's log is right."""
        journal.confirm(**_about(call))
        return self._page(call, call.number("pairing"), notice="confirm")

    @entry_point(method="POST", who=Who.PARTNER)
    def contest(self, call: Call) -> Response:
        """Say that a log is not right, and why."""
        journal.contest(**_about(call), reason=call.text("reason"))
        return self._page(call, call.number("pairing"), notice="contest")

    @entry_point(method="POST", who=Who.MEMBER)
    def settle(self, call: Call) -> Response:
        """End a contest: the log is right as it stands."""
        journal.settle(**_about(call))
        return self._after(call, "settle")

    @entry_point(method="POST", who=Who.MEMBER)
    def take_back(self, call: Call) -> Response:
        """Take back a log; for the facilitator, the other end of a contest."""
        journal.take_back(**_about(call))
        return self._after(call, "dismissed" if call.actor.is_staff else "take_back")

    @entry_point(method="POST", who=Who.PARTNER)
    def share(self, call: Call) -> Response:
        """Let the facilitator read the words on a meeting, or not."""
        wanted = call.flag("wanted")
        both = journal.share(
            actor=call.actor,
            pairing_id=call.number("pairing"),
            session_id=call.number("session"),
            wanted=wanted,
        )
        notice = "share_both" if both else "share_mine" if wanted else "share_off"
        return self._page(call, call.number("pairing"), notice=notice)

    @entry_point(method="POST", who=Who.PARTNER)
    def mark_action(self, call: Call) -> Response:
        """Mark a promise as done, let go, or open again."""
        state = call.text("state")
        actions.mark(
            host=call.host,
            actor=call.actor,
            pairing_id=call.number("pairing"),
            action_id=call.number("action"),
            state=state,
        )
        return self._page(call, call.number("pairing"), notice=f"action_{state}")

    @entry_point(method="POST", who=Who.PARTNER)
    def reflect(self, call: Call) -> Response:
        """Keep what somebody writes for themselves alone."""
        reflect(
            host=call.host,
            actor=call.actor,
            pairing_id=call.number("pairing"),
            session_id=call.number("session"),
            here=call.here,
            text=call.text("reflection"),
        )
        return self._page(call, call.number("pairing"), notice="reflect")

    @entry_point(method="POST", who=Who.PARTNER)
    def ring_me(self, call: Call) -> Response:
        """Ask the facilitator for a call."""
        pairing_id = call.number("pairing")
        ring_me.ask(host=call.host, actor=call.actor, pairing_id=pairing_id, text=call.text("text"))
        return self._page(call, pairing_id, notice="ring")

    @entry_point(method="POST", who=Who.PARTNER)
    def stop_ringing(self, call: Call) -> Response:
        """Take back one's own request for a call."""
        pairing_id = call.number("pairing")
        ring_me.take_back(host=call.host, actor=call.actor, pairing_id=pairing_id)
        return self._page(call, pairing_id, notice="ring_back")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def desk(self, call: Call) -> Response:
        """All pairs anew, or one of them with all its meetings."""
        return html_response(
            desk.desk_page(
                self,
                call.host,
                call.actor,
                offset=call.optional_number("offset") or 0,
                opened=call.optional_number("pairing"),
                earlier=call.optional_number("earlier") or 0,
            )
        )

    @entry_point(method="POST", who=Who.FACILITATOR)
    def enter_log(self, call: Call) -> Response:
        """Enter a log from paper; both partners are told."""
        return html_response(desk.enter_log(self, call))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def note_request(self, call: Call) -> Response:
        """Note what became of a request for a call."""
        ring_me.note(
            host=call.host,
            actor=call.actor,
            request_id=call.number("request"),
            state=call.text("state"),
            words=call.text("note"),
        )
        return html_response(desk.desk_page(self, call.host, call.actor, notice="noted"))

    def _page(self, call: Call, pairing_id: int | None, **more: Any) -> Response:
        return html_response(pages.learner_page(self, call.host, call.actor, pairing_id, **more))

    def _after(self, call: Call, notice: str) -> Response:
        pairing_id = call.number("pairing")
        if call.actor.is_staff:
            html = desk.desk_page(self, call.host, call.actor, notice=notice, opened=pairing_id)
            return html_response(html)
        return self._page(call, pairing_id, notice=notice)


def _about(call: Call) -> dict[str, Any]:
    """Who acts on which meeting, as the services take it."""
    return {
        "host": call.host,
        "actor": call.actor,
        "pairing_id": call.number("pairing"),
        "session_id": call.number("session"),
        "revision": call.number("revision"),
        "here": call.here,
    }
