"""People answer surveys. What ties a person to an answer is stored only where the survey is confidential."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import partial
from typing import Any

import attrs
from django.db import transaction
from django.db.models import Q

from ment_xblock.domain.errors import NotAllowed, NotFound, Stale, WrongState
from ment_xblock.domain.events import SurveyAnswered
from ment_xblock.domain.journal.states import HELD_STATES
from ment_xblock.domain.people import Actor, Role, require_writer
from ment_xblock.domain.survey.answers import Answer, read_answers
from ment_xblock.domain.survey.groups import Asked, asked_to_data, form_mark
from ment_xblock.domain.survey.items import Definition, Item, Kind, When
from ment_xblock.domain.survey.parse import definition_to_data
from ment_xblock.domain.survey.schedule import Phase, Schedule
from ment_xblock.models import (
    CreditStart,
    Participant,
    Session,
    SurveyAnswer,
    SurveyParticipation,
    SurveyRun,
)
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.people import participant_of
from ment_xblock.selectors.survey_people import asked_in, crowd_of, way_of
from ment_xblock.selectors.survey_tallies import Version, first_with, versions_of
from ment_xblock.selectors.survey_tasks import asked_tasks
from ment_xblock.services.announcing import announce
from ment_xblock.services.credit import report_credit
from ment_xblock.services.survey_closing import close_after_last
from ment_xblock.services.survey_runs import hold_run
from ment_xblock.services.unit_of_work import unit_of_work

_shuffle = random.SystemRandom().shuffle


@attrs.frozen
class Occasion:
    """What a form is about, besides the survey itself.

    Attributes:
        session_id: the session, for a pulse.
        pairing_id: the pair, for a rating of one's partner.
    """

    session_id: int | None = None
    pairing_id: int | None = None

    @property
    def key(self) -> str:
        """Name of the occasion; a person answers once on each."""
        if self.session_id is not None:
            return f"session-{self.session_id}"
        return f"pair-{self.pairing_id}" if self.pairing_id is not None else ""


@attrs.frozen
class _Form:
    """What is answered by whom; ``versions`` has all wordings, also the present one."""

    run: SurveyRun
    definition: Definition
    versions: tuple[Version, ...]
    asked: Asked
    person: Participant

    @property
    def version(self) -> Version:
        """The wording that is answered."""
        return next(one for one in self.versions if one.digest == self.definition.digest)


@unit_of_work
def answer(
    *,
    host: Host,
    actor: Actor,
    here: BlockRef,
    definition: Definition,
    schedule: Schedule,
    given: Mapping[str, Any],
    seen: str,
    occasion: Occasion = Occasion(),
) -> None:
    """Keep somebody's answers, for good.

    Args:
        host: the host.
        actor: the learner.
        here: the block.
        definition: what it asks.
        schedule: when it is open.
        given: value by key of a slot.
        seen: mark of the form that the learner saw.
        occasion: the session of a pulse, or the pair of a rating.

    Raises:
        NotSignedIn, NotAllowed: a stranger, staff, or staff who view as a learner; or a role that is not asked.
        NotFound: a session or pair that is not theirs, or a session that was not held.
        WrongState: no role yet, not open yet, closed, answered already, or its mode was changed after the first answer.
        Stale: the questions, or the tasks that they name, have changed since the learner saw them.
        Invalid: as ``domain.survey.answers.read_answers`` has it. Nothing is stored then.
    """
    require_writer(actor)
    if actor.is_staff:
        raise NotAllowed("staff_do_not_answer")
    run = hold_run(here=here, course_key=actor.course_key, when=definition.when, now=host.now())
    person = participant_of(actor.course_key, actor.user_id)
    if person is None:
        raise WrongState("no_role")
    _check_open(host, run, person, definition, schedule)
    crowd = crowd_of(actor.course_key)
    asked = asked_in(run, definition, crowd)
    tasks = asked_tasks(person, definition)
    ids = tasks.ids if tasks else ()
    asking = asked.of(Role(person.role), person.pk in crowd.owners, len(ids))
    if not definition.items_for(asking):
        raise NotAllowed("survey_not_for_you")
    if seen != form_mark(definition, asked, ids):
        raise Stale("survey_changed")
    _check_occasion(definition, person, occasion)
    answers = read_answers(definition, asking, given)
    _fix(run, definition, asked)
    form = _Form(run, definition, _versions(run, definition), asked, person)
    participation = _take_part(host, form, occasion)
    _store(form, answers, participation)
    if not definition.is_anonymous:
        announce(host, SurveyAnswered(actor.course_key, here.usage_key))
    transaction.on_commit(
        partial(report_credit, host=host, participant_id=person.pk, blocks=[here])
    )
    if schedule.closes_with_last:
        transaction.on_commit(partial(close_after_last, host=host, here=here))


def _check_open(
    host: Host, run: SurveyRun, person: Participant, definition: Definition, schedule: Schedule
) -> None:
    phase = schedule.phase(host.now(), way_of(person))
    if run.closed_at is not None or phase is Phase.CLOSED:
        raise WrongState("survey_closed")
    if phase is Phase.NOT_YET:
        raise WrongState("survey_not_open_yet")
    if run.mode and run.mode != definition.mode:
        raise WrongState("survey_mode_changed")


def _check_occasion(definition: Definition, person: Participant, occasion: Occasion) -> None:
    """A pulse needs a session, a rating of a partner a pair; both must be one's own, and held."""
    wanted = {When.PULSE: occasion.session_id, When.PARTNER: occasion.pairing_id}
    if definition.when in wanted:
        is_right = _is_own(definition.when, wanted[definition.when], person)
    else:
        is_right = not occasion.key
    if not is_right:
        raise NotFound("no_such_thing")


