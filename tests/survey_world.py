"""Surveys for tests: a crowd of any size in the demo course, who answer by the real services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import attrs
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ment_xblock.curriculum import surveys
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.items import Definition
from ment_xblock.domain.survey.schedule import Schedule
from ment_xblock.models import Pairing, Participant, Profile, Programme, Session, SurveyRun
from ment_xblock.platform.ports import BlockRef
from ment_xblock.selectors.survey_form import SurveyForm, survey_form
from ment_xblock.selectors.survey_results import SurveyResults, survey_results
from ment_xblock.services import survey_closing
from ment_xblock.services import surveys as services
from ment_xblock.services.surveys import Occasion
from tests.world import CHIARA, World
from workbench_site.models import Enrolment

BLOCK_TYPE = "ment_survey"
NO_OCCASION = Occasion()


def defined(instrument: str = "mid", mode: str = "confidential", **more: Any) -> Definition:
    """What an author decided."""
    return surveys.definition({"instrument": instrument, "mode": mode, **more})


@attrs.define
class Survey:
    """One survey in the course of a world.

    Attributes:
        world: the course and its people.
        definition: what the survey asks.
        schedule: when it is open.
        usage_key: its place.
        required_sessions: the author's setting, for pulses.
    """

    world: World
    definition: Definition
    schedule: Schedule = attrs.field(factory=Schedule)
    usage_key: str = "survey-of-a-test"
    required_sessions: int = 4

    @property
    def here(self) -> BlockRef:
        settings = {
            "survey": self.definition,
            "schedule": self.schedule,
            "required_sessions": self.required_sessions,
        }
        return BlockRef(
            self.usage_key,
            self.world.course_key,
            BLOCK_TYPE,
            settings=settings,
            name=self.usage_key,
        )

    @property
    def run(self) -> SurveyRun:
        return SurveyRun.objects.get(usage_key=self.usage_key)

    def form(self, username: str) -> SurveyForm:
        """What a learner sees."""
        return survey_form(
            host=self.world.host,
            actor=self.world.actor(username),
            here=self.here,
            definition=self.definition,
            schedule=self.schedule,
        )

    def answer(
        self,
        username: str,
        given: Mapping[str, Any],
        *,
        occasion: Occasion = NO_OCCASION,
        seen: str | None = None,
        **known: Any,
    ) -> None:
        """Let somebody send a form; credit follows at once."""
        if seen is None:
            seen = self.form(username).seen
        with TestCase.captureOnCommitCallbacks(execute=True):
            services.answer(
                host=self.world.host,
                actor=self.world.actor(username, **known),
                here=self.here,
                definition=self.definition,
                schedule=self.schedule,
                given=given,
                seen=seen,
                occasion=occasion,
            )

    def close(self, username: str = CHIARA) -> None:
        """Let the facilitator close it."""
        survey_closing.close(
            host=self.world.host,
            actor=self.world.actor(username),
            here=self.here,
            definition=self.definition,
        )

    def results(self, username: str = CHIARA) -> SurveyResults:
        """What the facilitator sees."""
        return survey_results(
            host=self.world.host,
            actor=self.world.actor(username),
            here=self.here,
            definition=self.definition,
        )

    def shown(self, item: str) -> Any:
        """The result of one item in its present wording; None where it is hidden."""
        (found,) = (one for one in self.results().items if one.item.id == item and one.is_current)
        return None if found.is_hidden else found


def more_people(world: World, mentors: int, mentees: int, owners: int = 0) -> list[str]:
    """Enter people with a role: ``mentor1``… and ``mentee1``…, the first mentees own their firm."""
    now = timezone.now()
    programme, _made = Programme.objects.get_or_create(
        course_key=world.course_key, defaults={"created_at": now}
    )
    names = [(f"mentor{n}", Role.MENTOR) for n in range(1, mentors + 1)]
    names += [(f"mentee{n}", Role.MENTEE) for n in range(1, mentees + 1)]
    user_model = get_user_model()
    user_model.objects.bulk_create(
        user_model(username=name, first_name=name.title(), last_name="Doe", password="!")
        for name, _role in names
    )
    users = user_model.objects.in_bulk([name for name, _role in names], field_name="username")
    Enrolment.objects.bulk_create(
        Enrolment(user=users[name], course_key=world.course_key) for name, _role in names
    )
    Participant.objects.bulk_create(
        Participant(programme=programme, user=users[name], role=role.value, created_at=now)
        for name, role in names
    )
    bosses = [f"mentee{n}" for n in range(1, owners + 1)]
    Profile.objects.bulk_create(
        Profile(participant=person, is_boss=True, updated_at=now)
        for person in Participant.objects.filter(user__username__in=bosses)
    )
    return [name for name, _role in names]


def held_session(pair: int, days_ago: int = 1) -> int:
    """A logged session of a pair."""
    now = timezone.now()
    day = (now - timedelta(days=days_ago)).date()
    return Session.objects.create(
        pairing=Pairing.objects.get(pk=pair),
        state="logged",
        held_on=day,
        held_key=f"{pair}-{day}",
        minutes=45,
        created_at=now,
        logged_at=now,
        timed_at=now,
    ).pk


def reads(call: Callable[..., Any], *arguments: Any, **named: Any) -> tuple[Any, int]:
    """What is read, and in how many queries."""
    with CaptureQueriesContext(connection) as asked:
        found = call(*arguments, **named)
    return found, len(asked)


def be_the_course(monkeypatch: pytest.MonkeyPatch, *surveys: Survey) -> None:
    """Let the host know these surveys as all blocks of the course; each has the name of its place."""
    (host,) = {type(survey.world.host) for survey in surveys}
    monkeypatch.setattr(
        host,
        "blocks",
        # Asked each time, since a test may change what a survey asks.
        lambda _host, _course, *types: tuple(one.here for one in surveys if BLOCK_TYPE in types),
    )
