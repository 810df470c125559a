"""What is personal in each table, whose it is, and whose words stand in it.

Copies of a person's data, erasing and retention all read this one list. A new model with ``.. pii:`` must be in it, and
each of its columns that can hold text must be named: a test sees to that.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from django.db.models import Model

from ment_xblock.models.agreement import Agreement, Signature, Task
from ment_xblock.models.notice import MailSwitch, Notice
from ment_xblock.models.pairing import HelpRequest, Pairing, Pause
from ment_xblock.models.private_note import PrivateNote
from ment_xblock.models.programme import Participant
from ment_xblock.models.training import LearnerChoice, TrainingResult

# The author of a field of an agreement is in ``Agreement.touches``; a task follows from such a field.
FIELD_BY_FIELD = "*"

PARTNERS = ("pairing__mentor__user", "pairing__mentee__user")
ONE_PARTICIPANT = ("participant__user",)


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
        is_own: the row is its owner's alone and goes with them; no other rows and nobody's credit rest on it.
    """

    model: type[Model]
    programme: str
    about: tuple[str, ...]
    words: Mapping[str, str] = attrs.field(factory=dict)
    mentions: tuple[str, ...] = ()
    no_words: Mapping[str, str] = attrs.field(factory=dict)
    is_own: bool = False

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
        words={"text": "participant__user"},
        mentions=PARTNERS,
        no_words={"kind": "one of a list", "open_key": "ids"},
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
)
