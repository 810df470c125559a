"""The host in the LMS and Studio.

Every import of the platform stands inside the function that needs it, with a note of the file and function of the
platform that it relies on (mid-2025 names). So this package can be imported anywhere, and a platform that moves
something breaks one function, not the start of the server.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from ment_xblock.platform.lms import (
    accounts,
    actors,
    announcements,
    cohorts,
    courseware,
    jobs,
    keys,
    mail,
    records,
)


class LmsHost:
    """Fulfils ``ment_xblock.platform.ports.Host``, where each promise is described."""

    course_key = staticmethod(keys.course_key)
    block_ref = staticmethod(courseware.block_ref)
    blocks = staticmethod(courseware.blocks)
    open_block = staticmethod(courseware.open_block)
    course_end = staticmethod(courseware.course_end)
    course_names = staticmethod(courseware.course_names)
    advanced_modules = staticmethod(courseware.advanced_modules)
    unit_url = staticmethod(courseware.unit_url)
    site_url = staticmethod(courseware.site_url)

    actor = staticmethod(actors.actor)
    visitor = staticmethod(actors.visitor)
    may_author = staticmethod(actors.may_author)

    people = staticmethod(accounts.people)
    names_of = staticmethod(accounts.names_of)
    learners = staticmethod(accounts.learners)
    learner_ids = staticmethod(accounts.learner_ids)
    is_enrolled = staticmethod(accounts.is_enrolled)
    enrolled_ids = staticmethod(accounts.enrolled_ids)
    staff_ids = staticmethod(accounts.staff_ids)
    cohort_names = staticmethod(cohorts.cohort_names)
    cohorts_of = staticmethod(cohorts.cohorts_of)
    taught_by = staticmethod(accounts.taught_by)
    team_ids = staticmethod(accounts.team_ids)
    user_id_of = staticmethod(accounts.user_id_of)

    publish_grade = staticmethod(records.publish_grade)
    publish_completion = staticmethod(records.publish_completion)
    save_marker = staticmethod(records.save_marker)

    send_mail = staticmethod(mail.send_mail)
    announce = staticmethod(announcements.announce)
    start_job = staticmethod(jobs.start_job)

    @staticmethod
    def now() -> datetime:
        """The present moment, with time zone."""
        return timezone.now()
