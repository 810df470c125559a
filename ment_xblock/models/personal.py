"""What is personal in each table, whose it is, and whose words stand in it.

Copies of a person's data, erasing and retention all read this one list. A new model with ``.. pii:`` must be in it, and
each of its columns that can hold text must be named: a test sees to that.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from django.db.models import Model

from ment_xblock.models.agreement import Agreement, Signature, Task
from ment_xblock.models.calendar import CalendarAddress
from ment_xblock.models.care import AlertState, FacilitatorNote
from ment_xblock.models.journal import Action, Session, SessionText
from ment_xblock.models.matching import (
    AgainWish,
    Decision,
    ForbiddenPair,
    MatchRun,
    ProfileReminder,
    Proposal,
)
from ment_xblock.models.notice import MailSwitch, Notice
from ment_xblock.models.pairing import HelpRequest, Pairing, Pause
from ment_xblock.models.private_note import PrivateNote
from ment_xblock.models.profile import Profile
from ment_xblock.models.programme import Participant
from ment_xblock.models.survey import SurveyAnswer, SurveyParticipation
from ment_xblock.models.training import LearnerChoice, TrainingResult

# The author of a field of an agreement is in ``Agreement.touches``; a task follows from such a field.
FIELD_BY_FIELD = "*"

PARTNERS = ("pairing__mentor__user", "pairing__mentee__user")
ONE_PARTICIPANT = ("participant__user",)
# In what facilitators write, and in a profile, anybody of the programme may be named.
ANYBODY = ("programme__participants__user",)


@attrs.frozen
class PersonalData:
    """What is personal in the rows of one model. A lookup is a path of Django's from a row to another table.

    Attributes:
        model: the model.
        programme: lookup to the programme.
        about: lookups to the users who get the row in a copy of their data.
        words: column with words that people typed, to the lookup of the user who typed them.
        mentions: lookups to the users whose names may stand in the words of others.
        no_words: each other column of text or JSON, and what it holds instead.
        unseen: columns that a copy leaves out: a secret, or what was weighed by others about more than one person.
        is_own: the row is its owner's alone and goes with them; no other rows and nobody's credit rest on it.
        is_figure: figures of the programme count it, so that retention takes its words and lets it stay.
    """

    model: type[Model]
    programme: str
    about: tuple[str, ...]
    words: Mapping[str, str] = attrs.field(factory=dict)
    mentions: tuple[str, ...] = ()
    no_words: Mapping[str, str] = attrs.field(factory=dict)
    unseen: frozenset[str] = frozenset()
    is_own: bool = False
    is_figure: bool = False

    @property
    def single_words(self) -> dict[str, str]:
        """The columns of words that have one author, with the lookup of the author."""
        return {column: by for column, by in self.words.items() if by != FIELD_BY_FIELD}


PERSONAL_DATA = (
    PersonalData(
        Participant,
        programme="programme",
        about=("user",),
        no_words={"role": "one of two"},
    ),
    PersonalData(
        Pairing,
        programme="programme",
        about=("mentor__user", "mentee__user"),
        words={"closing_reason": "closed_by"},
        mentions=("mentor__user", "mentee__user"),
        no_words={"state": "one of a table", "open_key": "ids"},
    ),
    PersonalData(
        Pause,
        programme="pairing__programme",
        about=PARTNERS,
        words={"reason": "started_by"},
        mentions=PARTNERS,
        no_words={"state_before": "one of a table"},
    ),
    PersonalData(
        HelpRequest,
        programme="pairing__programme",
        about=ONE_PARTICIPANT,
        words={"text": "participant__user", "note": "note_author"},
        mentions=PARTNERS,
        no_words={"kind": "one of a list", "state": "one of a list", "open_key": "ids"},
    ),
    PersonalData(
        Agreement,
        programme="pairing__programme",
        about=PARTNERS,
        words={"values": FIELD_BY_FIELD},
        mentions=PARTNERS,
        no_words={"status": "one of a list", "touches": "ids", "revisions": "ids"},
    ),
    PersonalData(
        Signature,
        programme="agreement__pairing__programme",
        about=ONE_PARTICIPANT,
        no_words={"language": "a code", "revisions": "ids", "digest": "a fingerprint"},
    ),
    PersonalData(
        Task,
        programme="pairing__programme",
        about=PARTNERS,
        words={"words": FIELD_BY_FIELD, "evidence": FIELD_BY_FIELD},
        mentions=PARTNERS,
        no_words={"job": "an id"},
    ),
    PersonalData(
        TrainingResult,
        programme="participant__programme",
        about=ONE_PARTICIPANT,
        no_words={"usage_key": "an id", "module": "an id"},
    ),
    PersonalData(
        LearnerChoice,
        programme="participant__programme",
        about=ONE_PARTICIPANT,
        no_words={"kind": "one of a list", "ids": "ids"},
        is_own=True,
        is_figure=True,
    ),
    PersonalData(
        PrivateNote,
        programme="programme",
        about=("user",),
        words={"text": "user"},
        no_words={"usage_key": "an id", "activity": "an id", "field": "an id"},
        is_own=True,
    ),
    PersonalData(
        Notice,
        programme="programme",
        about=("user",),
        no_words={"kind": "one of a list", "key": "ids", "state": "one of a list"},
        is_own=True,
    ),
    PersonalData(
        MailSwitch,
        programme="programme",
        about=("user",),
        no_words={"kind": "one of a list"},
        is_own=True,
    ),
    PersonalData(
        Profile,
        programme="participant__programme",
        about=ONE_PARTICIPANT,
        words={
            "firm": "participant__user",
            "called": "participant__user",
            "access_needs": "participant__user",
            "phone": "participant__user",
            "avoid": "participant__user",
        },
        mentions=("participant__programme__participants__user",),
        no_words={
            "part_revisions": "ids",
            "wanted": "ids",
            "skills": "ids",
            "languages": "codes",
            "times": "ids",
            "ways": "ids",
            "places": "ids",
            "trade": "an id",
            "wishes": "ids",
            "style": "ids",
            "complete_for": "one of two",
        },
        is_own=True,
        is_figure=True,
    ),
    PersonalData(
        ProfileReminder,
        programme="programme",
        about=("user",),
        is_own=True,
    ),
    PersonalData(
        MatchRun,
        programme="programme",
        about=("created_by", "closed_by"),
        no_words={
            "state": "one of a list",
            "progress": "one of a list",
            "levels": "ids",
            "left_over": "ids and codes",
            "balance": "numbers",
        },
        unseen=frozenset({"left_over"}),
    ),
    PersonalData(
        Proposal,
        programme="run__programme",
        about=("mentor__user", "mentee__user"),
        no_words={"origin": "one of a list", "facts": "codes and ids"},
        unseen=frozenset({"facts"}),
    ),
    PersonalData(
        ForbiddenPair,
        programme="programme",
        about=("created_by",),
        words={"reason": "created_by"},
        mentions=("first__user", "second__user"),
        no_words={"origin": "one of a list"},
    ),
    PersonalData(
        AgainWish,
        programme="participant__programme",
        about=ONE_PARTICIPANT,
        is_own=True,
    ),
    PersonalData(
        Decision,
        programme="programme",
        about=("by",),
        words={"reason": "by"},
        mentions=ANYBODY,
        no_words={"kind": "one of a list", "details": "ids and numbers"},
    ),
    PersonalData(
        Session,
        programme="pairing__programme",
        about=PARTNERS,
        words={"place": "place_author__user"},
        mentions=PARTNERS,
        no_words={
            "state": "one of a table",
            "missed_by": "one of a list",
            "way": "one of a list",
            "held_key": "ids",
            "came": "one of a list",
            "language": "one of a list",
            "step": "one of a list",
            "kinds": "ids",
            "direction": "one of a list",
            "device": "one of a list",
            "touches": "ids",
        },
    ),
    PersonalData(
        SessionText,
        programme="session__pairing__programme",
        about=("author__user",),
        words={"text": "author__user"},
        mentions=("session__pairing__mentor__user", "session__pairing__mentee__user"),
        no_words={"field": "one of a list"},
        is_own=True,
    ),
    PersonalData(
        Action,
        programme="pairing__programme",
        about=PARTNERS,
        words={"words": "author__user", "evidence": "author__user"},
        mentions=PARTNERS,
        no_words={
            "owner": "one of a list",
            "state": "one of a list",
            "outcome": "one of a list",
            "reason": "one of a list",
        },
    ),
    PersonalData(
        CalendarAddress,
        programme="participant__programme",
        about=ONE_PARTICIPANT,
        no_words={"token": "a secret"},
        unseen=frozenset({"token"}),
        is_own=True,
    ),
    PersonalData(
        SurveyParticipation,
        programme="run__programme",
        about=ONE_PARTICIPANT,
        no_words={"occasion": "ids"},
    ),
    # In an anonymous survey no answer leads to anybody: erasing leaves it, retention takes its texts.
    PersonalData(
        SurveyAnswer,
        programme="run__programme",
        about=("participation__participant__user",),
        words={"text": "participation__participant__user"},
        mentions=("participation__run__programme__participants__user",),
        no_words={"role": "one of two", "slot": "an id", "option": "an id"},
    ),
    PersonalData(
        AlertState,
        programme="programme",
        about=ONE_PARTICIPANT,
        no_words={
            "rule": "one of a list",
            "params": "numbers",
            "open_key": "ids",
            "handled": "one of a list",
        },
        is_own=True,
        is_figure=True,
    ),
    PersonalData(
        FacilitatorNote,
        programme="programme",
        about=("author",),
        words={"text": "author"},
        mentions=ANYBODY,
        no_words={"kind": "one of a list", "about": "ids", "tags": "ids"},
    ),
)
