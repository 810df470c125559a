"""What a page of a survey would send: the pulse after a meeting of Giulia and Mario."""

from __future__ import annotations

from typing import Any

from ment_xblock.domain.people import Role
from ment_xblock.models import Pairing, RegisterEntry, Session
from ment_xblock.platform.local import LocalHost
from ment_xblock.services import surveys
from ment_xblock.services.survey_register import Finding, save_entry
from tests.blocks import survey_cast
from workbench_site.runtime import SiteRuntime

SLUG = "pulse"


def furnish(pair: int) -> None:
    """Meetings of two pairs, one of which Giulia has looked back on, and a line in the register."""
    survey_cast.held_session(Pairing.objects.get(mentor__user__username="piotr").pk)
    earlier = survey_cast.held_session(pair, days_ago=9)
    survey_cast.held_session(pair, days_ago=2)
    survey_cast.answer("giulia", SLUG, surveys.Occasion(session_id=earlier))
    host, block = LocalHost(), _block("chiara")
    told = Finding("Too loud", "A quiet room", is_shown=True)
    save_entry(host=host, actor=host.actor(block), here=host.block_ref(block), entry=told)


def request(handler: str, pair: int, variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    role = Role(variant or Role.MENTOR)
    newest = Session.objects.filter(pairing_id=pair).order_by("held_on").last()
    rows = {"rows": ["ring-me"], **_row("ring-me", "single", "Shall we ring?", "Yes\nNo")}
    what = {
        "instrument": "pulse",
        "rows_of": "pulse",
        "mode": "confidential",
        "role": "both",
        **rows,
        "add_kind": "likert",
    }
    requests: dict[str, dict[str, Any]] = {
        "page": {},
        "answer": {
            "_seen": survey_cast.form("mario", SLUG).seen,
            "_session": str(newest.pk) if newest else "",
            **survey_cast.everything(survey_cast.items("pulse", role)),
        },
        "close_survey": {},
        "people": {"offset": "0"},
        "download": {},
        "save_entry": {
            "entry": str(RegisterEntry.objects.get(finding="Too loud").pk),
            "finding": "Far too loud",
            "action": "A quiet room",
            "done_on": "2026-02-10",
            "is_shown": "true",
        },
        "delete_entry": {"entry": RegisterEntry.objects.get(finding="Too loud").pk},
        "add_question": what,
        "other_questions": what,
        "check_survey": what,
        "save_settings": {
            **what,
            "display_name": "How was it?",
            "weight": "2",
            "intro": "One minute.",
            "thanks": "Thanks.",
            "layout": "one",
            "opens_on": "2026-01-01",
            "closes_on": "2027-01-01",
            "after": "each-session",
            "session_number": "2",
            "weeks_later": "0",
            "time_zone": "Europe/Warsaw",
            "required_sessions": "5",
            "closes_with_last": "",
            "expected": "true",
        },
    }
    return requests[handler]


def _row(key: str, kind: str, text: str, options: str) -> dict[str, str]:
    row = {"kind": kind, "role": "both", "asked": "true", "text": text, "options": options}
    return {f"{key}.{name}": value for name, value in row.items()}


def _block(username: str) -> Any:
    runtime = SiteRuntime(username)
    return runtime.get_block(runtime.course.usage_keys[SLUG])
