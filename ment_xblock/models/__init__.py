"""What is stored. Every row hangs off a programme, and so off one course run."""

from ment_xblock.models.agreement import Agreement, Signature, Task
from ment_xblock.models.credit import CreditStart
from ment_xblock.models.pairing import HelpRequest, Pairing, Pause
from ment_xblock.models.programme import Participant, Programme

__all__ = [
    "Agreement",
    "CreditStart",
    "HelpRequest",
    "Pairing",
    "Participant",
    "Pause",
    "Programme",
    "Signature",
    "Task",
]
