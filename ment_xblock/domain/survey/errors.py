"""What can be wrong with the data of a survey: codes and places, never sentences."""

from __future__ import annotations

from ment_xblock.domain.errors import MentError
from ment_xblock.domain.training.errors import Problem


class SurveyInvalid(MentError):
    """The data is not a survey.

    Attributes:
        problems: every mistake that was found, in reading order, each with its place.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("survey_invalid", problems=[problem.code for problem in problems])
        self.problems = problems
