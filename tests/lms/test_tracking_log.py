"""What people type is not in the log of the platform."""

from __future__ import annotations

from tests.lms.programme import (
    AGREEMENT,
    FIRM,
    JOURNAL,
    MATCHING,
    PROMISE,
    TELLS,
    THINKS,
    TRIED,
    ProgrammeInTheLms,
)

WISH = "wild pistachio"


class TestTrackingLog(ProgrammeInTheLms):
    """common/djangoapps/track/middleware.py, TrackMiddleware: a line for each request, with what a form brings."""

    def _typed_into_a_form(self):
        about = {"pairing": self.pairing.pk, "section": "tasks", "task1_words": WISH}
        self.client_of("giulia").post(self.address(AGREEMENT, "save_section"), about)

    def _logged(self, act):
        with self.assertLogs("tracking", "INFO") as logged:
            act()
        return "\n".join(logged.output)

    def test_nothing_that_a_pair_types_is_in_it(self):
        log = self._logged(self._everything_that_is_typed)
        for handler in ("save_section", "send_log", "reflect", "ring_me", "answer", "save_part"):
            assert f"/handler/{handler}" in log, handler
        for word in (WISH, THINKS, TELLS, TRIED, FIRM, PROMISE):
            assert word not in log, word

    def test_a_form_would_be_in_it(self):
        """Shows that the test above looks at the right place."""
        assert WISH in self._logged(self._typed_into_a_form).replace("+", " ")

    def _everything_that_is_typed(self):
        about = {"pairing": self.pairing.pk}
        part = {"section": "tasks", "fields": "task1_evidence", "task1_evidence": WISH}
        self.do(
            "giulia", AGREEMENT, "save_section", revision="0", new_version="false", **about, **part
        )
        self.whole_story()
        self.do("mario", JOURNAL, "ring_me", text=WISH, **about)
        self.do("lena", MATCHING, "choose_role", role="mentee")
        work = {"trade": "wood", "firm": FIRM, "is_boss": "no", "same_firm_ok": "no"}
        self.do("lena", MATCHING, "save_part", part="work", revision="0", **work)
