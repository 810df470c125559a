"""Files that people take away, as the LMS hands them on."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import StringIO

from ment_xblock.models import Session
from ment_xblock.selectors.exports import TABLES
from tests.lms.programme import (
    AGREEMENT,
    DASHBOARD,
    JOURNAL,
    SURVEY,
    THINKS,
    TRAINING,
    ProgrammeInTheLms,
)

NAME = "Zoë Đurić-Łącka „Zo“"
MANY = 3000


class TestDownloads(ProgrammeInTheLms):
    """common/djangoapps/util/… webob_to_django_response, by lms/djangoapps/courseware/block_render.py."""

    def setUp(self):
        super().setUp()
        self.whole_story()
        profile = self.world.user(self.ids["giulia"]).profile
        profile.name = NAME
        profile.save()

    def taken(self, name, block_type, handler, **data):
        answer = self.do(name, block_type, handler, **data)
        assert answer["Cache-Control"] == "private, no-store", handler
        assert answer["X-Content-Type-Options"] == "nosniff", handler
        return answer

    def test_each_table_in_each_form(self):
        for table in TABLES:
            for form, content_type in (("csv", "text/csv"), ("json", "application/json")):
                answer = self.taken("chiara", DASHBOARD, "download_table", table=table, form=form)
                assert answer["Content-Type"] == f"{content_type}; charset=utf-8"
                expected = f'attachment; filename="mentoring-{table}.{form}"'
                assert answer["Content-Disposition"] == expected
                text = answer.content.decode("utf-8-sig")
                rows = (
                    json.loads(text)["rows"] if form == "json" else list(csv.reader(StringIO(text)))
                )
                assert rows, table
                assert THINKS not in text

    def test_accents_come_through(self):
        for form in ("csv", "json"):
            answer = self.taken(
                "chiara", DASHBOARD, "download_table", table="participants", form=form
            )
            assert "Zoë Đurić-Łącka" in answer.content.decode("utf-8-sig")

    def test_thousands_of_meetings(self):
        self._many_meetings()
        for form in ("csv", "json"):
            answer = self.taken("chiara", DASHBOARD, "download_table", table="sessions", form=form)
            text = answer.content.decode("utf-8-sig")
            rows = (
                json.loads(text)["rows"] if form == "json" else list(csv.reader(StringIO(text)))[1:]
            )
            assert len(rows) == MANY + 1

    def test_what_a_learner_takes_away(self):
        mine = self.taken("giulia", DASHBOARD, "my_data", form="json")
        assert mine["Content-Disposition"].startswith("attachment")
        text = mine.content.decode()
        assert THINKS in json.dumps(json.loads(text), ensure_ascii=False)
        pair = {"pairing": self.pairing.pk}
        for block_type, handler, data in (
            (DASHBOARD, "my_data", {"form": "html"}),
            (DASHBOARD, "certificate", {}),
            (AGREEMENT, "print_page", pair),
            (TRAINING, "take_away", {}),
        ):
            page = self.taken("giulia", block_type, handler, **data)
            assert page["Content-Type"] == "text/html; charset=utf-8"
            assert "<html" in page.content.decode()

    def test_calendar_files(self):
        day = self.world.host.now().date() + timedelta(days=5)
        sheet = {
            "day": day.isoformat(),
            "time": "17:30",
            "minutes": "60",
            "way": "in_person",
            "place": "Caffè Ölmühle",
            "task": "",
            "client_id": "plan-1",
            "known": " ".join(str(one) for one in Session.objects.values_list("pk", flat=True)),
        }
        pair = {"pairing": self.pairing.pk}
        self.do("giulia", JOURNAL, "propose_meeting", **pair, **sheet)
        planned = Session.objects.get(starts_at__gt=self.world.host.now())
        for block_type, handler, more in (
            (AGREEMENT, "calendar", {}),
            (JOURNAL, "meeting_file", {"session": planned.pk}),
        ):
            file = self.taken("mario", block_type, handler, **pair, **more)
            assert file["Content-Type"] == "text/calendar; charset=utf-8"
            assert file.content.startswith(b"BEGIN:VCALENDAR\r\n")

    def test_the_answers_of_a_survey(self):
        file = self.taken("chiara", SURVEY, "download")
        assert file["Content-Type"].startswith("text/csv")
        assert len(list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))) > 1

    def _many_meetings(self):
        now = self.world.host.now()
        days = [now.date() - timedelta(days=10 + number) for number in range(MANY)]
        Session.objects.bulk_create(
            Session(
                pairing=self.pairing,
                state="logged",
                held_on=day,
                held_key=f"{self.pairing.pk}-{day}",
                minutes=45,
                created_at=now,
                logged_at=now,
                timed_at=now,
            )
            for day in days
        )
