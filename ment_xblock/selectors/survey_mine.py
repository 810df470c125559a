"""A learner's own pulses over time: what only they and the facilitator see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import attrs

from ment_xblock.domain.people import Actor, require_member
from ment_xblock.domain.survey.items import Item, Mode
from ment_xblock.models import SurveyParticipation
from ment_xblock.platform.ports import BlockRef
from ment_xblock.selectors.people import participant_of
from ment_xblock.selectors.survey_results import values_of
from ment_xblock.selectors.survey_tallies import Version, versions_of


@attrs.frozen
class MyAnswer:
    """What I answered once.

    Attributes:
        answered_at: when.
        held_on: day of the session, for a pulse.
        items: what I was asked, in the words of then.
        values: by key of a slot.
    """

    answered_at: datetime
    held_on: date | None
    items: tuple[Item, ...]
    values: Mapping[str, int | str | tuple[str, ...]]


def my_answers(*, actor: Actor, here: BlockRef, limit: int = 20) -> tuple[MyAnswer, ...]:
    """What a learner answered in a confidential survey, the oldest first; at most the latest ``limit``.

    Staff who view the course as this learner see nothing.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    require_member(actor)
    person = None if actor.is_masquerading else participant_of(actor.course_key, actor.user_id)
    if person is None:
        return ()
    mine = SurveyParticipation.objects.filter(
        participant=person,
        run__usage_key=here.usage_key,
        run__mode=Mode.CONFIDENTIAL.value,
        answered_at__isnull=False,
    ).select_related("run", "session")
    rows = list(mine.order_by("-answered_at", "pk")[:limit])
    versions: dict[int, Version] = (
        {version.pk: version for version in versions_of(rows[0].run)} if rows else {}
    )
    values = values_of([row.pk for row in rows])
    return tuple(
        MyAnswer(
            row.answered_at,
            row.session.held_on if row.session else None,
            _items(versions.get(row.version_id or 0), values.get(row.pk, {})),
            values.get(row.pk, {}),
        )
        for row in reversed(rows)
        if row.answered_at is not None
    )


def _items(version: Version | None, values: Mapping[str, object]) -> tuple[Item, ...]:
    if version is None:
        return ()
    return tuple(
        item for item in version.definition.items if any(slot.key in values for slot in item.slots)
    )
