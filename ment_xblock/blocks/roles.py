"""The role that a learner chooses, as a request brings it."""

from __future__ import annotations

from ment_xblock.blocks.entry_points import Call
from ment_xblock.domain.errors import FieldProblem, Invalid, Malformed
from ment_xblock.domain.people import Role


def chosen_role(call: Call) -> Role:
    """Read the role.

    Args:
        call: the request.

    Raises:
        Invalid: nothing was chosen.
        Malformed: there is no such role.
    """
    role = call.text("role")
    if not role:
        raise Invalid([FieldProblem("role", "choose_one")])
    if role not in set(Role):
        raise Malformed("not_readable")
    return Role(role)
