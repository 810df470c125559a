"""``ment_training``: one module of the mentor training."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.fields import Dict, Integer, Scope, String

from ment_xblock.blocks import training_pages as pages
from ment_xblock.blocks.agreement_pages import refusal
from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.grading import GradedBlock
from ment_xblock.blocks.rendering import (
    html_response,
    reading_as,
)
from ment_xblock.blocks.roles import chosen_role
from ment_xblock.blocks.studio import StudioSettings
from ment_xblock.blocks.training_acts import continue_talk, give_answer
from ment_xblock.blocks.training_module import module_of
from ment_xblock.blocks.training_studio import (
    FREE,
    FULL,
    SHARE,
    TRAINING_FORM,
    check_own,
    training_help,
)
from ment_xblock.domain.errors import MentError, NotFound
from ment_xblock.domain.people import Actor
from ment_xblock.domain.training import progress as steps
from ment_xblock.domain.training.progress import Progress
from ment_xblock.domain.training.settings import TrainingSettings
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.training_page import learner
from ment_xblock.services import participants
from ment_xblock.services.credit import report_credit
from ment_xblock.services.training import open_activity


def _(text: str) -> str:
    """Mark a text for the catalogue; XBlock translates field names by its i18n service."""
    return text


@XBlock.needs("i18n")
@XBlock.wants("user", "settings", "completion", "publish")
class TrainingXBlock(StudioSettings, GradedBlock, XBlock):
    """A learner goes through one module, one activity per screen, and leaves and resumes as they like."""

    resources_dir = None
    has_author_view = True
    studio_form = TRAINING_FORM
    studio_help = staticmethod(training_help)
    credit_settings = ("track", "full_at_pass")

    display_name = String(
        display_name=_("Name"), default=_("Training module"), scope=Scope.settings
    )
    pass_percent = Integer(
        display_name=_("Pass mark in per cent"),
        help=_("0: the pass mark of the module. Counts only for modules with marks."),
        default=0,
        values={"min": 0, "max": 100},
        scope=Scope.settings,
    )
    module_name = String(display_name=_("Module"), default="j1", scope=Scope.settings)
    own_module = String(display_name=_("My own module"), default="", scope=Scope.content)
    order = String(display_name=_("Order of the parts"), default="fixed", scope=Scope.settings)
    credit = String(display_name=_("Credit"), default=FULL, scope=Scope.settings)
    progress = Dict(
        default={},
        scope=Scope.user_state,
        help="Ids, points and positions by module; nothing that a learner typed.",
    )

    @property
    def training_settings(self) -> TrainingSettings:
        """The module and what the author decided.

        Raises:
            NotFound: there is no module that can be read.
        """
        return TrainingSettings(
            module=module_of(self.module_name, self.own_module),
            free_order=self.order == FREE,
            pass_percent=self.pass_percent or None,
            full_at_pass=self.full_at_pass,
        )

    @property
    def track(self) -> str:
        """For which role the module is; empty while it cannot be read."""
        try:
            return self.training_settings.module.track
        except NotFound:
            return ""

    @property
    def full_at_pass(self) -> bool:
        """Whether a passed module earns all of the credit."""
        return self.credit != SHARE

    def student_view(self, _context: Any = None) -> Fragment:
        """Where the learner left, or who is how far for the facilitator."""
        host = current_host()
        actor = host.actor(self)
        try:
            reading = self.reading(host, actor)
            with reading_as(actor):
                inner = pages.whole_page(reading)
            self._catch_up(reading)
        except MentError as error:
            inner = refusal(error)
        return self.framed(inner, learner=actor)

    def author_view(self, _context: Any = None) -> Fragment:
        """The whole module, one activity below the other. Writes nothing."""
        try:
            inner = pages.author_page(
                self, self.training_settings.module, current_host().block_ref(self).usage_key
            )
        except NotFound as error:
            inner = refusal(error)
        return self.framed(inner)

    def reading(self, host: Host, actor: Actor) -> pages.Reading:
        """Who reads which module, and how far they are.

        Raises:
            NotSignedIn, NotAllowed: a stranger.
            NotFound: there is no module that can be read.
        """
        settings = self.training_settings
        if actor.is_staff:
            settings = TrainingSettings(settings.module, free_order=True)
        return pages.Reading(
            block=self,
            host=host,
            actor=actor,
            here=host.block_ref(self),
            settings=settings,
            learner=learner(actor),
            progress=Progress() if actor.is_staff else self._progress_in(settings),
        )

    @entry_point(method="GET", who=Who.MEMBER)
    def page(self, call: Call) -> Response:
        """An activity to look at; nothing is noted."""
        reading = self._my_reading(call)
        return html_response(self._opened(reading, call.text("_activity")))

    @entry_point(method="POST", who=Who.MEMBER)
    def go(self, call: Call) -> Response:
        """Go to an activity, forth or back, and remember it."""
        reading, activity_id = self._my_reading(call), call.text("_activity")
        html = self._opened(reading, activity_id)
        if activity_id != pages.END and not reading.is_preview:
            self.keep(reading, steps.move(reading.module, reading.progress, activity_id))
        return html_response(html)

    @entry_point(method="POST", who=Who.MEMBER)
    def answer(self, call: Call) -> Response:
        """Judge an answer; the best result counts."""
        return html_response(give_answer(self, call, self._my_reading(call)))

    @entry_point(method="POST", who=Who.MEMBER)
    def talk(self, call: Call) -> Response:
        """Say something in a conversation, or go back to an earlier point of it."""
        return html_response(continue_talk(self, call, self._my_reading(call)))

    @entry_point(method="GET", who=Who.MEMBER)
    def take_away(self, call: Call) -> Response:
        """What the learner takes away, as a page of its own to print."""
        return html_response(pages.printed(self._my_reading(call)))

    @entry_point(method="POST", who=Who.MEMBER)
    def choose_role(self, call: Call) -> Response:
        """Say once which role is one's own."""
        participants.choose_role(host=call.host, actor=call.actor, role=chosen_role(call))
        self.taking_part = True
        return html_response(pages.learner_stage(self.reading(call.host, call.actor), fresh=True))

    @entry_point(method="GET", who=Who.FACILITATOR)
    def people(self, call: Call) -> Response:
        """Who is how far, a page at a time."""
        reading = self.reading(call.host, call.actor)
        return html_response(pages.people(reading, call.optional_number("offset") or 0))

    @entry_point(method="POST", who=Who.AUTHOR)
    def check_module(self, call: Call) -> Response:
        """Check an own module before it is saved, and show it as learners will see it."""
        checked = check_own(call.text("own_module").replace("\r\n", "\n"))
        return html_response(pages.checked_page(self, checked, call.here.usage_key))

    def keep(self, reading: pages.Reading, progress: Progress) -> None:
        """Remember how far the learner is in this module."""
        self.progress = {reading.module.id: steps.to_state(progress)}
        self.taking_part = True

    def generate_report_data(
        self, user_state_iterator: Any, limit_responses: int | None = None
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """For the instructor's report: score and progress of each learner, nothing that they typed.

        Args:
            user_state_iterator: the platform's states, with ``username`` and ``state``.
            limit_responses: how many lines at most.

        Yields:
            Username and columns.
        """
        settings = self.training_settings
        for number, entry in enumerate(user_state_iterator):
            if limit_responses is not None and number >= limit_responses:
                return
            state = (entry.state.get("progress") or {}).get(settings.module.id)
            found = steps.standing(
                settings.module, steps.from_state(state), pass_percent=settings.pass_percent
            )
            columns: dict[str, Any] = {
                gettext("Module"): settings.module.title,
                gettext("Parts done"): found.done,
                gettext("Parts"): found.total,
            }
            if settings.needed is not None:
                columns[gettext("Best result in per cent")] = steps.whole_percent(found.share)
                columns[gettext("Passed")] = int(found.passed)
            yield entry.username, columns

    def _my_reading(self, call: Call) -> pages.Reading:
        reading = self.reading(call.host, call.actor)
        if not reading.is_preview and not reading.is_for_me:
            pages.refuse_others(reading)
        return reading

    def _opened(self, reading: pages.Reading, activity_id: str) -> str:
        if activity_id == pages.END:
            return pages.end(reading, fresh=True)
        open_activity(reading.settings, reading.progress, activity_id)
        return pages.stage(reading, activity_id, fresh=True)

    def _progress_in(self, settings: TrainingSettings) -> Progress:
        # Another module has other activities, even where their ids are the same.
        return steps.from_state((self.progress or {}).get(settings.module.id))

    def _catch_up(self, reading: pages.Reading) -> None:
        """A block that came into the course after the role was known has not been reported yet."""
        actor = reading.actor
        if self.taking_part or actor.is_staff or actor.is_masquerading:
            return
        if reading.learner.participant_id is not None:
            report_credit(
                host=reading.host,
                participant_id=reading.learner.participant_id,
                blocks=[reading.here],
            )
            self.taking_part = True
