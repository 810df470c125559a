"""Which forms wait for one learner, whatever the number of people and of surveys."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import attrs

from ment_xblock.domain.journal.states import HELD_STATES
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.items import Asking, Definition, When
from ment_xblock.domain.survey.schedule import Phase, Schedule, Way
from ment_xblock.models import (
    Pairing,
    Participant,
    Session,
    SurveyParticipation,
    SurveyRun,
)
from ment_xblock.platform.ports import BlockRef
from ment_xblock.selectors.profiles import row_of


@attrs.frozen
class FormsWaiting:
    """The forms that one learner can send now.

    Attributes:
        pulses: blocks of pulses that wait for an answer about a meeting.
        end_forms: blocks that look back at the end.
        others: all other blocks.
        has_answered: whether the learner has sent any form of this course.
    """

    pulses: tuple[str, ...] = ()
    end_forms: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    has_answered: bool = False


def forms_waiting(
    me: Participant, pairs: Collection[Pairing], blocks: Iterable[BlockRef], now: datetime
) -> FormsWaiting:
    """Read which forms wait for somebody, in a bounded number of queries.

    Args:
        me: the learner; best read with the profile.
        pairs: all pairs that they are or were in.
        blocks: the survey blocks of the course run.
        now: the present moment.

    Returns:
        Usage keys, in the order of the course.
    """
    asked = [block for block in blocks if block.settings.get("survey")]
    if not asked:
        return FormsWaiting()
    keys = [block.usage_key for block in asked]
    closed = set(
        SurveyRun.objects.filter(usage_key__in=keys, closed_at__isnull=False).values_list(
            "usage_key", flat=True
        )
    )
    done = set(
        SurveyParticipation.objects.filter(run__usage_key__in=keys, participant=me).values_list(
            "run__usage_key", "occasion"
        )
    )
    mine = _Mine.of(me, pairs)
    found: dict[When, list[str]] = {}
    for block in asked:
        definition: Definition = block.settings["survey"]
        sent = {occasion for key, occasion in done if key == block.usage_key}
        if block.usage_key not in closed and mine.waits(
            definition, block.settings["schedule"], sent, now
        ):
            found.setdefault(definition.when, []).append(block.usage_key)
    return FormsWaiting(
        pulses=tuple(found.pop(When.PULSE, ())),
        end_forms=tuple(found.pop(When.END, ())),
        others=tuple(key for rest in found.values() for key in rest),
        has_answered=bool(done),
    )


@attrs.frozen
class _Mine:
    asking: Asking
    sessions: tuple[int, ...]
    pairs_that_met: frozenset[int]
    way: Way

    @classmethod
    def of(cls, me: Participant, pairs: Collection[Pairing]) -> _Mine:
        held = Session.objects.filter(pairing__in=[one.pk for one in pairs], state__in=HELD_STATES)
        sessions = list(held.values_list("pk", "pairing_id"))
        profile = row_of(me)
        owns_firm = profile is not None and bool(profile.is_boss)
        ended = [one.closed_at for one in pairs if one.state == State.ENDED and one.closed_at]
        way = Way(len(sessions), bool(pairs), min(ended, default=None))
        return cls(
            asking=Asking(Role(me.role), owns_firm=owns_firm and me.role == Role.MENTEE),
            sessions=tuple(pk for pk, _pair in sessions),
            pairs_that_met=frozenset(pair for _pk, pair in sessions),
            way=way,
        )

    def waits(
        self, definition: Definition, schedule: Schedule, sent: set[str], now: datetime
    ) -> bool:
        if schedule.phase(now, self.way) is not Phase.OPEN or not definition.items_for(self.asking):
            return False
        if definition.when is When.PULSE:
            return any(f"session-{pk}" not in sent for pk in self.sessions)
        if definition.when is When.PARTNER:
            return any(f"pair-{pk}" not in sent for pk in self.pairs_that_met)
        return "" not in sent
