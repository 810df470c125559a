"""What a learner sees of a survey."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import attrs
from django.db.models import Q

from ment_xblock.domain.journal.states import HELD_STATES
from ment_xblock.domain.people import Actor, Role, require_member
from ment_xblock.domain.survey.groups import form_mark
from ment_xblock.domain.survey.items import Definition, Item, When
from ment_xblock.domain.survey.schedule import Phase, Schedule, Way
from ment_xblock.models import CreditStart, Pairing, Participant, Session, SurveyRun
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.people import participant_of, persons_of
from ment_xblock.selectors.survey_people import asked_in, crowd_of, way_of
from ment_xblock.selectors.survey_tasks import AskedTasks, asked_tasks


class Stage(StrEnum):
    """Where a survey is for one learner."""

    NO_ROLE = "no_role"
    NOT_FOR_ME = "not_for_me"
    NOT_YET = "not_yet"
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    MODE_CHANGED = "mode_changed"


@attrs.frozen
class Waiting:
    """A session or a pair that a form can be filled in for.

    Attributes:
        session_id: for a pulse.
        pairing_id: for a rating of one's partner.
        held_on: day of the session.
        partner: first name of the partner; empty when they have left the site.
    """

    session_id: int | None
    pairing_id: int | None
    held_on: date | None
    partner: str


@attrs.frozen
class SurveyForm:
    """A survey, for one learner.

    Attributes:
        stage: where it is.
        definition: what it asks of all.
        items: what it asks of this learner.
        seen: mark of this form, to be sent back with the answers.
        wording: mark of its questions, whichever tasks they name: what was typed stays with it.
        tasks: the tasks of their agreement that it names; None where it names none.
        role: None as long as nobody gave them one.
        waiting: sessions or pairs that can be answered for, the newest first; empty for other surveys.
        answered: how many forms this learner has sent.
        has_had_pair: whether they are or were in a pair.
    """

    stage: Stage
    definition: Definition
    items: tuple[Item, ...] = ()
    seen: str = ""
    wording: str = ""
    tasks: AskedTasks | None = None
    role: Role | None = None
    waiting: tuple[Waiting, ...] = ()
    answered: int = 0
    has_had_pair: bool = False


def survey_form(
    *, host: Host, actor: Actor, here: BlockRef, definition: Definition, schedule: Schedule
) -> SurveyForm:
    """What a learner sees; nothing of what anybody answered.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    require_member(actor)
    person = participant_of(actor.course_key, actor.user_id)
    if person is None:
        return SurveyForm(Stage.NO_ROLE, definition)
    run = SurveyRun.objects.filter(usage_key=here.usage_key).first()
    crowd = crowd_of(actor.course_key)
    asked = asked_in(run, definition, crowd)
    role = Role(person.role)
    tasks = asked_tasks(person, definition)
    ids = tasks.ids if tasks else ()
    items = definition.items_for(asked.of(role, person.pk in crowd.owners, len(ids)))
    if not items:
        return SurveyForm(Stage.NOT_FOR_ME, definition, role=role)
    occasions, way = _Occasions(host, run, person, definition), way_of(person)
    return SurveyForm(
        stage=_stage(
            now=host.now(),
            run=run,
            way=way,
            definition=definition,
            schedule=schedule,
            occasions=occasions,
        ),
        definition=definition,
        items=items,
        seen=form_mark(definition, asked, ids),
        wording=form_mark(definition, asked),
        tasks=_as_shown(host, actor, tasks) if tasks else None,
        role=role,
        waiting=occasions.waiting,
        has_had_pair=way.has_had_pair,
        answered=len(occasions.done),
    )


def _as_shown(host: Host, actor: Actor, tasks: AskedTasks) -> AskedTasks:
    """With the partner's name; staff who view as the learner read no words of a pair."""
    partner = tasks.partner_user_id
    people = host.people([partner]) if partner is not None else {}
    named = attrs.evolve(tasks, partner=people[partner].first_name) if partner in people else tasks
    return named.without_words() if actor.is_masquerading else named


class _Occasions:
    """Which forms a learner has sent, and which they can send."""

    def __init__(
        self, host: Host, run: SurveyRun | None, person: Participant, definition: Definition
    ) -> None:
        self.done = _done(run, person)
        self.is_repeated = definition.when.is_repeated
        self.sessions = _sessions(person)
        self.waiting: tuple[Waiting, ...] = ()
        if definition.when is When.PULSE:
            open_ones = [one for one in self.sessions if f"session-{one.pk}" not in self.done]
            self.waiting = _waiting_sessions(host, person, open_ones)
        elif definition.when is When.PARTNER:
            self.waiting = _waiting_pairs(host, person, self.done)

    @property
    def is_all_done(self) -> bool:
        return bool(self.done) and not self.waiting


def _stage(
    *,
    now: datetime,
    run: SurveyRun | None,
    way: Way,
    definition: Definition,
    schedule: Schedule,
    occasions: _Occasions,
) -> Stage:
    phase = schedule.phase(now, way)
    if occasions.is_all_done:
        return Stage.ANSWERED
    if (run is not None and run.closed_at is not None) or phase is Phase.CLOSED:
        return Stage.CLOSED
    if run is not None and run.mode and run.mode != definition.mode:
        return Stage.MODE_CHANGED
    has_occasion = bool(occasions.waiting) or not occasions.is_repeated
    return Stage.OPEN if phase is Phase.OPEN and has_occasion else Stage.NOT_YET


def _done(run: SurveyRun | None, person: Participant) -> frozenset[str]:
    """Occasions on which the learner answered, but for those that the instructor deleted since."""
    if run is None:
        return frozenset()
    start = CreditStart.objects.filter(participant=person, usage_key=run.usage_key).first()
    rows = run.participations.filter(participant=person).values_list("occasion", "answered_at")
    return frozenset(
        occasion
        for occasion, moment in rows
        if moment is None or start is None or moment > start.credit_from
    )


def _sessions(person: Participant) -> list[Session]:
    mine = Q(pairing__mentor=person) | Q(pairing__mentee=person)
    held = Session.objects.filter(mine, state__in=HELD_STATES)
    return list(
        held.select_related("pairing__mentor", "pairing__mentee").order_by("-held_on", "-pk")
    )


def _waiting_sessions(
    host: Host, person: Participant, sessions: list[Session]
) -> tuple[Waiting, ...]:
    names = _partners(host, person, [session.pairing for session in sessions])
    return tuple(
        Waiting(session.pk, None, session.held_on, names[session.pairing_id])
        for session in sessions
    )


def _waiting_pairs(host: Host, person: Participant, done: frozenset[str]) -> tuple[Waiting, ...]:
    mine = Pairing.objects.filter(
        Q(mentor=person) | Q(mentee=person), sessions__state__in=HELD_STATES
    )
    pairs = [
        pair
        for pair in mine.distinct().select_related("mentor", "mentee").order_by("-pk")
        if f"pair-{pair.pk}" not in done
    ]
    names = _partners(host, person, pairs)
    return tuple(Waiting(None, pair.pk, None, names[pair.pk]) for pair in pairs)


def _partners(host: Host, person: Participant, pairs: list[Pairing]) -> dict[int, str]:
    partner = {
        pair.pk: pair.mentee if pair.mentor_id == person.pk else pair.mentor for pair in pairs
    }
    people = persons_of(host, partner.values())
    return {
        pk: people[other.pk].first_name if other.pk in people else ""
        for pk, other in partner.items()
    }
