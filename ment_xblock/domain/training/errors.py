"""What can be wrong with a module or with an answer: codes and places, never sentences."""

from collections.abc import Mapping

from attrs import field, frozen

from ment_xblock.domain.errors import Malformed, MentError


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


class ModuleInvalid(MentError):
    """The data is not a module.

    Attributes:
        problems: every mistake that was found, in reading order.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("module_invalid", problems=[problem.code for problem in problems])
        self.problems = problems


class AnswerRefused(Malformed):
    """An answer that a page of ours cannot send: broken, or forged.

    Attributes:
        path: place in the answer, such as ``"piles.card-1"``.
    """

    def __init__(self, code: str, path: str = "", **params: object) -> None:
        super().__init__(code, path=path, **params)
        self.path = path
