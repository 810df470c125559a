"""A training module as value objects. Field names are the keys that a teacher writes."""

from typing import ClassVar

from attrs import frozen

JUNIOR = "junior"
SENIOR = "senior"
TRACKS = (JUNIOR, SENIOR)

MARKS = "marks"
ALL_RIGHT = "all_right"
TAKING_PART = "taking_part"
PASS_RULES = (MARKS, ALL_RIGHT, TAKING_PART)

LIGHTS = ("green", "amber", "red")
LOG_KINDS = ("text", "one", "many", "number")

# Everything a translator writes; all else in a module is the same in every language.
TEXT_FIELDS = frozenset(
    {
        "title",
        "summary",
        "text",
        "label",
        "reason",
        "why",
        "example",
        "alt",
        "name",
        "role",
        "scene",
        "says",
        "reaction",
        "noticed",
        "hint",
        "tip",
        "takeaway",
        "url",
    }
)


@frozen
class Picture:
    """A picture of the package, by file name, and what it shows in words."""

    file: str
    alt: str


@frozen
class Video:
    """A film somewhere else; the lesson must make sense without it."""

    url: str
    title: str


@frozen(kw_only=True)
class Activity:
    """What all activities have; ``check`` says that it counts for a junior's credit."""

    kind: ClassVar[str] = ""
    id: str
    minutes: float
    title: str
    text: str = ""
    check: bool = False
    picture: Picture | None = None
    toolkit: tuple[str, ...] = ()


@frozen(kw_only=True)
class Lesson(Activity):
    """A page to read."""

    kind: ClassVar[str] = "lesson"
    video: Video | None = None


@frozen
class Labelled:
    """An id with a short label: a pile, a level of a rubric, an option of a log."""

    id: str
    label: str


@frozen
class Card:
    """A card, the pile it belongs to, and why."""

    id: str
    text: str
    pile: str
    reason: str


@frozen(kw_only=True)
class CardSort(Activity):
    """Put each card on its pile."""

    kind: ClassVar[str] = "card_sort"
    piles: tuple[Labelled, ...]
    cards: tuple[Card, ...]


@frozen
class Sentence:
    """A sentence to say better, why it does not work, and a good example to compare with."""

    id: str
    text: str
    why: str
    example: str


@frozen(kw_only=True)
class Rewrite(Activity):
    """Say each sentence in own words, then compare."""

    kind: ClassVar[str] = "rewrite"
    sentences: tuple[Sentence, ...]


@frozen(kw_only=True)
class OpenQuestion(Activity):
    """Turn each closed question into an open one, then compare."""

    kind: ClassVar[str] = "open_question"
    sentences: tuple[Sentence, ...]


@frozen
class Step:
    """A step and why it stands where it stands."""

    id: str
    text: str
    reason: str


@frozen(kw_only=True)
class Order(Activity):
    """Put the steps in order; the data holds them in the right one."""

    kind: ClassVar[str] = "order"
    steps: tuple[Step, ...]


@frozen
class Option:
    """One answer to choose, and why it is right or not."""

    id: str
    text: str
    right: bool
    reason: str


@frozen(kw_only=True)
class Choice(Activity):
    """A question with answers; ``multiple`` asks for every right one."""

    kind: ClassVar[str] = "choice"
    options: tuple[Option, ...]
    multiple: bool = False


@frozen
class Case:
    """A case for the traffic light, the right light, and why."""

    id: str
    text: str
    light: str
    reason: str


@frozen(kw_only=True)
class TrafficLight(Activity):
    """Green: go on. Amber: ask first. Red: stop."""

    kind: ClassVar[str] = "traffic_light"
    cases: tuple[Case, ...]


@frozen
class Field:
    """One line of a practice log; ``example`` is shown after writing."""

    id: str
    kind: str
    label: str
    hint: str = ""
    example: str = ""
    required: bool = True
    options: tuple[Labelled, ...] = ()


@frozen(kw_only=True)
class PracticeLog(Activity):
    """Fill a session log for a story."""

    kind: ClassVar[str] = "practice_log"
    fields: tuple[Field, ...]


@frozen
class Criterion:
    """One line of a rubric; the tip helps whoever chose a low level."""

    id: str
    text: str
    tip: str


@frozen(kw_only=True)
class Rubric(Activity):
    """Score yourself; levels go from weak to strong. Credit for doing it, whatever the score."""

    kind: ClassVar[str] = "rubric"
    levels: tuple[Labelled, ...]
    criteria: tuple[Criterion, ...]


@frozen
class Prompt:
    """A question to think about."""

    id: str
    text: str


@frozen(kw_only=True)
class Reflection(Activity):
    """Private thoughts; ``spoken`` lets a person answer aloud and write nothing."""

    kind: ClassVar[str] = "reflection"
    prompts: tuple[Prompt, ...]
    spoken: bool = False


@frozen(kw_only=True)
class ChooseBenefits(Activity):
    """Choose benefits of the toolkit as own goals; they go into the agreement."""

    kind: ClassVar[str] = "choose_benefits"
    benefits: tuple[str, ...]
    least: int
    most: int


@frozen(kw_only=True)
class ChooseTasks(Activity):
    """Choose tasks of the library by picture card; they go into the profile."""

    kind: ClassVar[str] = "choose_tasks"
    least: int
    most: int


@frozen
class Item:
    """A line of a checklist."""

    id: str
    text: str


@frozen(kw_only=True)
class Checklist(Activity):
    """A list to take away; ticking is for the learner and never a condition."""

    kind: ClassVar[str] = "checklist"
    items: tuple[Item, ...]


@frozen
class PassRule:
    """How a module is passed; ``percent`` is for marks only."""

    rule: str
    percent: int | None = None


@frozen(kw_only=True)
class Module:
    """One training module in one language."""

    id: str
    revision: int
    language: str
    track: str
    minutes: float
    title: str
    summary: str
    pass_rule: PassRule
    activities: tuple[Activity, ...]
    takeaway: tuple[str, ...]

    def activity(self, activity_id: str) -> Activity | None:
        """Find an activity.

        Args:
            activity_id: Its id.

        Returns:
            The activity, or None when this revision does not have it.
        """
        return next((found for found in self.activities if found.id == activity_id), None)
