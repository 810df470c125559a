"""``ment_survey``: a feedback survey that people dare to answer honestly."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.fields import Boolean, Integer, List, Scope, String

from ment_xblock.blocks.agreement_pages import refusal
from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.grading import GradedBlock
from ment_xblock.blocks.rendering import html_response
from ment_xblock.blocks.studio import StudioSettings
from ment_xblock.blocks.survey_preview import author_page, preview
from ment_xblock.blocks.survey_rows import BOTH, exchanged, typed_rows, with_own
from ment_xblock.blocks.survey_studio import (
    ALL,
    SURVEY_FORM,
    checked_definition,
    editor,
    instrument_in,
    roles_of,
)
from ment_xblock.blocks.time_zones import time_zones
from ment_xblock.curriculum import surveys
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.survey.errors import SurveyInvalid
from ment_xblock.domain.survey.items import Definition, Mode, When
from ment_xblock.domain.survey.schedule import After, Schedule
from ment_xblock.platform.hosting import current_host


def _(text: str) -> str:
    """Mark a text for the catalogue; XBlock translates field names by its i18n service."""
    return text


@XBlock.needs("i18n")
@XBlock.wants("user", "settings", "completion", "publish")
class SurveyXBlock(StudioSettings, GradedBlock, XBlock):
    """Learners answer once, or after each meeting; the facilitator sees what may be seen."""

    resources_dir = None
    has_author_view = True
    studio_form = SURVEY_FORM

    display_name = String(display_name=_("Name"), default=_("Survey"), scope=Scope.settings)
    intro = String(
        display_name=_("Before the first question"),
        help=_("Empty: the words of the built-in survey, in the reader's language."),
        default="",
        multiline_editor=True,
        scope=Scope.settings,
    )
    thanks = String(
        display_name=_("Thank you, and what happens with the answers"),
        help=_("Empty: the words of the built-in survey, in the reader's language."),
        default="",
        multiline_editor=True,
        scope=Scope.settings,
    )
    instrument = String(default="pulse", scope=Scope.settings)
    mode = String(default=Mode.CONFIDENTIAL.value, scope=Scope.settings)
    role = String(default=BOTH, scope=Scope.settings)
    layout = String(default=ALL, scope=Scope.settings)
    questions = List(
        default=None,
        scope=Scope.content,
        help="The questions that the author chose, as domain.survey.parse has them; none: those of the instrument.",
    )
    opens_on = String(default="", scope=Scope.settings)
    closes_on = String(default="", scope=Scope.settings)
    after = String(default=After.NOTHING.value, scope=Scope.settings)
    closes_with_last = Boolean(default=False, scope=Scope.settings)
    session_number = Integer(
        display_name=_("After which meeting"),
        help=_("Counts only if you chose “after a certain meeting”."),
        default=3,
        values={"min": 1, "max": 40},
        scope=Scope.settings,
    )
    time_zone = String(
        display_name=_("Time zone of the dates"),
        help=_("Such as Europe/Rome. Empty: the time zone of the site."),
        default="",
        scope=Scope.settings,
    )

    @property
    def definition(self) -> Definition:
        """What is asked, and how.

        Raises:
            NotFound: what was written by hand into the course cannot be read.
        """
        try:
            return surveys.definition(self._asked())
        except SurveyInvalid:
            raise NotFound("survey_broken") from None

    @property
    def stored_definition(self) -> Definition:
        """The same for the editor: where it cannot be read, the built-in survey, so that it can be mended."""
        try:
            return self.definition
        except NotFound:
            known = self.instrument if self.instrument in surveys.instruments() else "pulse"
            return surveys.definition({"instrument": known, "mode": Mode.CONFIDENTIAL.value})

    @property
    def schedule(self) -> Schedule:
        """When it opens and closes; a date that nobody can read counts as none."""
        return Schedule(
            opens_at=self._midnight(self.opens_on),
            closes_at=self._midnight(self.closes_on, days=1),
            after=self._after(),
            session_number=self.session_number,
            closes_with_last=self.closes_with_last,
        )

    def author_view(self, _context: Any = None) -> Fragment:
        """The survey as learners will see it. Writes nothing."""
        here = current_host().block_ref(self)
        try:
            inner = author_page(self, self.definition, here.usage_key, ())
        except NotFound as error:
            inner = refusal(error)
        return self.framed(inner)

    @entry_point(method="POST", who=Who.AUTHOR)
    def add_question(self, call: Call) -> Response:
        """The editor with one more question of the author's own."""
        rows = typed_rows(call.data)
        taken = [item.id for item in self.stored_definition.items]
        more = with_own(rows, call.text("add_kind"), taken)
        (new,) = {row.key for row in more} - {row.key for row in rows}
        return html_response(editor(self, more, call.text("rows_of"), focus=new))

    @entry_point(method="POST", who=Who.AUTHOR)
    def other_questions(self, call: Call) -> Response:
        """The editor with the questions of the survey that was chosen above."""
        instrument = instrument_in(call.data)
        return html_response(editor(self, exchanged(typed_rows(call.data), instrument), instrument))

    @entry_point(method="POST", who=Who.AUTHOR)
    def check_survey(self, call: Call) -> Response:
        """Check the questions before they are saved, and show them as learners will see them."""
        definition, _fields = checked_definition(self, call.data)
        return html_response(preview(self, definition, call.here.usage_key, checked=True))

    def refuse_other_mode(self, definition: Definition) -> None:
        """Say no to another mode once somebody has answered."""

    def _asked(self) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "instrument": self.instrument,
            "mode": self.mode,
            "roles": roles_of(self.role),
        }
        return asked if self.questions is None else {**asked, "items": self.questions}

    def _after(self) -> After:
        found = surveys.instruments().get(self.instrument)
        if found and found.when is When.PULSE:
            return After.EACH_SESSION
        return After(self.after) if self.after in set(After) else After.NOTHING

    def _midnight(self, day: str, *, days: int = 0) -> datetime | None:
        """The beginning of a day in the author's time zone, or some days later."""
        try:
            found = date.fromisoformat(day) + timedelta(days=days)
        except (TypeError, ValueError, OverflowError):
            return None
        zone = self.time_zone if self.time_zone in time_zones() else settings.TIME_ZONE
        return datetime.combine(found, time.min, ZoneInfo(zone))
