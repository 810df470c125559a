"""``ment_survey``: a feedback survey that people dare to answer honestly."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.fields import Boolean, Integer, List, Scope, String

from ment_xblock.blocks.agreement_pages import refusal
from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.grading import GradedBlock
from ment_xblock.blocks.rendering import html_response, reading_as
from ment_xblock.blocks.studio import StudioSettings
from ment_xblock.blocks.survey_desk import (
    answers_file,
    people_page,
    register_part,
    results_page,
    warnings_for,
)
from ment_xblock.blocks.survey_pages import Reading, stage, whole_page
from ment_xblock.blocks.survey_preview import author_page, preview
from ment_xblock.blocks.survey_rows import BOTH, exchanged, typed_rows, with_own
from ment_xblock.blocks.survey_studio import (
    ALL,
    SURVEY_FORM,
    checked_definition,
    editor,
    instrument_in,
    roles_of,
    survey_help,
)
from ment_xblock.blocks.time_zones import time_zones
from ment_xblock.curriculum import surveys as built_in
from ment_xblock.domain.errors import FieldProblem, Invalid, MentError, NotFound
from ment_xblock.domain.people import Actor
from ment_xblock.domain.survey.errors import SurveyInvalid
from ment_xblock.domain.survey.items import Definition, Mode, When
from ment_xblock.domain.survey.schedule import After, Schedule
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.people import participant_of
from ment_xblock.selectors.survey_people import is_asked
from ment_xblock.selectors.survey_results import run_of
from ment_xblock.services import survey_closing, survey_register, surveys
from ment_xblock.services.credit import report_credit
from ment_xblock.services.survey_register import Finding


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
    studio_help = staticmethod(survey_help)
    credit_settings: ClassVar[tuple[str, ...]] = ("survey", "schedule", "required_sessions")

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
    expected = Boolean(default=True, scope=Scope.settings)
    required_sessions = Integer(
        display_name=_("Answers for the full credit"),
        help=_("Counts only for the survey after each meeting."),
        default=6,
        values={"min": 1, "max": 40},
        scope=Scope.settings,
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
    weeks_later = Integer(
        display_name=_("Weeks after the end of the pair"),
        help=_("Counts only if you chose “when their pair has come to its end”. 0: at once."),
        default=0,
        values={"min": 0, "max": 52},
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
            return built_in.definition(self._asked())
        except SurveyInvalid:
            raise NotFound("survey_broken") from None

    @property
    def survey(self) -> Definition | None:
        """The same for the credit; None where it cannot be read."""
        try:
            return self.definition
        except NotFound:
            return None

    @property
    def stored_definition(self) -> Definition:
        """The same for the editor: where it cannot be read, the built-in survey, so that it can be mended."""
        try:
            return self.definition
        except NotFound:
            known = self.instrument if self.instrument in built_in.instruments() else "pulse"
            return built_in.definition({"instrument": known, "mode": Mode.CONFIDENTIAL.value})

    @property
    def schedule(self) -> Schedule:
        """When it opens and closes; a date that nobody can read counts as none."""
        return Schedule(
            opens_at=self._midnight(self.opens_on),
            closes_at=self._midnight(self.closes_on, days=1),
            after=self._after(),
            session_number=self.session_number,
            weeks_later=self.weeks_later,
            closes_with_last=self.closes_with_last,
            looks_back=self._when() is When.MID,
        )

    def student_view(self, _context: Any = None) -> Fragment:
        """The form of a learner, or the results for the facilitator."""
        host = current_host()
        actor = host.actor(self)
        with reading_as(actor):
            return self.framed(
                self._inner(host, actor), scripts=("drafts", "survey"), learner=actor
            )

    def author_view(self, _context: Any = None) -> Fragment:
        """The survey as learners will see it. Writes nothing."""
        here = current_host().block_ref(self)
        try:
            definition = self.definition
            inner = author_page(self, definition, here.usage_key, warnings_for(here, definition))
        except NotFound as error:
            inner = refusal(error)
        return self.framed(inner)

    @entry_point(method="GET", who=Who.MEMBER)
    def page(self, call: Call) -> Response:
        """What the learner sees next: another form, or nothing to do."""
        return html_response(stage(self.reading(call.host, call.actor), fresh=True))

    @entry_point(method="POST", who=Who.MEMBER)
    def answer(self, call: Call) -> Response:
        """Keep somebody's answers, for good, and thank them."""
        reading = self.reading(call.host, call.actor)
        surveys.answer(
            host=call.host,
            actor=call.actor,
            here=call.here,
            definition=reading.definition,
            schedule=reading.schedule,
            given=_given(call),
            seen=call.text("_seen"),
            occasion=_occasion(call),
        )
        return html_response(stage(reading, has_sent=True, fresh=True))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def close_survey(self, call: Call) -> Response:
        """Close the survey for good, and show what may be shown."""
        reading = self.reading(call.host, call.actor)
        survey_closing.close(
            host=call.host, actor=call.actor, here=call.here, definition=reading.definition
        )
        return html_response(results_page(reading, notice=gettext("Closed."), fresh=True))

    @entry_point(method="GET", who=Who.FACILITATOR)
    def people(self, call: Call) -> Response:
        """Who answered what in a confidential survey, a page at a time."""
        offset = call.optional_number("offset") or 0
        return html_response(people_page(self.reading(call.host, call.actor), offset))

    @entry_point(method="GET", who=Who.FACILITATOR)
    def download(self, call: Call) -> Response:
        """The answers that may be seen, as a table."""
        return answers_file(self.reading(call.host, call.actor))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def save_entry(self, call: Call) -> Response:
        """Add a line to the register, or change one."""
        survey_register.save_entry(
            host=call.host,
            actor=call.actor,
            here=call.here,
            entry=_finding(call),
            entry_id=call.optional_number("entry"),
        )
        return html_response(register_part(self.reading(call.host, call.actor), fresh=True))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def delete_entry(self, call: Call) -> Response:
        """Take a line out of the register."""
        survey_register.delete_entry(
            host=call.host, actor=call.actor, entry_id=call.number("entry")
        )
        return html_response(register_part(self.reading(call.host, call.actor), fresh=True))

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
        warned = warnings_for(call.here, definition)
        return html_response(
            preview(self, definition, call.here.usage_key, warnings=warned, checked=True)
        )

    def reading(self, host: Host, actor: Actor) -> Reading:
        """Who reads which survey.

        Raises:
            NotFound: what was written by hand into the course cannot be read.
        """
        here = host.block_ref(self)
        return Reading(self, host, actor, here, self.definition, self.schedule)

    def refuse_other_mode(self, definition: Definition) -> None:
        """Say no to another mode once somebody has answered.

        Raises:
            Invalid: the promise was given already.
        """
        host = current_host()
        run = run_of(host.actor(self), host.block_ref(self))
        if run is not None and run.mode and run.mode != definition.mode:
            raise Invalid([FieldProblem("mode", "survey_mode_fixed")])

    def _inner(self, host: Host, actor: Actor) -> str:
        try:
            reading = self.reading(host, actor)
            if not actor.is_masquerading:
                survey_closing.settle(host=host, here=reading.here, schedule=reading.schedule)
            if actor.is_staff and not actor.is_masquerading:
                return whole_page(reading, results_page(reading))
            inner = whole_page(reading, stage(reading))
            self._catch_up(reading)
        except MentError as error:
            return refusal(error)
        return inner

    def _catch_up(self, reading: Reading) -> None:
        """A block that came into the course after the role was known has not said yet for whom it is not."""
        if self.taking_part or reading.actor.is_staff or reading.actor.is_masquerading:
            return
        person = participant_of(reading.actor.course_key, reading.actor.user_id)
        if person is not None and not is_asked(person, reading.definition):
            report_credit(host=reading.host, participant_id=person.pk, blocks=[reading.here])
            self.taking_part = True

    def _asked(self) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "instrument": self.instrument,
            "mode": self.mode,
            "roles": roles_of(self.role),
        }
        return asked if self.questions is None else {**asked, "items": self.questions}

    def _after(self) -> After:
        if self._when() is When.PULSE:
            return After.EACH_SESSION
        return After(self.after) if self.after in set(After) else After.NOTHING

    def _when(self) -> When:
        """The occasion, also where the questions cannot be read."""
        found = built_in.instruments().get(self.instrument)
        return found.when if found else When.ONCE

    def _midnight(self, day: str, *, days: int = 0) -> datetime | None:
        """The beginning of a day in the author's time zone, or some days later."""
        try:
            found = date.fromisoformat(day) + timedelta(days=days)
        except (TypeError, ValueError, OverflowError):
            return None
        zone = self.time_zone if self.time_zone in time_zones() else settings.TIME_ZONE
        return datetime.combine(found, time.min, ZoneInfo(zone))


def _given(call: Call) -> dict[str, Any]:
    """The answers; names of our own begin with ``_``, and drafts name each sending."""
    return {
        name: value
        for name, value in call.data.items()
        if not name.startswith("_") and name != "client_id"
    }


def _occasion(call: Call) -> surveys.Occasion:
    return surveys.Occasion(call.optional_number("_session"), call.optional_number("_pairing"))


def _finding(call: Call) -> Finding:
    typed = call.text("done_on").strip()
    try:
        done_on = date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Invalid([FieldProblem("done_on", "not_a_date")]) from None
    return Finding(call.text("finding"), call.text("action"), done_on, call.flag("is_shown"))
