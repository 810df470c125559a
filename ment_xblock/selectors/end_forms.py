"""Which partners of ended pairs have not answered the form at the end, though it is open for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

import attrs

from ment_xblock.domain.alerts.facts import EndFormFact
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.items import Asking, Definition, When
from ment_xblock.domain.survey.schedule import Phase, Schedule, Way
from ment_xblock.models import Pairing, Participant, SurveyParticipation, SurveyRun
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.survey_people import ways_of

SURVEY = "ment_survey"


@attrs.frozen
class _Form:
    """A survey at the end that nobody has closed.

    Attributes:
        definition: what it asks.
        schedule: when it is open.
        sent_by: participants who have answered it.
    """

    definition: Definition
    schedule: Schedule
    sent_by: frozenset[int]


@attrs.frozen
class _Partner:
    """Somebody of an ended pair, with what they are asked and how far they have come."""

    participant_id: int
    asking: Asking
    way: Way

    def due_since(self, form: _Form, ended_at: datetime, now: datetime) -> datetime | None:
        """Since when the form has been due; None where it is not open, not for them, or sent."""
        is_open = form.schedule.phase(now, self.way) is Phase.OPEN
        if not is_open or self.participant_id in form.sent_by:
            return None
        if not form.definition.items_for(self.asking):
            return None
        return form.schedule.due_since(ended_at, self.way)


def end_forms_of(
    *, host: Host, course_key: str, pairs: Iterable[Pairing], now: datetime
) -> Mapping[int, tuple[EndFormFact, ...]]:
    """What is missing of each pair, in a bounded number of queries; none where no pair has come to its end.

    Args:
        host: the host, which knows when each survey opens.
        course_key: the course run.
        pairs: some of its pairs.
        now: the present moment.

    Returns:
        By key of the pair, for each partner the form that has been missing for longest.
    """
    ended = {pair: pair.closed_at for pair in pairs if pair.state == State.ENDED and pair.closed_at}
    people = {one for pair in ended for one in (pair.mentor_id, pair.mentee_id)}
    forms = _forms(host, course_key, people) if ended else ()
    if not forms:
        return {}
    partners = _partners(people)
    return {
        pair.pk: tuple(
            EndFormFact(one, min(due))
            for one in (pair.mentor_id, pair.mentee_id)
            if one in partners and (due := _due(partners[one], forms, ended_at, now))
        )
        for pair, ended_at in ended.items()
    }


def _due(
    partner: _Partner, forms: Iterable[_Form], ended_at: datetime, now: datetime
) -> list[datetime]:
    found = (partner.due_since(form, ended_at, now) for form in forms)
    return [since for since in found if since is not None]


def _forms(host: Host, course_key: str, people: Collection[int]) -> tuple[_Form, ...]:
    asked = {
        block.usage_key: block.settings
        for block in host.blocks(course_key, SURVEY)
        if (definition := block.settings.get("survey")) and definition.when is When.END
    }
    closed = SurveyRun.objects.filter(usage_key__in=asked, closed_at__isnull=False)
    for usage_key in closed.values_list("usage_key", flat=True):
        del asked[usage_key]
    sent: dict[str, set[int]] = {usage_key: set() for usage_key in asked}
    rows = SurveyParticipation.objects.filter(run__usage_key__in=asked, participant__in=people)
    for usage_key, participant_id in rows.values_list("run__usage_key", "participant"):
        sent[usage_key].add(participant_id)
    return tuple(
        _Form(settings["survey"], settings["schedule"], frozenset(sent[usage_key]))
        for usage_key, settings in asked.items()
    )


def _partners(people: Collection[int]) -> dict[int, _Partner]:
    """Those who have not left the site."""
    ways = ways_of(people)
    here = Participant.objects.filter(pk__in=people, user__isnull=False)
    rows = here.values_list("pk", "role", "profile__is_boss")
    return {
        pk: _Partner(pk, Asking(Role(role), role == Role.MENTEE and bool(is_boss)), ways[pk])
        for pk, role, is_boss in rows
    }
