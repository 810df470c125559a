"""Meetings as stored, read as the domain's values; for the services and pages of the journal."""

from __future__ import annotations

from ment_xblock.domain.agreement.merge import Touch
from ment_xblock.domain.agreement.terms import Value
from ment_xblock.domain.journal.clock import Rest
from ment_xblock.domain.journal.log import FACTS, OTHER_TASK, LogForm, log_form
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import HELD_STATES
from ment_xblock.models import Action, Pairing, Pause, Session, Task

REFLECTION = "reflection"


def form_of(settings: JournalSettings, pairing: Pairing, session: Session | None) -> LogForm:
    """What the log of a meeting asks; a task that was dropped can still be kept where it stands."""
    tasks = list(Task.objects.filter(pairing=pairing, dropped_at=None).values_list("pk", flat=True))
    if session is not None and session.task_id is not None and session.task_id not in tasks:
        tasks.append(session.task_id)
    return log_form(settings, tasks)


def facts_of(session: Session | None) -> dict[str, Value]:
    """The facts of a log; empty for a meeting without one."""
    if session is None or session.state not in HELD_STATES:
        return {}
    facts: dict[str, Value] = {}
    for field in FACTS:
        value = _value(session, field.id)
        if value not in ("", [], None):
            facts[field.id] = value
    return facts


def touches_of(session: Session | None) -> dict[str, Touch]:
    """Who changed each fact last."""
    if session is None or session.state not in HELD_STATES:
        return {}
    return {field: Touch(*last) for field, last in session.touches.items()}


def open_actions_of(pairing_id: int) -> list[int]:
    """Ids of the open actions of a pair."""
    rows = Action.objects.filter(pairing_id=pairing_id, state=Action.State.OPEN)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def rests_of(pairing_id: int) -> list[Rest]:
    """The pauses of a pair."""
    rows = Pause.objects.filter(pairing_id=pairing_id).values_list("started_at", "ended_at")
    return [Rest(start, end) for start, end in rows]


def reflection_place(session_id: int) -> str:
    """Under which name a private reflection on a meeting is kept."""
    return f"meeting-{session_id}"


def _value(session: Session, field: str) -> Value | None:
    if field == "task":
        if session.task_id is not None:
            return str(session.task_id)
        return OTHER_TASK if "task" in session.touches else ""
    if field == "held_on":
        return session.held_on.isoformat() if session.held_on else ""
    value: Value | None = getattr(session, field)
    return value
