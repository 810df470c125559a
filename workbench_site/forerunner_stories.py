"""Two pairs that have come to their end, as data: one waits for its last forms, the other one has its certificates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ment_xblock.domain.pairing import Act
from ment_xblock.domain.profile_answers import Part
from workbench_site.journal_stories import IN_SHOP, Later, Meeting
from workbench_site.profile_stories import COULD_SHOW, WITH_NOTES
from workbench_site.stories import THURSDAY, TUESDAY, Day, Joining, Step, Story

FORERUNNER_JOININGS = (
    Joining("ines", 100),
    Joining("karel", 100),
    Joining("samira", 75),
    Joining("bruno", 75),
)

GLASS = Story(
    "ines",
    "karel",
    96,
    (
        Step(
            95,
            "ines",
            Act.EDIT,
            {
                "goals": ["digital_skills", "tacit_knowledge"],
                "task1_job": "quote-as-pdf",
                "task1_evidence": "Five quotes went out on the day of the visit",
                "mentor_goal": "I want to explain one thing at a time.",
                "every_weeks": "1",
                "number": 6,
            },
        ),
        Step(
            94,
            "karel",
            Act.EDIT,
            {
                "task2_job": "before-after-pictures",
                "task2_evidence": "Ten windows, before and after, on the page of the workshop",
                "senior_gives": "How to cut glass in one line. How to tell a customer the price without shame.",
                "start": Day(TUESDAY, -12),
                "end": Day(TUESDAY, 2),
                "time": "17:00",
                "place": "The glazier's workshop",
                "paid_time": "yes",
            },
        ),
        Step(93, "ines", Act.SIGN),
        Step(92, "karel", Act.SIGN),
        Step(
            30, "ines", Act.END, reason="We met as often as we said, and Karel does it alone now."
        ),
    ),
)

SHOES = Story(
    "samira",
    "bruno",
    71,
    (
        Step(
            70,
            "bruno",
            Act.EDIT,
            {
                "goals": ["digital_skills", "engagement"],
                "task1_job": "shared-calendar",
                "task1_evidence": "For two weeks no pair of shoes was forgotten",
                "senior_gives": "How leather tells its age. How to sew a welt by hand.",
                "start": Day(THURSDAY, -9),
                "end": Day(THURSDAY, 3),
                "time": "18:00",
                "place": "The shoemaker's shop, in the back room",
                "paid_time": "yes",
                "comfort": ["large_text"],
            },
        ),
        Step(
            69,
            "samira",
            Act.EDIT,
            {
                "mentor_goal": "I want to wait until he has found it himself.",
                "every_weeks": "1",
                "number": 6,
            },
        ),
        Step(68, "samira", Act.SIGN),
        Step(67, "bruno", Act.SIGN),
        Step(2, "bruno", Act.END, reason="Six meetings, as we said. Thank you, Samira."),
    ),
)

FORERUNNER_STORIES = (GLASS, SHOES)


@attrs.frozen
class _Hour:
    """What is different from one meeting to the next."""

    days_ago: int
    by: str
    task: str
    step: str
    tried: str
    learned: str
    device: str = "mentee"
    direction: str = "both"


def _met(mentor: str, mentee: str, *hours: _Hour) -> tuple[Meeting, ...]:
    return tuple(
        Meeting(
            mentor,
            mentee,
            hour.days_ago,
            hour.by,
            {
                **IN_SHOP,
                "minutes": "60",
                "task": hour.task,
                "step": hour.step,
                "kinds": ["digital", "hard"],
                "direction": hour.direction,
                "device": hour.device,
                "tried": hour.tried,
                "learned": hour.learned,
            },
            later=(Later(hour.days_ago - 1, mentee if hour.by == mentor else mentor, "confirm"),),
        )
        for hour in hours
    )


FORERUNNER_MEETINGS = (
    *_met(
        "ines",
        "karel",
        _Hour(82, "ines", "quote-as-pdf", "never", "We found the form for a quote.", "What a pane weighs.", "both"),
        _Hour(77, "karel", "quote-as-pdf", "with-help", "I typed, she read it out.", "How to measure twice."),
        _Hour(70, "ines", "quote-as-pdf", "with-help", "A real quote, sent to his brother.", "How glass is cut."),
        _Hour(63, "ines", "quote-as-pdf", "with-notes", "Two quotes with his own notes.", "Why putty needs rest."),
        _Hour(52, "karel", "before-after-pictures", "with-help", "Three windows in the right light.", "To look for the edge."),
        _Hour(38, "ines", "before-after-pictures", "alone", "He posted them before I came.", "That he can do it alone."),
    ),
    *_met(
        "samira",
        "bruno",
        _Hour(58, "samira", "shared-calendar", "somebody-else", "We put the paper diary beside the phone.", "What a last is.", "both"),
        _Hour(51, "bruno", "shared-calendar", "with-help", "I entered six customers.", "How to smell good leather."),
        _Hour(44, "samira", "shared-calendar", "with-help", "A reminder rang, and he was proud.", "How to hold an awl.", direction="to_senior"),
        _Hour(37, "samira", "shared-calendar", "with-notes", "He moved a date by himself.", "How to thread a needle with wax."),
        _Hour(27, "bruno", "shared-calendar", "with-notes", "My daughter sees the calendar now.", "How a heel is built."),
        _Hour(13, "samira", "shared-calendar", "alone", "Two weeks without the paper diary.", "How he says no, kindly.", direction="to_junior"),
    ),
)  # fmt: skip

FORERUNNER_PROFILES: Mapping[str, Mapping[Part, Mapping[str, Any]]] = {
    "ines": {
        Part.TASKS: {
            "skills": ["quote-as-pdf", "before-after-pictures"],
            "step-quote-as-pdf": COULD_SHOW,
            "step-before-after-pictures": COULD_SHOW,
        },
        Part.LANGUAGES: {"languages": ["pt", "it", "en"]},
        Part.TIMES: {"times": ["tue-evening", "wed-evening"]},
        Part.MEETING: {"ways": ["in_person"], "places": ["workshop"]},
        Part.WORK: {"trade": "retail", "firm": "", "is_boss": "no", "same_firm_ok": "no", "wishes": ["building"]},
        Part.STYLE: {"capacity": "1", "style-pace": "slow"},
        Part.ABOUT: {"called": "", "under_18": "no", "access_needs": ""},
        Part.PRIVATE: {},
    },
    "samira": {
        Part.TASKS: {
            "skills": ["shared-calendar", "video-call"],
            "step-shared-calendar": COULD_SHOW,
            "step-video-call": WITH_NOTES,
        },
        Part.LANGUAGES: {"languages": ["it", "ar", "en"]},
        Part.TIMES: {"times": ["thu-evening", "fri-evening"]},
        Part.MEETING: {"ways": ["in_person"], "places": ["workshop"]},
        Part.WORK: {"trade": "textile", "firm": "", "is_boss": "no", "same_firm_ok": "no", "wishes": ["art"]},
        Part.STYLE: {"capacity": "1", "style-start": "watch"},
        Part.ABOUT: {"called": "", "under_18": "no", "access_needs": ""},
        Part.PRIVATE: {},
    },
    "karel": {
        Part.TASKS: {
            "wanted": ["quote-as-pdf", "before-after-pictures"],
            "order": ["quote-as-pdf", "before-after-pictures"],
        },
        Part.LANGUAGES: {"languages": ["cs", "it"]},
        Part.TIMES: {"times": ["tue-evening"]},
        Part.MEETING: {"ways": ["in_person"], "places": ["workshop"]},
        Part.WORK: {"trade": "building", "firm": "Vetreria Vodnarek", "is_boss": "yes", "same_firm_ok": "no"},
        Part.STYLE: {"capacity": "1", "style-pace": "slow"},
        Part.ABOUT: {"called": "", "access_needs": ""},
        Part.PRIVATE: {"phone": "+39 051 555 0142"},
    },
    "bruno": {
        Part.TASKS: {"wanted": ["shared-calendar"], "order": ["shared-calendar"]},
        Part.LANGUAGES: {"languages": ["it"]},
        Part.TIMES: {"times": ["thu-evening"]},
        Part.MEETING: {"ways": ["in_person"], "places": ["workshop"]},
        Part.WORK: {"trade": "textile", "firm": "Calzoleria Castellin", "is_boss": "yes", "same_firm_ok": "no"},
        Part.STYLE: {"capacity": "1", "style-talk": "gentle"},
        Part.ABOUT: {"called": "", "access_needs": "Large letters, please."},
        Part.PRIVATE: {"phone": "+39 055 555 0119"},
    },
}  # fmt: skip
