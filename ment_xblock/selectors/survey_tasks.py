"""Which tasks a survey means that asks somebody about the tasks of their agreement."""

from __future__ import annotations

import attrs
from django.db.models import Q

from ment_xblock.domain.pairing import OPEN_STATES, State
from ment_xblock.domain.survey.items import TASK_ROWS, TASKS_REACHED, Definition
from ment_xblock.models import Pairing, Participant, Task


@attrs.frozen
class NamedTask:
    """One task that a pair agreed on.

    Attributes:
        task_id: its row.
        job: id in the task library; empty for a task in own words.
        words: the task in own words; empty for one of the library, and once its writer was erased.
    """

    task_id: int
    job: str
    words: str


@attrs.frozen
class AskedTasks:
    """The tasks that a survey names to one person, in the order of their agreement.

    Attributes:
        tasks: at least one, and at most as many as the question has rows.
        partner_user_id: the partner's user; None when they have left the site.
        ended_first: the person has been in several pairs, and this is the one that came to its end first.
        partner: first name of the partner; empty when they have left the site.
    """

    tasks: tuple[NamedTask, ...]
    partner_user_id: int | None
    ended_first: bool
    partner: str = ""

    @property
    def ids(self) -> tuple[int, ...]:
        """Keys of the tasks."""
        return tuple(task.task_id for task in self.tasks)

    def without_words(self) -> AskedTasks:
        """The same without what the pair wrote, for staff who view as a learner."""
        tasks = tuple(attrs.evolve(task, words="") for task in self.tasks)
        return attrs.evolve(self, tasks=tasks)


def asked_tasks(person: Participant, definition: Definition) -> AskedTasks | None:
    """The tasks that a survey means when it asks somebody about those of their agreement.

    They are those of the pair whose end opens the form (``Way.pair_ended_at``): the first that came to its end. While none
    has, those of the only pair that is open.

    Args:
        person: who is asked.
        definition: the survey.

    Returns:
        None where the survey does not ask, where no tasks were agreed on, and where several open pairs may be meant. None
        in an anonymous survey as well: that somebody answered about a third task would tell in which pair they are.
    """
    if definition.is_anonymous or definition.item(TASKS_REACHED) is None:
        return None
    mine = Pairing.objects.filter(Q(mentor=person) | Q(mentee=person)).exclude(state=State.DECLINED)
    pairs = list(mine.select_related("mentor", "mentee").order_by("closed_at", "pk"))
    pair = _meant(pairs)
    if pair is None:
        return None
    rows = Task.objects.filter(pairing=pair, dropped_at=None).order_by("position", "pk")
    tasks = tuple(NamedTask(row.pk, row.job, row.words) for row in rows[: len(TASK_ROWS)])
    partner = pair.mentee if pair.mentor_id == person.pk else pair.mentor
    ended_first = len(pairs) > 1 and pair.state == State.ENDED
    return AskedTasks(tasks, partner.user_id, ended_first) if tasks else None


def _meant(pairs: list[Pairing]) -> Pairing | None:
    """Of somebody's pairs, by the moment of their end, the one that a form looks back on."""
    ended = [pair for pair in pairs if pair.state == State.ENDED and pair.closed_at is not None]
    still_open = [pair for pair in pairs if pair.state in OPEN_STATES]
    if ended:
        return ended[0]
    return still_open[0] if len(still_open) == 1 else None
