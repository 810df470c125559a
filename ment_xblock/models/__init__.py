"""What is stored. Every row hangs off a programme, and so off one course run."""

from ment_xblock.models.agreement import Agreement, Signature, Task
from ment_xblock.models.calendar import CalendarAddress
from ment_xblock.models.care import AlertState, FacilitatorNote, Watch
from ment_xblock.models.charter import Charter
from ment_xblock.models.credit import CreditStart
from ment_xblock.models.figures import FigureCount
from ment_xblock.models.journal import Action, Sending, Session, SessionText
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
    "AgainWish",
    "Agreement",
    "AlertState",
    "CalendarAddress",
    "Charter",
    "CreditStart",
    "Decision",
    "FacilitatorNote",
    "FigureCount",
    "ForbiddenPair",
    "HelpRequest",
    "LearnerChoice",
    "MailSwitch",
    "MatchRun",
    "Notice",
    "Pairing",
    "Participant",
    "Pause",
    "PrivateNote",
    "Profile",
    "ProfileReminder",
    "Programme",
    "Proposal",
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
    "Watch",
]
