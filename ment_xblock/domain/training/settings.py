"""What an author decides about one module, and for whom a track is."""

from collections.abc import Mapping

from attrs import frozen

from ment_xblock.domain.people import Role
from ment_xblock.domain.training.values import JUNIOR, MARKS, SENIOR, Module

TRACK_OF: Mapping[Role, str] = {Role.MENTOR: JUNIOR, Role.MENTEE: SENIOR}
ROLE_OF: Mapping[str, Role] = {track: role for role, track in TRACK_OF.items()}


@frozen
class TrainingSettings:
    """A module with the author's settings for it.

    Attributes:
        module: the module in the reader's language.
        free_order: any activity may be opened; else each one opens once all before it are done.
        pass_percent: the author's own pass mark, 1 to 100; None for the one of the module.
        full_at_pass: full credit from the pass mark on; else the share of the points.
    """

    module: Module
    free_order: bool = False
    pass_percent: int | None = None
    full_at_pass: bool = True

    @property
    def needed(self) -> int | None:
        """The pass mark in per cent; None for a module without marks."""
        if self.module.pass_rule.rule != MARKS:
            return None
        return self.pass_percent or self.module.pass_rule.percent
