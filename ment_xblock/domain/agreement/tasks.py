"""The tasks in an agreement: real jobs at work that the mentee wants to do alone."""

from __future__ import annotations

import attrs

from ment_xblock.domain.agreement.terms import OWN_JOB, Values

SLOTS = (1, 2, 3)


@attrs.frozen
class AgreedTask:
    """One task as the agreement says it.

    Attributes:
        job: id in the task library; empty for a task in own words.
        words: the task in own words; empty for one of the library.
        evidence: how the pair will know that it worked.
    """

    job: str
    words: str
    evidence: str


def agreed_tasks(values: Values) -> list[AgreedTask]:
    """List the tasks of an agreement, in order, without empty places and doubles."""
    tasks: list[AgreedTask] = []
    for slot in SLOTS:
        job = str(values.get(f"task{slot}_job", ""))
        words = str(values.get(f"task{slot}_words", "")) if job == OWN_JOB else ""
        if not job or (job == OWN_JOB and not words):
            continue
        task = AgreedTask(
            job="" if job == OWN_JOB else job,
            words=words,
            evidence=str(values.get(f"task{slot}_evidence", "")),
        )
        if not any((task.job, task.words) == (other.job, other.words) for other in tasks):
            tasks.append(task)
    return tasks
