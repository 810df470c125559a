"""The journal in a world of tests: meetings logged, confirmed and contested by the real services."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from django.test import TestCase

from ment_xblock.domain.errors import Invalid
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import State
from ment_xblock.models import Session, SessionText
from ment_xblock.platform.local import LocalHost
from ment_xblock.platform.ports import BlockRef
from ment_xblock.services import journal, logs, settling
from tests.typed import FACTS, TRIED
from tests.world import CHIARA, World
from workbench_site.course import COURSE_KEY

ROME = ZoneInfo("Europe/Rome")
_names = count(1)


@attrs.define
class Meetings:
    """What the partners of a world do with their meetings.

    Attributes:
        world: the course and its people.
        settings: what the author of the journal decided.
        here: the journal block of the demo course.
    """

    world: World
    settings: JournalSettings = attrs.field(factory=lambda: JournalSettings(zone=ROME))
    here: BlockRef = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        (self.here,) = LocalHost().blocks(COURSE_KEY, "ment_journal")

    def today(self) -> date:
        """The programme's day."""
        return self.settings.day_of(self.world.host.now())

    def in_days(self, days: int) -> str:
        """A day as a page sends it."""
        return (self.today() + timedelta(days=days)).isoformat()

    def sheet(
        self,
        *,
        ago: int = 0,
        base: int = 0,
        sent: str = "",
        seen: int | None = None,
        besides: int | None = None,
        **typed: Any,
    ) -> logs.Sheet:
        """A filled form, as it arrives; ``typed`` overrules what stands there by default."""
        day = {"held_on": (self.today() - timedelta(days=ago)).isoformat()}
        return logs.Sheet(
            typed={**FACTS, **day, "tried": TRIED, **typed},
            base_revision=base,
            sent=sent or f"sent-{next(_names)}",
            zone=ROME,
            seen=seen,
            besides=besides,
        )

    def log(
        self, username: str, pair: int, session: int | None = None, **sheet: Any
    ) -> logs.LogOutcome:
        """Log a meeting of some days ``ago``; credit follows at once."""
        return self.send(username, pair, self.sheet(**sheet), session)

    def change(self, username: str, session: int, **typed: Any) -> logs.LogOutcome:
        """Change some fields of a log, from a page that is up to date."""
        row = self.row(session)
        sheet = logs.Sheet(typed, row.revision, f"sent-{next(_names)}", ROME)
        return self.send(username, row.pairing_id, sheet, session)

    def send(
        self, username: str, pair: int, sheet: logs.Sheet, session: int | None = None
    ) -> logs.LogOutcome:
        """Send a form."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            return logs.log(
                host=self.world.host,
                actor=self.world.actor(username),
                pairing_id=pair,
                session_id=session,
                settings=self.settings,
                here=self.here,
                sheet=sheet,
            )

    def act(self, act: str, username: str, session: int, **details: Any) -> State:
        """``"confirm"``, ``"contest"``, ``"settle"`` or ``"take_back"``, on what stands now."""
        row = self.row(session)
        details.setdefault("revision", row.revision)
        with TestCase.captureOnCommitCallbacks(execute=True):
            return getattr(journal, act)(
                host=self.world.host,
                actor=self.world.actor(username),
                pairing_id=row.pairing_id,
                session_id=session,
                here=self.here,
                **details,
            )

    def enter(self, pair: int, *, ago: int = 0, by: str = CHIARA, **typed: Any) -> int:
        """Let the facilitator enter a log from paper."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            return logs.enter_from_paper(
                host=self.world.host,
                actor=self.world.actor(by),
                pairing_id=pair,
                settings=self.settings,
                here=self.here,
                typed=self.sheet(ago=ago, **typed).typed,
            ).session_id

    def settle_due(self, **which: Any) -> int:
        """Let the seven days be looked at."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            return settling.settle_due(host=self.world.host, **which)

    def confirmed(self, pair: int, *, ago: int = 0, **typed: Any) -> int:
        """A meeting that one logged and the other confirmed."""
        session = self.log("giulia", pair, ago=ago, **typed).session_id
        self.act("confirm", "mario", session)
        return session

    def earned(self, username: str) -> float | None:
        """What the gradebook has of somebody."""
        return self.world.record(username, self.here.usage_key).earned

    @staticmethod
    def row(session: int) -> Session:
        """The stored meeting."""
        return Session.objects.get(pk=session)


def problems(invalid: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    """What was wrong: field to code."""
    return {one.field: one.code for one in invalid.value.problems}


def words(session: int) -> dict[tuple[str, str], str]:
    """What stands in a log: writer and field to text."""
    rows = SessionText.objects.filter(session=session).select_related("author__user")
    return {(row.author.user.username, row.field): row.text for row in rows}
