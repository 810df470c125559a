"""What can be wrong with a module or with an answer: codes and places, never sentences."""

from collections.abc import Mapping

from attrs import field, frozen


@frozen
class Problem:
    """One mistake in the data of a module.

    Attributes:
        code: Stable name of the mistake, such as ``field.missing``.
        path: Place in the data, such as ``activities[3].options[1].reason``.
        params: What a message needs to say it clearly.
    """

    code: str
    path: str
    params: Mapping[str, object] = field(factory=dict)


class ModuleInvalidError(Exception):
    """The data is not a module. Holds every mistake that was found, in reading order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{problem.code} at {problem.path}" for problem in problems))
        self.problems = problems


class AnswerRefusedError(Exception):
    """An answer that this activity cannot have: a mistake of the page, or a forgery."""

    def __init__(self, code: str, path: str = "", **params: object) -> None:
        super().__init__(f"{code} at {path or 'answer'}")
        self.code = code
        self.path = path
        self.params = params
