"""``ment_matching``: a learner's profile, and the desk where the facilitator makes pairs of them."""

from __future__ import annotations

from typing import Any

from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.fields import Float, Scope, String

from ment_xblock.blocks.agreement_pages import refusal
from ment_xblock.blocks.grading import GradedBlock
from ment_xblock.blocks.profile_pages import learner_page
from ment_xblock.blocks.rendering import reading_as, render
from ment_xblock.blocks.studio import StudioSettings
from ment_xblock.domain.errors import MentError
from ment_xblock.domain.people import Actor
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.ports import Host


def _(text: str) -> str:
    """Mark a text for the catalogue; XBlock translates field names by its i18n service."""
    return text


@XBlock.needs("i18n")
@XBlock.wants("user", "settings", "completion", "publish")
class MatchingXBlock(StudioSettings, GradedBlock, XBlock):
    """Learners say what they want and can; the facilitator finds them partners."""

    resources_dir = None
    has_author_view = True

    display_name = String(display_name=_("Name"), default=_("My profile"), scope=Scope.settings)
    weight = Float(
        display_name=_("Points"),
        help=_(
            "How many points a complete profile is worth in the gradebook. 0: it is not graded."
        ),
        default=0.0,
        values={"min": 0, "step": 0.1},
        scope=Scope.settings,
    )

    def student_view(self, _context: Any = None) -> Fragment:
        """The learner's profile, or the desk of the facilitator."""
        host = current_host()
        actor = host.actor(self)
        with reading_as(actor):
            return self.framed(self._inner(host, actor))

    def matching_desk_page(self, _host: Host, _actor: Actor) -> str:
        """The desk as HTML."""
        return render("profile/no_desk.html", {"block": self})

    def _inner(self, host: Host, actor: Actor) -> str:
        try:
            if actor.is_staff and not actor.is_masquerading:
                return self.matching_desk_page(host, actor)
            return learner_page(self, host, actor)
        except MentError as error:
            return refusal(error)
