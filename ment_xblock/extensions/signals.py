"""What the platform announces, and what we do about it. ``apps.py`` names the receivers for the plugin loader."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from ment_xblock.extensions.letters import tell_that_partner_left
from ment_xblock.extensions.where_used import OUR_BLOCKS
from ment_xblock.platform.hosting import current_host
from ment_xblock.selectors.left_behind import left_behind_by
from ment_xblock.services.credit import restart_credit
from ment_xblock.services.personal_data import erase_person


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


def erase_retired_person(sender: Any, user: Any, **_kwargs: Any) -> None:
    """Erase somebody whose account is retired.

    USER_RETIRE_LMS_MISC comes first, while the names are still there, and USER_RETIRE_LMS_CRITICAL later, after the
    profile was emptied (openedx/core/djangoapps/user_api/accounts/views.py, LMSAccountRetirementView.post and
    AccountRetirementView.post). Each is sent again when an operator repeats a step that failed. A failure here must
    reach them, so that they know, and repeat it.

    Args:
        sender: the class of the view.
        user: the account.
    """
    erase_person(host=current_host(), user_id=user.pk)


def tell_partners_of_leaving(sender: Any, enrollment: Any, **_kwargs: Any) -> None:
    """Tell the partners of somebody who was unenrolled, once that is stored.

    COURSE_UNENROLLMENT_COMPLETED is sent by common/djangoapps/student/models/course_enrollment.py,
    CourseEnrollment.update_enrollment, also when the account is about to be retired.

    Args:
        sender: of no meaning.
        enrollment: openedx_events/learning/data.py, CourseEnrollmentData.
    """
    course_key, user_id = str(enrollment.course.course_key), enrollment.user.id

    def tell() -> None:
        host = current_host()
        for left in left_behind_by(host=host, course_key=course_key, user_id=user_id):
            tell_that_partner_left(host, course_key, left)

    # A mail that cannot go out must not keep anybody in a course.
    transaction.on_commit(tell, robust=True)
