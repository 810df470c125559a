"""What the invented people said in surveys: a pulse after each meeting, two anonymous ones, and one at the end.

The two anonymous ones look back on meetings, so only those who have met could answer; Giulia and Mario have no partner
yet. The first is closed and shows results, the second is still open. Whose pair has ended is asked once more; Samira and
Bruno have that before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from statistics import mean
from typing import Any

import attrs
from django.utils import timezone

from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.items import Item, Kind
from ment_xblock.models import Participant
from ment_xblock.platform.local import LocalHost
from ment_xblock.selectors.survey_form import Stage, SurveyForm, survey_form
from ment_xblock.services import survey_closing, surveys
from ment_xblock.services.survey_register import Finding, save_entry
from workbench_site.cohort import FORERUNNERS
from workbench_site.course import COURSE_KEY
from workbench_site.course_run import published_course
from workbench_site.runtime import SiteRuntime

PULSE, FIRST, HALF_WAY, END = "pulse", "first-weeks", "half-way", "at-the-end"
FACILITATOR = "chiara"
FIRST_CLOSED_DAYS_AGO = 12
# The pair of Samira and Bruno has ended too; their forms are for the visitor.
ENDED_DAYS_AGO = {"amir": 37, "tomas": 36, "ines": 29, "karel": 28}
ASKED_AGAIN = frozenset({"pulse-different"})
LOWEST, HIGHEST = 1, 5
ONCE = surveys.Occasion()


@attrs.frozen
class Mood:
    """How somebody answers: numbers for the scales in their order, again and again, and what they write.

    Attributes:
        numbers: from 1 to 5, where 5 is always the best; 2 is low, and the facilitator is told of it.
        words: by id of a question.
        chosen: the option by the place of an answer, where it is not the one that is good news.
    """

    numbers: tuple[int, ...]
    words: Mapping[str, str] = attrs.field(factory=dict)
    chosen: Mapping[str, str] = attrs.field(factory=dict)


NOTHING_REACHED = {f"tasks-reached.task{number}": "not-reached" for number in (1, 2, 3)}
TWO_TASKS = {"tasks-reached.task1": "fully", "tasks-reached.task2": "fully"}

MOODS: Mapping[str, Mood] = {
    "piotr": Mood((5, 4, 4, 3, 4), {"own-change": "A quiet room. The workshop is too loud for a video."}),
    "anna": Mood((5, 5, 4, 4, 5), {"own-change": "Nothing. I look forward to Tuesdays.", "pulse-different": "Please show me the cropping once more."}),
    "amir": Mood((4, 2, 4, 3, 3), chosen={"next-round": "mentor"} | NOTHING_REACHED),
    "tomas": Mood((3, 4, 2, 3, 3), {"own-change": "Shorter meetings, but every week."}, {"next-round": "be-mentored"} | NOTHING_REACHED),
    "paolo": Mood((4, 4, 3, 3, 4), {"own-change": "I would like larger letters on the tablet."}),
    "yusuf": Mood((4, 5, 3, 4, 4), {"own-change": "Time for it during work, not after."}),
    "ioana": Mood((5, 4, 5, 3, 4), {"own-change": "Tell us in advance what we will try."}),
    "lena": Mood((3, 4, 4, 3, 5), {"own-change": "Less paper, more doing."}),
    "sofia": Mood((4, 4, 5, 3, 3)),
    "ines": Mood((5, 4, 5, 4, 5), {"tasks-evidence": "Five quotes went out on the day of the visit. I only watched.", "own-change": "Begin earlier in the year."}, {"next-round": "help-pairs"} | TWO_TASKS),
    "karel": Mood((5, 5, 4, 4, 5), {"tasks-evidence": "Five quotes and ten windows, and nobody helped me.", "job-changed": "Quotes, the same evening. Two hours a week."}, {"next-round": "mentor"} | TWO_TASKS),
    "samira": Mood((4, 4, 5, 4, 4)),
    "bruno": Mood((5, 4, 4, 4, 5)),
    "giulia": Mood((5, 3, 4, 4, 4)),
    "mario": Mood((4, 5, 4, 3, 5), {"own-change": "A list with the words that the young ones use."}),
}  # fmt: skip


@attrs.frozen
class AtTime(LocalHost):
    """The local host at an earlier moment."""

    days_ago: int

    def now(self) -> Any:
        """That moment."""
        return timezone.now() - timedelta(days=self.days_ago)


def seed_surveys() -> None:
    """Let everybody with a role answer, where the course has these surveys."""
    units = published_course().units
    people = [name for name in MOODS if _has_role(name)]
    for slug, tell in {PULSE: _pulses, FIRST: _first, HALF_WAY: _half_way, END: _end}.items():
        if slug in units:
            tell(people)


def _pulses(people: list[str]) -> None:
    for name in people:
        _answer_pulses(name)


def _first(people: list[str]) -> None:
    _answer_once(people, FIRST, days_ago=FIRST_CLOSED_DAYS_AGO + 2)
    _close_and_tell()


def _half_way(people: list[str]) -> None:
    _answer_once(people, HALF_WAY, days_ago=1)


def _end(people: list[str]) -> None:
    for name, days_ago in ENDED_DAYS_AGO.items():
        if name in people:
            _answer(name, END, days_ago=days_ago)


def _has_role(username: str) -> bool:
    people = Participant.objects.filter(programme__course_key=COURSE_KEY)
    return people.filter(user__username=username, role__in=list(Role)).exists()


def _answer_once(people: Iterable[str], slug: str, days_ago: int) -> None:
    """Let those answer for whom it is open."""
    for name in people:
        if _form(name, slug, days_ago).stage is Stage.OPEN:
            _answer(name, slug, days_ago)


def _answer_pulses(username: str) -> None:
    """All but the latest meeting, so that a visitor finds something to do; who is through has no such meeting."""
    is_through = username in {member.username for member in FORERUNNERS}
    waiting = _form(username, PULSE, days_ago=0).waiting[0 if is_through else 1 :]
    for turn, meeting in enumerate(reversed(waiting)):
        occasion = surveys.Occasion(session_id=meeting.session_id)
        _answer(username, PULSE, 0, occasion, turn)


def _answer(
    username: str, slug: str, days_ago: int, occasion: surveys.Occasion = ONCE, turn: int = 0
) -> None:
    form = _form(username, slug, days_ago)
    host, block = AtTime(days_ago), _block(username, slug)
    surveys.answer(
        host=host,
        actor=host.actor(block),
        here=host.block_ref(block),
        definition=block.definition,
        schedule=block.schedule,
        given=_given(MOODS[username], form.items, turn),
        seen=form.seen,
        occasion=occasion,
    )


def _form(username: str, slug: str, days_ago: int) -> SurveyForm:
    host, block = AtTime(days_ago), _block(username, slug)
    return survey_form(
        host=host,
        actor=host.actor(block),
        here=host.block_ref(block),
        definition=block.definition,
        schedule=block.schedule,
    )


def _given(mood: Mood, items: tuple[Item, ...], turn: int) -> dict[str, Any]:
    """Moods change from one meeting to the next; what was written once is not written again."""
    given: dict[str, Any] = {}
    for number, item in enumerate(items):
        value = mood.numbers[(number + turn) % len(mood.numbers)]
        match item.kind:
            case Kind.LIKERT:
                given[item.id] = LOWEST + HIGHEST - value if item.reversed else value
            case Kind.SCORE:
                given[item.id] = round(2 * mean(mood.numbers))
            case Kind.SINGLE:
                given[item.id] = mood.chosen.get(item.id) or item.best or item.options[-1]
            case Kind.MATRIX:
                rows = [slot.key for slot in item.slots]
                given |= {row: mood.chosen[row] for row in rows if row in mood.chosen}
            case Kind.TEXT if item.id in mood.words and not (turn and item.id in ASKED_AGAIN):
                given[item.id] = mood.words[item.id]
    return given


def _close_and_tell() -> None:
    host, block = AtTime(FIRST_CLOSED_DAYS_AGO), _block(FACILITATOR, FIRST)
    about = {"host": host, "actor": host.actor(block), "here": host.block_ref(block)}
    survey_closing.close(**about, definition=block.definition)
    done_on = host.now().date() + timedelta(days=4)
    told = Finding(
        "The workshop is too loud for video calls.",
        "The meeting room is ours on Tuesdays and Thursdays from five o'clock.",
        done_on,
        is_shown=True,
    )
    save_entry(**about, entry=told)
    save_entry(**about, entry=Finding("Some need larger letters on the tablet."))


def _block(username: str, slug: str) -> Any:
    runtime = SiteRuntime(username)
    return runtime.get_block(runtime.course.usage_keys[slug])
