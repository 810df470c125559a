"""What is stored. Every row hangs off a programme, and so off one course run."""

from ment_xblock.models.agreement import Agreement, Signature, Task
from ment_xblock.models.credit import CreditStart
from ment_xblock.models.notice import MailSwitch, Notice
from ment_xblock.models.pairing import HelpRequest, Pairing, Pause
from ment_xblock.models.private_note import PrivateNote
from ment_xblock.models.programme import Participant, Programme
from ment_xblock.models.training import LearnerChoice, TrainingResult

__all__ = [
    "Agreement",
    "CreditStart",
    "HelpRequest",
    "LearnerChoice",
    "MailSwitch",
    "Notice",
    "Pairing",
    "Participant",
    "Pause",
    "PrivateNote",
    "Programme",
    "Signature",
    "Task",
    "TrainingResult",
]
