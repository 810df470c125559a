"""Plans in a world of tests: meetings proposed, accepted, moved and called off by the real services."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.models import Participant, Session
from ment_xblock.selectors.plan import PlanPage, plan_page
from ment_xblock.services import calendar_addresses, planning
from tests.world import World

ROME = ZoneInfo("Europe/Rome")


@attrs.define
class Plans:
    """What the partners of a world do to find a date.

    Attributes:
        world: the course and its people.
        settings: what the author of the journal decided.
    """

    world: World
    settings: JournalSettings = attrs.field(factory=lambda: JournalSettings(zone=ROME))

    def sheet(self, *, days: int = 7, sent: str = "", **typed: Any) -> planning.PlanSheet:
        """A filled form for half past five in some days."""
        day = self.world.host.now().astimezone(ROME).date() + timedelta(days=days)
        values = {
            "day": day.isoformat(),
            "time": "17:30",
            "minutes": "60",
            "way": "in_person",
            "place": "In the workshop",
            "task": "",
        }
        return planning.PlanSheet({**values, **typed}, ROME, sent)

    def known(self, pair: int) -> list[int]:
        """The meetings on a page that is up to date."""
        return list(Session.objects.filter(pairing_id=pair).values_list("pk", flat=True))

    def propose(
        self, username: str, pair: int, known: list[int] | None = None, **sheet: Any
    ) -> int:
        """Propose a meeting.

        Returns:
            Id of the meeting.
        """
        return planning.propose(
            host=self.world.host,
            actor=self.world.actor(username),
            pairing_id=pair,
            sheet=self.sheet(**sheet),
            known=self.known(pair) if known is None else known,
        ).session_id

    def act(self, act: str, username: str, session: int, **details: Any) -> planning.PlanOutcome:
        """``"accept"``, ``"move"``, ``"cancel"`` or ``"miss"``, on what stands now."""
        row = self.row(session)
        details.setdefault("revision", row.revision)
        service = getattr(planning, act)
        return service(
            host=self.world.host,
            actor=self.world.actor(username),
            pairing_id=row.pairing_id,
            session_id=session,
            **details,
        )

    def planned(self, pair: int, **sheet: Any) -> int:
        """A meeting that one partner proposed and the other accepted."""
        mentor, mentee = self._names(pair)
        session = self.propose(mentor, pair, **sheet)
        self.act("accept", mentee, session)
        return session

    def page(self, username: str, pair: int, **known: Any) -> PlanPage:
        """What a partner sees."""
        actor = self.world.actor(username, **known)
        me = Participant.objects.get(
            programme__course_key=self.world.course_key, user_id=actor.user_id
        )
        return plan_page(
            host=self.world.host,
            actor=actor,
            settings=self.settings,
            pairing_id=pair,
            me=me.pk,
        )

    def address(self, username: str) -> str:
        """Give somebody a new calendar address."""
        return calendar_addresses.renew_calendar_address(
            host=self.world.host, actor=self.world.actor(username)
        )

    def moment(self, days: int, at: time = time(17, 30)) -> datetime:
        """A clock time in Rome in some days."""
        day = self.world.host.now().astimezone(ROME).date() + timedelta(days=days)
        return datetime.combine(day, at, ROME)

    @staticmethod
    def row(session: int) -> Session:
        """The stored meeting."""
        return Session.objects.get(pk=session)

    def _names(self, pair: int) -> tuple[str, str]:
        row = self.world.row(pair)
        return row.mentor.user.username, row.mentee.user.username
