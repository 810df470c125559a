"""What is stored. Every row hangs off a programme, and so off one course run."""

from ment_xblock.models.agreement import Agreement, Signature, Task
from ment_xblock.models.calendar import CalendarAddress
from ment_xblock.models.credit import CreditStart
from ment_xblock.models.journal import Action, Sending, Session, SessionText
from ment_xblock.models.pairing import HelpRequest, Pairing, Pause
from ment_xblock.models.private_note import PrivateNote
from ment_xblock.models.profile import Profile
from ment_xblock.models.programme import Participant, Programme
from ment_xblock.models.survey import (
    RegisterEntry,
    SurveyAnswer,
    SurveyParticipation,
    SurveyRun,
    SurveyVersion,
)
from ment_xblock.models.training import LearnerChoice, TrainingResult

__all__ = [
    "Action",
    "Agreement",
    "CalendarAddress",
    "CreditStart",
    "HelpRequest",
    "LearnerChoice",
    "Pairing",
    "Participant",
    "Pause",
    "PrivateNote",
    "Profile",
    "Programme",
    "RegisterEntry",
    "Sending",
    "Session",
    "SessionText",
    "Signature",
    "SurveyAnswer",
    "SurveyParticipation",
    "SurveyRun",
    "SurveyVersion",
    "Task",
    "TrainingResult",
]