def _is_own(when: When, pk: int | None, person: Participant) -> bool:
    if pk is None:
        return False
    held = Session.objects.filter(state__in=HELD_STATES)
    held = held.filter(pk=pk) if when is When.PULSE else held.filter(pairing_id=pk)
    return held.filter(Q(pairing__mentor=person) | Q(pairing__mentee=person)).exists()


def _fix(run: SurveyRun, definition: Definition, asked: Asked) -> None:
    if not run.mode:
        run.mode, run.asked = definition.mode.value, asked_to_data(asked)
        run.when = definition.when.value
        run.save(update_fields=["mode", "asked", "when"])


def _versions(run: SurveyRun, definition: Definition) -> tuple[Version, ...]:
    """All wordings, with the one that is answered now."""
    versions = versions_of(run)
    if any(version.digest == definition.digest for version in versions):
        return versions
    number, data = len(versions) + 1, definition_to_data(definition)
    row = run.versions.create(number=number, digest=definition.digest, definition=data)
    return (*versions, Version(row.pk, number, definition.digest, data))


def _take_part(host: Host, form: _Form, occasion: Occasion) -> SurveyParticipation:
    """Note that somebody answered; nothing else of it in an anonymous survey."""
    earlier = form.run.participations.filter(participant=form.person, occasion=occasion.key).first()
    if earlier is not None:
        if not _was_deleted(earlier, form.run.usage_key):
            raise WrongState("already_answered")
        earlier.delete()
    participation = SurveyParticipation(
        run=form.run, participant=form.person, occasion=occasion.key
    )
    if not form.definition.is_anonymous:
        participation.answered_at = host.now()
        participation.session_id = occasion.session_id
        participation.pairing_id = occasion.pairing_id
        participation.version_id = form.version.pk
    participation.save(force_insert=True)
    return participation


def _was_deleted(earlier: SurveyParticipation, usage_key: str) -> bool:
    """Whether the instructor deleted the learner's state since. What is anonymous stays answered."""
    return (
        earlier.answered_at is not None
        and CreditStart.objects.filter(
            participant_id=earlier.participant_id,
            usage_key=usage_key,
            credit_from__gte=earlier.answered_at,
        ).exists()
    )


def _store(form: _Form, answers: tuple[Answer, ...], participation: SurveyParticipation) -> None:
    items = {slot.key: item for item in form.definition.items for slot in item.slots}
    rows = []
    for one in answers:
        item = items[one.slot]
        rows += [
            SurveyAnswer(
                run=form.run,
                version_id=first_with(item, form.versions).pk,
                participation=None if form.definition.is_anonymous else participation,
                role=form.person.role if form.asked.by_role else "",
                slot=one.slot,
                **values,
            )
            for values in _values(item, one)
        ]
    _shuffle(rows)
    SurveyAnswer.objects.bulk_create(rows)


def _values(item: Item, one: Answer) -> list[dict[str, Any]]:
    if item.kind is Kind.MULTIPLE:
        return [{"option": option} for option in ("", *one.options)]
    if one.options:
        return [{"option": one.options[0]}]
    return [{"number": one.number}] if one.number is not None else [{"text": one.text}]
