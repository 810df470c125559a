"""What the invented pairs did in their meetings, as data. Days are counted back from today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs


@attrs.frozen
class Later:
    """Something that a partner did about a meeting afterwards.

    Attributes:
        days_ago: when.
        by: who.
        act: ``confirm``, ``contest``, ``share`` or ``reflect``.
        words: for ``contest`` and ``reflect``.
    """

    days_ago: int
    by: str
    act: str
    words: str = ""


@attrs.frozen
class Meeting:
    """A meeting that a pair logged.

    Attributes:
        mentor: of the pair.
        mentee: of the pair.
        days_ago: when they met.
        by: who logged it.
        typed: field of the log to what they typed. ``task`` is the job or the own words of an agreed task.
        reviews: words of an earlier promise to what became of it, and why.
        logged_after: days between meeting and log.
        later: what was done about it afterwards, in order.
    """

    mentor: str
    mentee: str
    days_ago: int
    by: str
    typed: Mapping[str, Any]
    reviews: Mapping[str, tuple[str, str]] = attrs.field(factory=dict)
    logged_after: int = 0
    later: tuple[Later, ...] = ()


@attrs.frozen
class Call:
    """Somebody who asked to be rung."""

    mentor: str
    mentee: str
    days_ago: int
    by: str
    words: str


IN_SHOP = {"way": "in_person", "came": "two", "language": "same"}

TAILOR = (
    Meeting(
        "piotr",
        "anna",
        41,
        "piotr",
        {
            **IN_SHOP,
            "minutes": "60",
            "task": "photo-of-piece",
            "step": "somebody-else",
            "kinds": ["digital"],
            "direction": "to_senior",
            "device": "both",
            "tried": "We took a coat to the window and photographed it ten times. Two pictures are good.",
            "learned": "That black cloth is never black: it has a direction.",
            "action1_words": "Photograph two coats in daylight",
            "action1_owner": "mentee",
            "action1_evidence": "Two pictures on Anna's phone",
        },
        later=(
            Later(40, "anna", "confirm"),
            Later(40, "anna", "reflect", "I was afraid that he would laugh. He did not."),
        ),
    ),
    Meeting(
        "piotr",
        "anna",
        27,
        "anna",
        {
            **IN_SHOP,
            "minutes": "55",
            "task": "photo-of-piece",
            "step": "with-help",
            "kinds": ["digital", "hard"],
            "direction": "both",
            "device": "mentee",
            "tried": "I held the phone myself, he only pointed. The grey coat looks as it really is.",
            "obstacle": "My glasses. I see either the coat or the screen.",
            "action1_words": "Make the letters on the phone larger",
            "action1_owner": "mentor",
            "action2_words": "Bring the wool samples",
            "action2_owner": "mentee",
        },
        reviews={"Photograph two coats in daylight": ("partly", "nerves")},
        later=(
            Later(26, "piotr", "share"),
            Later(26, "anna", "share"),
            Later(26, "piotr", "confirm"),
        ),
    ),
    Meeting(
        "piotr",
        "anna",
        13,
        "piotr",
        {
            **IN_SHOP,
            "minutes": "60",
            "task": "answer-with-photo",
            "step": "with-help",
            "kinds": ["digital", "soft"],
            "direction": "to_senior",
            "device": "mentee",
            "tried": "Anna sent a picture of two fabrics to a customer. The answer came within a minute.",
            "learned": "How she says no to a customer, and they thank her for it.",
            "action1_words": "Answer three customers with a picture",
            "action1_owner": "mentee",
            "action1_due": -2,
        },
        reviews={
            "Photograph two coats in daylight": ("done", ""),
            "Make the letters on the phone larger": ("done", ""),
            "Bring the wool samples": ("done", ""),
        },
    ),
    Meeting(
        "piotr",
        "anna",
        4,
        "piotr",
        {
            **IN_SHOP,
            "minutes": "45",
            "task": "answer-with-photo",
            "step": "with-notes",
            "kinds": ["digital"],
            "direction": "both",
            "device": "mentee",
            "tried": "She did it with her own notes. I said nothing for ten minutes.",
            "learned": "How to feel wool in a mix with two fingers.",
            "action1_words": "Write the steps on a card beside the phone",
            "action1_owner": "both",
            "action1_due": 5,
        },
        reviews={"Answer three customers with a picture": ("partly", "time")},
        later=(
            Later(4, "piotr", "reflect", "I nearly took the phone out of her hand. I did not."),
        ),
    ),
)

BIKES = (
    Meeting(
        "amir",
        "paolo",
        27,
        "amir",
        {
            **IN_SHOP,
            "minutes": "60",
            "task": "card-payment",
            "step": "never",
            "kinds": ["digital", "culture"],
            "direction": "both",
            "device": "mentor",
            "tried": "We set up the card reader. I did too much myself.",
            "learned": "To hear from the chain what is wrong.",
            "action1_words": "Take one card payment from a friend",
            "action1_owner": "mentee",
        },
        later=(Later(25, "paolo", "confirm"),),
    ),
    Meeting(
        "amir",
        "paolo",
        13,
        "paolo",
        {
            **IN_SHOP,
            "minutes": "50",
            "task": "card-payment",
            "step": "with-help",
            "kinds": ["digital"],
            "direction": "to_senior",
            "device": "mentee",
            "tried": "Three payments by card, and the third one without asking.",
            "action1_words": "A whole Saturday with the card reader",
            "action1_owner": "mentee",
            "action1_due": 6,
        },
        reviews={"Take one card payment from a friend": ("done", "")},
        later=(Later(12, "amir", "confirm"),),
    ),
    Meeting(
        "amir",
        "paolo",
        3,
        "paolo",
        {
            **IN_SHOP,
            "minutes": "60",
            "task": "job-report",
            "step": "with-help",
            "kinds": ["digital"],
            "direction": "to_senior",
            "device": "both",
            "tried": "A first report with photos of worn brake pads.",
        },
        later=(
            Later(2, "amir", "contest", "We stopped after half an hour, when the delivery came."),
        ),
    ),
)

POTTERY = (
    Meeting(
        "amir",
        "tomas",
        49,
        "amir",
        {
            "way": "video",
            "minutes": "40",
            "task": "photo-of-piece",
            "step": "somebody-else",
            "kinds": ["digital"],
            "direction": "to_senior",
            "device": "mentee",
            "tried": "Tomás photographed a bowl while I watched by video.",
        },
        later=(Later(48, "tomas", "confirm"),),
    ),
)

BAKERY = (
    Meeting(
        "yusuf",
        "ioana",
        30,
        "yusuf",
        {
            "way": "video",
            "minutes": "45",
            "task": "opening-hours",
            "step": "with-help",
            "kinds": ["digital", "culture"],
            "direction": "both",
            "device": "mentee",
            "tried": "The opening hours on the map are right now, with the holiday too.",
            "learned": "How a night shift is planned.",
        },
        later=(Later(29, "ioana", "confirm"),),
    ),
)

MEETINGS = (*TAILOR, *BIKES, *POTTERY, *BAKERY)
CALLS = (
    Call(
        "amir",
        "paolo",
        1,
        "amir",
        "Paolo and I do not agree on how long we met. I do not want a quarrel. I am free after five.",
    ),
)
