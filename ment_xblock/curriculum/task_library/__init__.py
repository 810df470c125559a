"""The task library: real digital jobs in craft firms, by DigComp 2.2 area and trade."""

from functools import cache

import attrs

from ment_xblock.curriculum.texts import Text, data, text
from ment_xblock.domain.errors import NotFound

_FOLDER = "task_library"
_TEXT_REVISION = 1


class UnknownTask(NotFound):
    """The library has no task with this id."""

    def __init__(self, task_id: str) -> None:
        super().__init__("unknown_task", task=task_id)


@attrs.frozen
class LibraryTask:
    """A digital job that a mentee may want to do alone.

    Attributes:
        id: Stable id, stored with people's data.
        revision: The newest revision of its words.
        area: Id of its DigComp 2.2 competence area.
        trades: Ids of the trades it fits; `any` alone means all of them.
    """

    id: str
    revision: int
    area: str
    trades: tuple[str, ...]

    @property
    def picture(self) -> str:
        """Path of its picture, as Django's `static()` takes it."""
        return f"ment_xblock/pictures/tasks/{self.id}.svg"

    def fits(self, trade: str) -> bool:
        """Tell whether people of a trade have this job.

        Args:
            trade: Id of the trade.

        Returns:
            Whether the task is for this trade, or for all of them.
        """
        return "any" in self.trades or trade in self.trades


@attrs.frozen
class TaskWords:
    """The words of a task: the job, and an example of how to know that it worked."""

    wording: Text
    example: Text


@attrs.frozen
class Credit:
    """The source of the areas, as its licence asks: words to show, and two addresses to link."""

    words: Text
    source: str
    licence: str


def all_tasks() -> tuple[LibraryTask, ...]:
    """List the tasks.

    Returns:
        Every task, in the order of the areas.
    """
    return tuple(_by_id().values())


def task(task_id: str) -> LibraryTask:
    """Find a task.

    Args:
        task_id: Id of the task.

    Returns:
        The task.

    Raises:
        UnknownTask: If the library has no such task.
    """
    try:
        return _by_id()[task_id]
    except KeyError:
        raise UnknownTask(task_id) from None


def task_words(task_id: str, language: str, revision: int | None = None) -> TaskWords:
    """Give the words of a task.

    Args:
        task_id: Id of the task.
        language: Language of the reader.
        revision: The revision stored when the task was chosen or signed; the newest if not given.

    Returns:
        The words, in the nearest language that has them.

    Raises:
        UnknownTask: If the library has no such task.
        UnknownTextError: If the task never had this revision.
    """
    found = task(task_id)
    entry = ("tasks", found.id, found.revision if revision is None else revision)
    return TaskWords(
        wording=text(_FOLDER, language, *entry, "wording"),
        example=text(_FOLDER, language, *entry, "example"),
    )


def areas(language: str) -> dict[str, Text]:
    """Name the competence areas.

    Args:
        language: Language of the reader.

    Returns:
        Names by id, in the order of DigComp 2.2.
    """
    return _names("areas", language)


def trades(language: str) -> dict[str, Text]:
    """Name the trades.

    Args:
        language: Language of the reader.

    Returns:
        Names by id, `any` first.
    """
    return _names("trades", language)


def skill_steps(language: str) -> dict[str, Text]:
    """Name the steps of skill, as asked in profiles and surveys.

    Args:
        language: Language of the reader.

    Returns:
        Names by id, from never tried to able to show others.
    """
    return _names("skill_steps", language)


def digcomp_credit(language: str) -> Credit:
    """Give the credit for DigComp 2.2, to be shown wherever its areas are shown.

    Args:
        language: Language of the reader.

    Returns:
        The credit line, with the addresses of the source and of its licence (CC BY 4.0).
    """
    links = data(_FOLDER, "tasks")["digcomp"]
    words = text(_FOLDER, language, "credits", "digcomp", _TEXT_REVISION)
    return Credit(words=words, source=links["source"], licence=links["licence"])


@cache
def _by_id() -> dict[str, LibraryTask]:
    return {row["id"]: LibraryTask(**row) for row in data(_FOLDER, "tasks")["tasks"]}


def _names(section: str, language: str) -> dict[str, Text]:
    return {
        key: text(_FOLDER, language, section, key, _TEXT_REVISION)
        for key in data(_FOLDER, "tasks")[section]
    }
