"""What a learner sees of their own training, and what the facilitator sees of everybody's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs

from ment_xblock.domain.people import Actor, Role, require_facilitator, require_member
from ment_xblock.domain.training.progress import whole_percent
from ment_xblock.domain.training.settings import ROLE_OF
from ment_xblock.models import LearnerChoice, Participant, PrivateNote, TrainingResult
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.people import participant_of, persons_of
from ment_xblock.selectors.training_results import counting_results

PAGE_SIZE = 50


@attrs.frozen
class Learner:
    """The reader's part in the programme.

    Attributes:
        participant_id: None as long as they have no role.
        role: None as long as they have no role.
    """

    participant_id: int | None = None
    role: Role | None = None


@attrs.frozen
class ResultLine:
    """How far one person is.

    Attributes:
        name: full name.
        begun: whether they have answered anything.
        percent: best share of the credit, 0 to 100.
        passed: whether the pass rule was met.
        done: activities done.
        total: activities of the module.
        updated_at: when they last answered.
    """

    name: str
    begun: bool = False
    percent: int = 0
    passed: bool = False
    done: int = 0
    total: int = 0
    updated_at: datetime | None = None


@attrs.frozen
class Results:
    """One page of those whose role has this module.

    Attributes:
        lines: ordered by name within the page.
        total: how many people there are.
        offset: index of the first one shown.
    """

    lines: tuple[ResultLine, ...]
    total: int
    offset: int


def learner(actor: Actor) -> Learner:
    """The reader's part in the programme.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    require_member(actor)
    row = participant_of(actor.course_key, actor.user_id)
    return Learner(row.pk, Role(row.role)) if row else Learner()


def own_words(actor: Actor, here: BlockRef, activity_id: str | None = None) -> Mapping[str, str]:
    """What the reader wrote in one activity, or in all of a block: "activity field" or "field" to text.

    Nobody else can read it: staff who view as a learner get nothing.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    require_member(actor)
    if actor.is_masquerading:
        return {}
    rows = PrivateNote.objects.filter(
        programme__course_key=actor.course_key, user_id=actor.user_id, usage_key=here.usage_key
    )
    if activity_id is None:
        return {f"{row.activity} {row.field}": row.text for row in rows}
    return {row.field: row.text for row in rows.filter(activity=activity_id)}


def own_choices(actor: Actor) -> Mapping[str, tuple[str, ...]]:
    """What the reader chose in the training: kind to ids.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    require_member(actor)
    if actor.is_masquerading:
        return {}
    rows = LearnerChoice.objects.filter(
        participant__programme__course_key=actor.course_key, participant__user_id=actor.user_id
    )
    return {row.kind: tuple(row.ids) for row in rows}


def results(*, host: Host, actor: Actor, here: BlockRef, track: str, offset: int = 0) -> Results:
    """Who is how far in one block.

    Args:
        host: the host.
        actor: the facilitator.
        here: the block.
        track: the track of its module.
        offset: index of the first person to show.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    people = Participant.objects.filter(
        programme__course_key=actor.course_key, role=ROLE_OF[track].value, user__isnull=False
    ).order_by("pk")
    shown = list(people[offset : offset + PAGE_SIZE])
    names = {pk: person.full_name for pk, person in persons_of(host, shown).items()}
    found = {
        row.participant_id: row
        for row in counting_results().filter(usage_key=here.usage_key, participant__in=shown)
    }
    lines = [_line(names[one.pk], found.get(one.pk)) for one in shown if one.pk in names]
    return Results(
        lines=tuple(sorted(lines, key=lambda line: line.name)),
        total=people.count(),
        offset=offset,
    )


def _line(name: str, row: TrainingResult | None) -> ResultLine:
    if row is None:
        return ResultLine(name)
    return ResultLine(
        name=name,
        begun=True,
        percent=whole_percent(row.share),
        passed=row.passed,
        done=row.done,
        total=row.total,
        updated_at=row.updated_at,
    )
