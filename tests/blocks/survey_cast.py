"""People who answer the demo's surveys, by the real services, and what they would type."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ment_xblock.curriculum import surveys as built_in
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.items import Asking, Item
from ment_xblock.models import Pairing, Session
from ment_xblock.platform.local import LocalHost
from ment_xblock.selectors.survey_form import SurveyForm, survey_form
from ment_xblock.services import survey_closing, surveys
from ment_xblock.services.survey_register import Finding, save_entry
from tests.typed import everything
from workbench_site.course_run import published_course
from workbench_site.runtime import SiteRuntime

ONCE = surveys.Occasion()


def held_session(pair: int, days_ago: int = 2) -> int:
    """A logged meeting of a pair."""
    now = LocalHost().now()
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


def block(username: str, slug: str) -> Any:
    """A survey as it stands before one person."""
    return SiteRuntime(username).get_block(published_course().usage_keys[slug])


def form(username: str, slug: str) -> SurveyForm:
    """What a learner is asked."""
    host, survey = LocalHost(), block(username, slug)
    return survey_form(
        host=host,
        actor=host.actor(survey),
        here=host.block_ref(survey),
        definition=survey.definition,
        schedule=survey.schedule,
    )


def answer(
    username: str, slug: str, occasion: surveys.Occasion = ONCE, number: int = 4, **given: Any
) -> None:
    """Let somebody send a form with one number everywhere, but for what is given."""
    host, survey, seen = LocalHost(), block(username, slug), form(username, slug)
    surveys.answer(
        host=host,
        actor=host.actor(survey),
        here=host.block_ref(survey),
        definition=survey.definition,
        schedule=survey.schedule,
        given={**everything(seen.items, number), **given},
        seen=seen.seen,
        occasion=occasion,
    )


def newest(username: str, slug: str) -> surveys.Occasion:
    """The latest meeting that waits for a pulse."""
    return surveys.Occasion(session_id=form(username, slug).waiting[0].session_id)


def close(slug: str) -> None:
    """Let the facilitator close a survey."""
    host, survey = LocalHost(), block("chiara", slug)
    about = {"host": host, "actor": host.actor(survey), "here": host.block_ref(survey)}
    survey_closing.close(**about, definition=survey.definition)


def tell(slug: str, finding: str, action: str) -> None:
    """Let the facilitator show a line of the register."""
    host, survey = LocalHost(), block("chiara", slug)
    about = {"host": host, "actor": host.actor(survey), "here": host.block_ref(survey)}
    save_entry(**about, entry=Finding(finding, action, is_shown=True))


def items(instrument: str, role: Role) -> tuple[Item, ...]:
    """What a role is asked in a built-in survey."""
    definition = built_in.definition({"instrument": instrument, "mode": "confidential"})
    return definition.items_for(Asking(role))
