"""Brings the invented people to life: accounts by Django, and all they have done by the services, as themselves."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

import attrs
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone
from xblock.core import XBlock

from ment_xblock.domain.pairing import Act
from ment_xblock.domain.people import Role
from ment_xblock.mails import send_due_mails
from ment_xblock.models import Participant
from ment_xblock.platform.local import LocalHost
from ment_xblock.selectors.agreement_page import agreement_page
from ment_xblock.services import agreements, pairings
from ment_xblock.services.participants import ParticipantSettings, save_participant
from workbench_site.cohort import COHORT, FORERUNNERS, Member, Part
from workbench_site.course import COURSE_KEY
from workbench_site.course_run import published_course
from workbench_site.earlier_run import seed_earlier_run
from workbench_site.forerunner_stories import (
    FORERUNNER_JOININGS,
    FORERUNNER_PROFILES,
    FORERUNNER_STORIES,
)
from workbench_site.journal_seeding import seed_meetings
from workbench_site.matching_stories import NEWCOMERS, profile_before_matching
from workbench_site.models import CourseStaff, Enrolment, Profile
from workbench_site.plan_seeding import seed_dates
from workbench_site.profile_stories import PROFILES, tell_profile
from workbench_site.profile_stories import UNIT as PROFILE_UNIT
from workbench_site.runtime import SiteRuntime
from workbench_site.stories import JOININGS, STORIES, Day, Joining, Step, Story
from workbench_site.survey_stories import seed_surveys
from workbench_site.training_seeding import seed_training

ADMIN = "admin"
UNIT = "agreement"
FACILITATOR = "chiara"
_ROLES = {
    member.username: {Part.JUNIOR: Role.MENTOR, Part.SENIOR: Role.MENTEE}.get(member.part)
    for member in (*COHORT, *FORERUNNERS)
}
_WITH_REASON = {
    Act.PAUSE: pairings.pause,
    Act.END: pairings.end,
    Act.ASK_REMATCH: pairings.ask_rematch,
}


@attrs.frozen
class EarlierHost(LocalHost):
    """The local host on an evening some days ago."""

    days_ago: int

    def now(self) -> datetime:
        """That evening."""
        evening = timezone.localtime().replace(hour=18, minute=10, second=0, microsecond=0)
        return evening - timedelta(days=self.days_ago)


def seed_people() -> None:
    """Give everybody who has no account yet theirs, with profile and place in the course."""
    for member in COHORT:
        _enter(member)


def seed_stories() -> None:
    """Let the people do what they have done so far, unless somebody takes part already.

    Each step is a transaction of its own, in which credit is reported; the caller may hold them together by one more.
    """
    taking_part = Participant.objects.filter(programme__course_key=COURSE_KEY)
    if taking_part.exists() or UNIT not in published_course().units:
        return
    for member in FORERUNNERS:
        _enter(member)
    for joining in (*FORERUNNER_JOININGS, *JOININGS):
        _join(joining)
        _tell(joining)
    participants = dict(taking_part.values_list("user__username", "pk"))
    for story in (*FORERUNNER_STORIES, *STORIES):
        _live(story, participants)
    for joining in FORERUNNER_JOININGS:
        # They are through; nobody shall propose another partner for them.
        _join(attrs.evolve(joining, days_ago=1, capacity=0))
    seed_training(EarlierHost)
    seed_earlier_run(EarlierHost, FACILITATOR)
    seed_meetings(EarlierHost)
    seed_dates(EarlierHost)
    seed_surveys()
    # What the mails of yesterday were.
    send_due_mails(host=EarlierHost(days_ago=1), course_key=COURSE_KEY)


def seed_before_pairs() -> None:
    """Let everybody have a role and a complete profile and nobody a partner, unless somebody takes part already."""
    if Participant.objects.filter(programme__course_key=COURSE_KEY).exists():
        return
    for joining in NEWCOMERS:
        _join(joining)
        block = _block_of(joining.username, PROFILE_UNIT)
        tell_profile(
            EarlierHost(joining.days_ago), block, profile_before_matching(joining.username)
        )


def renew_admin() -> str:
    """Give the administrator a new password, and an account where there is none.

    Returns:
        The password.
    """
    password = secrets.token_urlsafe(9)
    admin, _ = get_user_model().objects.get_or_create(
        username=ADMIN, defaults={"is_staff": True, "is_superuser": True}
    )
    admin.set_password(password)
    admin.save()
    return password


def _enter(member: Member) -> None:
    user, is_new = get_user_model().objects.get_or_create(
        username=member.username,
        defaults={
            "first_name": member.first_name,
            "last_name": member.last_name,
            "email": member.email,
        },
    )
    if not is_new:
        return
    user.set_unusable_password()
    user.save()
    Profile.objects.create(user=user, language=member.language, time_zone=member.time_zone)
    if member.part is Part.FACILITATOR:
        CourseStaff.objects.create(course_key=COURSE_KEY, user=user)
    if member.part is not Part.STRANGER:
        Enrolment.objects.create(course_key=COURSE_KEY, user=user, cohort=member.cohort)


def _join(joining: Joining) -> None:
    host = EarlierHost(joining.days_ago)
    save_participant(
        host=host,
        actor=host.actor(_block_of(FACILITATOR)),
        user_id=host.actor(_block_of(joining.username)).user_id,
        settings=ParticipantSettings(_ROLES[joining.username], joining.capacity, joining.under_18),
    )


def _tell(joining: Joining) -> None:
    """Let somebody fill in their profile on the day on which they joined."""
    profiles = {**PROFILES, **FORERUNNER_PROFILES}
    if PROFILE_UNIT in published_course().units and joining.username in profiles:
        host = EarlierHost(joining.days_ago)
        block = _block_of(joining.username, PROFILE_UNIT)
        tell_profile(host, block, profiles[joining.username])


def _live(story: Story, participants: dict[str, int]) -> None:
    host = EarlierHost(story.days_ago)
    pair = pairings.pair(
        host=host,
        actor=host.actor(_block_of(FACILITATOR)),
        mentor_id=participants[story.mentor],
        mentee_id=participants[story.mentee],
    )
    for step in story.steps:
        _do(step, pair.pairing_id)


def _do(step: Step, pairing_id: int) -> None:
    host, block = EarlierHost(step.days_ago), _block_of(step.by)
    acting = {"host": host, "actor": host.actor(block), "pairing_id": pairing_id}
    if step.act in _WITH_REASON:
        _WITH_REASON[step.act](**acting, reason=step.reason)
        return
    reading = {"settings": block.author_settings, "here": host.block_ref(block)}
    page = agreement_page(**acting, **reading)
    if step.act is Act.SIGN:
        language = _language_of(acting["actor"].person.language)
        agreements.sign(**acting, **reading, seen=page.fingerprint, language=language)
    else:
        agreements.save(
            **acting,
            settings=block.author_settings,
            typed={field: _plain(value) for field, value in step.typed.items()},
            base_revision=page.revision,
            new_version=page.version.is_signed,
        )


def _block_of(username: str, unit: str = UNIT) -> XBlock:
    """The block of a unit, as it stands before one person."""
    runtime = SiteRuntime(username)
    return runtime.get_block(runtime.course.usage_keys[unit])


def _language_of(wanted: str) -> str:
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _plain(value: Any) -> Any:
    return value.seen_from(timezone.localdate()).isoformat() if isinstance(value, Day) else value
