"""A hundred thousand answered surveys: how long the results page takes, and how often it asks the database.

    PYTHONPATH=. DJANGO_SETTINGS_MODULE=workbench_site.settings python benchmarks/bench_surveys.py --responses 100000

It works in a temporary SQLite file; ``DATABASE_URL`` names another database, in which it leaves a course of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from pathlib import Path

COURSE = "course-v1:MENT+BENCH+surveys"
BATCH = 2000


def main() -> None:
    """Fill a database, then read and close."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=100_000)
    responses = parser.parse_args().responses
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench_site.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        for mode in ("confidential", "anonymous"):
            _measure(mode, responses)


def _measure(mode: str, responses: int) -> None:
    from ment_xblock.curriculum import surveys
    from ment_xblock.domain.people import Actor, Person
    from ment_xblock.platform.local import LocalHost
    from ment_xblock.platform.ports import BlockRef
    from ment_xblock.selectors.survey_results import survey_results
    from ment_xblock.services.survey_closing import close

    definition = surveys.definition({"instrument": "mid", "mode": mode})
    _fill(mode, definition, responses)
    teacher = Actor(COURSE, Person(_user(), "bench", "Bench"), is_enrolled=True, is_staff=True)
    which = {
        "host": LocalHost(),
        "actor": teacher,
        "here": BlockRef(mode, COURSE, "ment_survey"),
        "definition": definition,
    }
    if mode == "anonymous":
        _timed(f"{mode}: close", lambda: close(**which))
    _timed(f"{mode}: results", lambda: survey_results(**which))


def _timed(what: str, call) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        start = time.perf_counter()
        call()
        seconds = time.perf_counter() - start
    print(f"{what}: {seconds:.2f} s, {len(asked)} queries")


def _user() -> int:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get_or_create(username="bench")[0].pk


def _fill(mode: str, definition, responses: int) -> None:
    from django.utils import timezone

    from ment_xblock.domain.survey.parse import definition_to_data
    from ment_xblock.models import Participant, Programme, SurveyParticipation, SurveyRun

    now = timezone.now()
    programme = Programme.objects.get_or_create(course_key=COURSE, defaults={"created_at": now})[0]
    everybody = {"role_items": ["mentee", "mentor"], "owner_items": True, "by_role": True}
    run = SurveyRun.objects.create(
        programme=programme, usage_key=mode, when="mid", mode=mode, asked=everybody
    )
    version = run.versions.create(
        number=1, digest=definition.digest, definition=definition_to_data(definition)
    )
    for start in range(0, responses, BATCH):
        people = Participant.objects.bulk_create(
            Participant(programme=programme, role=("mentor", "mentee")[number % 2], created_at=now)
            for number in range(min(BATCH, responses - start))
        )
        forms = SurveyParticipation.objects.bulk_create(
            SurveyParticipation(
                run=run,
                participant=person,
                version=version if mode == "confidential" else None,
                answered_at=now if mode == "confidential" else None,
            )
            for person in people
        )
        _answer(mode, definition, version, forms)


def _answer(mode: str, definition, version, forms) -> None:
    from ment_xblock.models import SurveyAnswer

    rows = []
    for form in forms:
        role = form.participant.role
        for item in definition.items:
            if role in item.roles and item.kind.numbers:
                rows.append(
                    SurveyAnswer(
                        run_id=form.run_id,
                        version=version,
                        participation=form if mode == "confidential" else None,
                        role=role,
                        slot=item.id,
                        number=random.choice(item.kind.numbers),
                    )
                )
    SurveyAnswer.objects.bulk_create(rows, batch_size=BATCH)


if __name__ == "__main__":
    main()
