"""What the platform announces, and what we do about it. ``apps.py`` names the receivers for the plugin loader."""

from __future__ import annotations

from typing import Any

from ment_xblock.platform.hosting import current_host
from ment_xblock.services.credit import restart_credit

OUR_BLOCKS = "ment_"


def restart_credit_of_deleted_state(sender: Any, instance: Any, **_kwargs: Any) -> None:
    """Start a learner's credit anew after an instructor deleted their state of one of our blocks.

    "Delete state" for all learners calls no hook of the block, it only deletes the rows
    (lms/djangoapps/instructor_task/tasks_helper/module_state.py, delete_problem_module_state). "Delete state" for one
    learner deletes the row too (lms/djangoapps/instructor/enrollment.py, reset_student_attempts), so this covers both.

    Args:
        sender: the class StudentModule (lms/djangoapps/courseware/models.py).
        instance: the row that was deleted.
    """
    usage_key = instance.module_state_key.map_into_course(instance.course_id)
    if not usage_key.block_type.startswith(OUR_BLOCKS):
        return
    restart_credit(
        host=current_host(),
        course_key=str(instance.course_id),
        usage_key=str(usage_key),
        user_id=instance.student_id,
    )
