"""What the invented people have done so far, as data. Days are counted from today, so that nothing looks stale.

Giulia and Mario have no partner yet: pairing them is the first act of the demo. Piotr, Yusuf and Tomás have a place
left, so that there is somebody to put together by hand. Greta came late and has no role yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import attrs

from ment_xblock.domain.pairing import Act

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)


@attrs.frozen
class Day:
    """A weekday some weeks from this week; weeks gone by are negative."""

    weekday: int
    weeks: int

    def seen_from(self, today: date) -> date:
        """The day itself."""
        return today + timedelta(weeks=self.weeks, days=self.weekday - today.weekday())


@attrs.frozen
class Joining:
    """The facilitator gives somebody the role of their part.

    Attributes:
        username: who.
        days_ago: when.
        capacity: how many partners they take at the same time.
        under_18: without a guardian's consent so far.
    """

    username: str
    days_ago: int
    capacity: int = 1
    under_18: bool = False


@attrs.frozen
class Step:
    """One thing that one partner did.

    Attributes:
        days_ago: when.
        by: who.
        act: what.
        typed: for ``EDIT``, field of the agreement to what they typed; a ``Day`` becomes its date.
        reason: for ``PAUSE``, ``END`` and ``ASK_REMATCH``, in their words.
    """

    days_ago: int
    by: str
    act: Act
    typed: Mapping[str, Any] = attrs.field(factory=dict)
    reason: str = ""


@attrs.frozen
class Story:
    """A pair: when the facilitator made it, and what the two have done since, in order."""

    mentor: str
    mentee: str
    days_ago: int
    steps: tuple[Step, ...] = ()


JOININGS = (
    Joining("piotr", 62, capacity=2),
    Joining("anna", 62, capacity=2),
    Joining("amir", 62),
    Joining("tomas", 62, capacity=2),
    Joining("paolo", 50, capacity=2),
    Joining("yusuf", 50, capacity=2),
    Joining("ioana", 50),
    Joining("lena", 15, capacity=2),
    Joining("sofia", 8, under_18=True),
    Joining("giulia", 1),
    Joining("mario", 1),
)

ENDED = Story(
    "amir",
    "tomas",
    60,
    (
        Step(
            59,
            "amir",
            Act.EDIT,
            {
                "goals": ["digital_skills", "generations"],
                "task1_job": "photo-of-piece",
                "task1_evidence": "Three bowls on Tomás's page, photographed by him",
                "mentor_goal": "I want to explain things without saying “it's easy”.",
                "every_weeks": "1",
                "ways": ["video"],
            },
        ),
        Step(
            58,
            "tomas",
            Act.EDIT,
            {
                "senior_gives": "How a glaze is mixed, and why the same blue never comes twice.",
                "start": Day(TUESDAY, -7),
                "end": Day(TUESDAY, 3),
                "time": "19:00",
                "place": "Video call, when the kiln is off",
                "paid_time": "no",
            },
        ),
        Step(57, "amir", Act.SIGN),
        Step(56, "tomas", Act.SIGN),
        Step(
            38,
            "amir",
            Act.END,
            reason="I start at six in the morning now, and Tomás has time only late at night. We tried, and we part as "
            "friends.",
        ),
    ),
)

ACTIVE = Story(
    "piotr",
    "anna",
    55,
    (
        Step(
            54,
            "piotr",
            Act.EDIT,
            {
                "goals": ["digital_skills", "tacit_knowledge"],
                "task1_job": "photo-of-piece",
                "task1_evidence": "Three coats photographed in daylight, good enough for the shop window",
                "task2_job": "answer-with-photo",
                "task2_evidence": "Five customers got a picture of their fabric, and Anna sent it herself",
                "mentor_goal": "I talk too fast. I want to show one step, then wait.",
                "every_weeks": "2",
                "time": "17:00",
                "stop_word": "Thimble",
            },
        ),
        Step(
            53,
            "anna",
            Act.EDIT,
            {
                "task3_job": "own",
                "task3_words": "Write every fitting into the calendar on my phone",
                "task3_evidence": "Two weeks without the paper book, and nobody came in vain",
                "senior_gives": "How to tell wool from a mix with two fingers. How to set a sleeve so that it does not "
                "pull.",
                "start": Day(TUESDAY, -6),
                "end": Day(TUESDAY, 10),
                "number": 8,
                "place": "Anna's tailor shop, at the big cutting table",
                "paid_time": "yes",
                "languages": "Polish",
                "comfort": ["large_text", "breaks"],
                "comfort_more": "Good light. My glasses are for sewing, not for phones.",
            },
        ),
        Step(51, "anna", Act.SIGN),
        Step(50, "piotr", Act.SIGN),
    ),
)

PAUSED = Story(
    "yusuf",
    "ioana",
    48,
    (
        Step(
            46,
            "ioana",
            Act.EDIT,
            {
                "goals": ["digital_skills", "innovation"],
                "task1_job": "opening-hours",
                "task1_evidence": "On the next holiday nobody stands before a closed bakery",
                "task2_job": "changed-bank-details",
                "task2_evidence": "I ring the mill before I pay to a new account",
                "senior_gives": "How a sourdough tells you that it is ready. How to plan a night shift.",
                "start": Day(WEDNESDAY, -5),
                "end": Day(WEDNESDAY, 11),
                "time": "14:00",
                "ways": ["phone", "video"],
                "place": "Video call, when the last loaves are out",
                "paid_time": "partly",
                "quiet_from": "18:00",
                "quiet_to": "04:00",
            },
        ),
        Step(
            45,
            "yusuf",
            Act.EDIT,
            {
                "mentor_goal": "I want to lead a talk with a boss and stay calm.",
                "languages": "English, slowly",
                "comfort": ["speak_clearly"],
            },
        ),
        Step(43, "yusuf", Act.SIGN),
        Step(42, "ioana", Act.SIGN),
        Step(
            12,
            "ioana",
            Act.PAUSE,
            reason="The new oven comes and the bakery is upside down. I cannot say yet when it is quiet again.",
        ),
        Step(
            3,
            "yusuf",
            Act.ASK_REMATCH,
            reason="Ioana is kind, but we do not know when she has time again, and my course does not wait. Is there "
            "somebody I could start with now?",
        ),
    ),
)

CHANGE_PROPOSED = Story(
    "amir",
    "paolo",
    36,
    (
        Step(
            35,
            "paolo",
            Act.EDIT,
            {
                "goals": ["digital_skills", "engagement"],
                "task1_job": "card-payment",
                "task1_evidence": "A whole Saturday of card payments, and the till is right in the evening",
                "task2_job": "job-report",
                "task2_evidence": "Two bikes handed back with a report and photos of the worn parts",
                "senior_gives": "How to hear from the sound of a chain what is wrong. How to say a price and stand by "
                "it.",
                "start": Day(THURSDAY, -4),
                "end": Day(THURSDAY, 12),
                "time": "18:30",
                "place": "Paolo's bike shop, after closing",
                "paid_time": "yes",
            },
        ),
        Step(
            34,
            "amir",
            Act.EDIT,
            {
                "mentor_goal": "I want to ask good questions, and not take the phone out of his hands.",
                "prepares": "both",
                "languages": "Italian and some English",
            },
        ),
        Step(33, "amir", Act.SIGN),
        Step(32, "paolo", Act.SIGN),
        Step(
            2,
            "paolo",
            Act.EDIT,
            {
                "task3_job": "online-booking",
                "task3_evidence": "Five repairs booked while my hands were full of grease",
                "time": "08:00",
                "place": "Paolo's bike shop, before it opens",
            },
        ),
    ),
)

HALF_SIGNED = Story(
    "lena",
    "anna",
    9,
    (
        Step(
            8,
            "lena",
            Act.EDIT,
            {
                "goals": ["generations", "young_talent"],
                "task1_job": "video-call",
                "task1_evidence": "Anna joins two calls on time, and I do not have to ring her first",
                "mentor_goal": "I want to get better at listening when somebody is unsure.",
                "ways": ["phone", "video"],
                "minutes": 45,
                "paid_time": "no",
            },
        ),
        Step(
            6,
            "anna",
            Act.EDIT,
            {
                "task2_job": "quote-as-pdf",
                "task2_evidence": "Two brides get their quote the same evening",
                "senior_gives": "How to speak with a customer who wants the impossible by Friday.",
                "start": Day(MONDAY, 1),
                "end": Day(MONDAY, 16),
                "time": "16:30",
                "place": "First on the phone, then by video",
                "languages": "German and Polish, with our hands if need be",
            },
        ),
        Step(4, "lena", Act.SIGN),
    ),
)

WAITING_FOR_CONSENT = Story(
    "sofia",
    "tomas",
    7,
    (
        Step(
            6,
            "sofia",
            Act.EDIT,
            {
                "goals": ["young_talent", "tacit_knowledge"],
                "task1_job": "short-video",
                "task1_evidence": "One film of the wheel, under a minute, runs at the market stall",
                "mentor_goal": "I want to speak up in front of adults.",
                "named_adult": "Ms Vidal, my class teacher",
            },
        ),
        Step(
            5,
            "tomas",
            Act.EDIT,
            {
                "task2_job": "price-list",
                "task2_evidence": "At the next market nobody asks me what a cup costs",
                "senior_gives": "How to centre clay. She may use the wheel after each meeting.",
                "start": Day(WEDNESDAY, 1),
                "end": Day(WEDNESDAY, 14),
                "time": "17:00",
                "place": "The pottery, with the door to the shop open",
                "paid_time": "no",
            },
        ),
        Step(2, "tomas", Act.SIGN),
    ),
)

HALF_FILLED = Story(
    "lena",
    "paolo",
    4,
    (
        Step(
            3,
            "paolo",
            Act.EDIT,
            {
                "task1_job": "find-price-list",
                "task1_evidence": "I find the price of a gear cable while the customer waits",
                "senior_gives": "How to run a shop alone and still close on Sundays.",
                "paid_time": "yes",
            },
        ),
    ),
)

STORIES = (
    ENDED,
    ACTIVE,
    PAUSED,
    CHANGE_PROPOSED,
    HALF_SIGNED,
    WAITING_FOR_CONSENT,
    HALF_FILLED,
)
