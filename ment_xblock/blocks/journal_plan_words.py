"""A pair's plans in the reader's words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import attrs
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ment_xblock.blocks.journal_words import JournalWords, minutes_words, way_words
from ment_xblock.curriculum.prompts import Prompts, prompts
from ment_xblock.domain.journal.planning import WAYS, Moment
from ment_xblock.domain.journal.states import State
from ment_xblock.domain.people import Role
from ment_xblock.selectors.plan import PlannedMeeting, PlanPage


@attrs.frozen
class PlanForm:
    """What stands in a form for a meeting.

    Attributes:
        day: as a date input takes it; empty for none.
        at: as a time input takes it; empty for none.
        minutes: length.
        way: id of how they meet.
        place: where.
        task_id: what it is about.
    """

    day: str
    at: str
    minutes: int
    way: str
    place: str
    task_id: int | None


@attrs.frozen
class MeetingCard:
    """One meeting, ready to be shown.

    Attributes:
        meeting: what was read.
        day: in words, in the reader's time zone.
        hours: from when to when, in the reader's time zone.
        elsewhere: the same by the clock of the pair, where that is another one; empty otherwise.
        details: how, where and about what, in words.
        acts: names of what the reader may do.
        form: to move it.
        form_details: what stands in its folded part.
    """

    meeting: PlannedMeeting
    day: str
    hours: str
    elsewhere: str
    details: tuple[str, ...]
    acts: frozenset[str]
    form: PlanForm
    form_details: str

    @property
    def key(self) -> str:
        """A name for its form."""
        return f"move-{self.meeting.session_id}"

    @property
    def is_planned(self) -> bool:
        """Whether both have said yes."""
        return self.meeting.state is State.PLANNED

    @property
    def has_begun(self) -> bool:
        """Whether its hour has come."""
        return self.meeting.has_begun

    @property
    def needs_answer(self) -> bool:
        """Whether the reader has something to do with it now."""
        return "accept" in self.acts or self.has_begun

    @property
    def is_over(self) -> bool:
        """Whether its time is up."""
        return self.meeting.moment is Moment.AFTER


class PlanWords:
    """Puts a pair's plans into the reader's words."""

    def __init__(self, page: PlanPage, words: JournalWords, zone_name: str) -> None:
        """Remember whose plans they are.

        Args:
            page: what was read.
            words: how the journal names things.
            zone_name: the programme's time zone.
        """
        self.page = page
        self.words = words
        self.zone_name = zone_name

    def cards(self) -> list[MeetingCard]:
        """All meetings, those that are over first."""
        return [self._card(meeting) for meeting in self.page.meetings]

    def ways(self) -> list[tuple[str, str]]:
        """How they can meet: ids and words."""
        return [(way, way_words(way)) for way in WAYS]

    def tasks(self) -> dict[int, str]:
        """What they agreed to work on, in words."""
        agreed = self.words.tasks.values()
        return {
            task.task_id: self.words.task(str(task.task_id))
            for task in agreed
            if not task.is_dropped
        }

    def new_form(self) -> PlanForm:
        """What a new meeting starts with."""
        usual = self.page.usual
        return _form(usual.starts_at, usual.minutes, usual.way, usual.place, None)

    def form_details(self, form: PlanForm) -> str:
        """What stands in the folded part of a form, in one line."""
        parts = (minutes_words(form.minutes), way_words(form.way), form.place)
        return " · ".join(filter(None, parts))

    def day(self, moment: datetime) -> str:
        """A day with its weekday."""
        local = timezone.localtime(moment)
        return f"{date_format(local, 'l')}, {date_format(local, 'DATE_FORMAT')}"

    def time(self, moment: datetime) -> str:
        """A clock time."""
        return date_format(timezone.localtime(moment), "TIME_FORMAT")

    def prompts(self, role: Role) -> Prompts | None:
        """The reminders that help now; None where no meeting is agreed."""
        moments = [
            meeting.moment
            for meeting in self.page.meetings
            if meeting.state is State.PLANNED or meeting.moment is not Moment.BEFORE
        ]
        for moment in (Moment.DURING, Moment.AFTER, Moment.BEFORE):
            if moment in moments:
                return prompts(moment, role, self.words.language)
        return None

    def _card(self, meeting: PlannedMeeting) -> MeetingCard:
        task = self.words.task(str(meeting.task_id)) if meeting.task_id else ""
        form = _form(
            meeting.starts_at, meeting.minutes, meeting.way, meeting.place, meeting.task_id
        )
        details = (way_words(meeting.way), meeting.place, task)
        return MeetingCard(
            meeting=meeting,
            day=self.day(meeting.starts_at),
            hours=_("%(start)s to %(end)s")
            % {"start": self.time(meeting.starts_at), "end": self.time(meeting.ends_at)},
            elsewhere=self._elsewhere(meeting.starts_at),
            details=tuple(filter(None, details)),
            acts=frozenset(act.value for act in meeting.acts),
            form=form,
            form_details=self.form_details(form),
        )

    def _elsewhere(self, moment: datetime) -> str:
        zone = ZoneInfo(self.zone_name)
        if timezone.localtime(moment).utcoffset() == moment.astimezone(zone).utcoffset():
            return ""
        with timezone.override(zone):
            at = self.time(moment)
        city = self.zone_name.rpartition("/")[2].replace("_", " ")
        return _("%(time)s in %(city)s") % {"time": at, "city": city}


def plan_notice_words(code: str) -> str:
    """What to say after something was done; empty for nothing."""
    notices = {
        "proposed": _("Done. Your partner sees the date here, and can say yes or propose another."),
        "accepted": _("It is settled. You meet then."),
        "moved": _("Done. Your partner sees the new date here, and is asked to say yes."),
        "cancelled": _("The meeting is called off. Your partner sees it here."),
        "missed": _("It happens to everybody. Choose a new date when you are ready."),
        "address_on": _("Your calendar address is ready."),
        "address_off": _("Your calendar address is switched off. It leads nowhere any more."),
    }
    return notices.get(code, "")


def _form(
    starts_at: datetime | None, minutes: int, way: str, place: str, task_id: int | None
) -> PlanForm:
    local = timezone.localtime(starts_at) if starts_at else None
    return PlanForm(
        day=local.date().isoformat() if local else "",
        at=local.strftime("%H:%M") if local else "",
        minutes=minutes,
        way=way,
        place=place,
        task_id=task_id,
    )
