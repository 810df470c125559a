"""``ment_agreement``: the pairing agreement of a mentor and a mentee."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import attrs
from django.conf import settings
from django.utils.translation import get_language
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.fields import Dict, Integer, List, Scope, String

from ment_xblock.blocks import agreement_pages as pages
from ment_xblock.blocks.agreement_document import calendar_file, copy_mail, printed
from ment_xblock.blocks.agreement_studio import AGREEMENT_FORM, agreement_help
from ment_xblock.blocks.desk_handlers import DeskHandlers
from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.grading import GradedBlock
from ment_xblock.blocks.rendering import html_response, reading_as
from ment_xblock.blocks.studio import StudioSettings
from ment_xblock.blocks.time_zones import time_zones
from ment_xblock.curriculum.clauses import all_clauses
from ment_xblock.domain.agreement.terms import AuthorSettings, Terms
from ment_xblock.domain.agreement.values import readable_values
from ment_xblock.domain.errors import Malformed, MentError
from ment_xblock.domain.pairing import Act
from ment_xblock.domain.people import Actor
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.charter import charter_for
from ment_xblock.services import agreements, pairings


def _(text: str) -> str:
    """Mark a text for the catalogue; XBlock translates field names by its i18n service."""
    return text


@XBlock.needs("i18n")
@XBlock.wants("user", "settings", "completion", "publish")
class AgreementXBlock(DeskHandlers, StudioSettings, GradedBlock, XBlock):
    """A mentor and a mentee fill and sign one agreement together, each on their own phone."""

    resources_dir = None
    has_author_view = True
    studio_form = AGREEMENT_FORM
    studio_help = staticmethod(agreement_help)

    display_name = String(
        display_name=_("Name"), default=_("Pairing agreement"), scope=Scope.settings
    )
    welcome = String(
        display_name=_("Welcome"),
        help=_("A few words that learners see on top of the page. May be empty."),
        default="",
        multiline_editor=True,
        scope=Scope.settings,
    )
    # The home asks whether an agreement has all that it needs.
    credit_settings = ("clauses_off",)
    facilitator_name = String(
        display_name=_("Facilitator"),
        help=_("Who looks after the pairs. The name stands in the agreement."),
        default="",
        scope=Scope.settings,
    )
    contact = String(
        display_name=_("How to reach the facilitator"),
        help=_("Phone, mail or room, as it shall stand in the agreement."),
        default="",
        scope=Scope.settings,
    )
    required_sessions = Integer(
        display_name=_("Number of meetings"),
        help=_("A pair may agree on more meetings, not on fewer."),
        default=6,
        values={"min": 1, "max": 40},
        scope=Scope.settings,
    )
    session_minutes = Integer(
        display_name=_("Length of a meeting, in minutes"),
        help=_("A pair may agree on longer meetings, not on shorter ones."),
        default=45,
        values={"min": 15, "max": 180},
        scope=Scope.settings,
    )
    time_zone = String(
        display_name=_("Time zone of the meetings"),
        help=_("Such as Europe/Rome. Empty: the time zone of the site."),
        default="",
        scope=Scope.settings,
    )
    clauses_off = List(
        display_name=_("Clauses that are switched off"), default=[], scope=Scope.settings
    )
    defaults = Dict(
        display_name=_("What a new agreement starts with"), default={}, scope=Scope.settings
    )

    @property
    def author_settings(self) -> AuthorSettings:
        """What the author decided, as the domain knows it.

        What the facilitator wrote into the charter is proposed before the author's defaults. A course that was written
        by hand has not been through the form, and a charter knows nothing of the author's bounds, so defaults that
        cannot be are left out.
        """
        host = current_host()
        bounds = AuthorSettings(
            switched_off=frozenset(self.clauses_off),
            required_meetings=self.required_sessions,
            least_minutes=self.session_minutes,
        )
        terms = Terms(bounds.apply_to(all_clauses()))
        charter = charter_for(host.course_key(self))
        defaults = {
            **readable_values(terms, self.defaults, host.now()),
            **readable_values(terms, charter.defaults, host.now()),
        }
        return attrs.evolve(bounds, defaults=defaults)

    @property
    def time_zone_name(self) -> str:
        """The time zone in which the pair's times are meant."""
        return self.time_zone if self.time_zone in time_zones() else settings.TIME_ZONE

    def student_view(self, _context: Any = None) -> Fragment:
        """The page of a learner, or the desk of the facilitator."""
        host = current_host()
        actor = host.actor(self)
        with reading_as(actor):
            return self.framed(self._inner(host, actor), scripts=("drafts",), learner=actor)

    def _inner(self, host: Host, actor: Actor) -> str:
        try:
            if actor.is_staff and not actor.is_masquerading:
                return self.desk_page(host, actor)
            return pages.learner_page(self, host, actor)
        except MentError as error:
            return pages.refusal(error)

    def author_view(self, _context: Any = None) -> Fragment:
        """What an author sees in Studio: what the block is, and the clauses that are on. Writes nothing."""
        return self.framed(pages.author_page(self))

    @entry_point(method="GET", who=Who.PARTNER)
    def page(self, call: Call) -> Response:
        """The learner's page anew."""
        pairing_id = call.optional_number("pairing")
        return html_response(pages.learner_page(self, call.host, call.actor, pairing_id))

    @entry_point(method="GET", who=Who.PARTNER)
    def section(self, call: Call) -> Response:
        """One part of the agreement, to read or to edit."""
        form = pages.SectionRequest.read(call)
        return html_response(pages.section(self, call, form))

    @entry_point(method="POST", who=Who.PARTNER)
    def save_section(self, call: Call) -> Response:
        """Save what was typed into one part."""
        form = pages.SectionRequest.read(call)
        html, status = pages.save_section(self, call, form)
        if status == HTTPStatus.OK:
            # Not through the field: the platform saves state and grade as one row, and the partner may just have
            # brought a new grade into it.
            call.host.save_marker(user_id=call.actor.user_id, block=call.here)
        return html_response(html, status)

    @entry_point(method="POST", who=Who.PARTNER)
    def sign(self, call: Call) -> Response:
        """Sign the version at hand."""
        pairing_id = call.number("pairing")
        outcome = agreements.sign(
            host=call.host,
            actor=call.actor,
            pairing_id=pairing_id,
            settings=self.author_settings,
            here=call.here,
            seen=call.text("seen"),
            language=get_language() or "en",
        )
        notice = "clause_added" if outcome.clause_added else "signed"
        return html_response(pages.learner_page(self, call.host, call.actor, pairing_id, notice))

    @entry_point(method="POST", who=Who.MEMBER)
    def act(self, call: Call) -> Response:
        """Pause, resume, end, decline, withdraw a change, or ask for another partner."""
        pairing_id = call.number("pairing")
        act = perform(call, pairing_id)
        if call.actor.is_staff:
            return html_response(self.desk_page(call.host, call.actor, notice=f"done_{act}"))
        return html_response(
            pages.learner_page(self, call.host, call.actor, pairing_id, f"done_{act}")
        )

    @entry_point(method="GET", who=Who.MEMBER)
    def print_page(self, call: Call) -> Response:
        """One version as a page of its own, to print or to read."""
        return html_response(printed(self, call))

    @entry_point(method="GET", who=Who.MEMBER)
    def calendar(self, call: Call) -> Response:
        """The agreed dates as a calendar file."""
        return calendar_file(self, call)

    @entry_point(method="POST", who=Who.PARTNER)
    def mail_copy(self, call: Call) -> Response:
        """Send the reader a copy by mail."""
        copy_mail(self, call)
        return html_response(pages.notice("copy_sent"))


def perform(call: Call, pairing_id: int) -> Act:
    """Do to a pair what the caller asks for.

    Raises:
        Malformed: an act that does not exist.
        MentError: as the services have it.
    """
    wanted = call.text("act")
    common: dict[str, Any] = {"host": call.host, "actor": call.actor, "pairing_id": pairing_id}
    match wanted:
        case Act.DECLINE:
            pairings.decline(**common, reason=call.text("reason"))
        case Act.PAUSE:
            pairings.pause(**common, reason=call.text("reason"))
        case Act.RESUME:
            pairings.resume(**common)
        case Act.END:
            pairings.end(**common, reason=call.text("reason"))
        case Act.ASK_REMATCH:
            pairings.ask_rematch(**common, reason=call.text("reason"))
        case Act.WITHDRAW_CHANGE:
            agreements.withdraw_change(**common)
        case _:
            raise Malformed("not_readable")
    return Act(wanted)
