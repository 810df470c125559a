"""Pulses and forms that somebody has not answered. What anybody answered is not read here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import attrs
from django.db.models import Count, Max, Min, Q

from ment_xblock.domain.journal.states import HELD_STATES
from ment_xblock.domain.notices.facts import FormFact, PulseFact
from ment_xblock.domain.notices.kinds import RULES, Kind
from ment_xblock.domain.pairing import OPEN_STATES, State
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.items import Asking, Definition, When
from ment_xblock.domain.survey.schedule import After, Phase, Schedule, Way
from ment_xblock.models import Pairing, Participant, Programme, Session, SurveyRun
from ment_xblock.models.survey import SurveyParticipation
from ment_xblock.platform.ports import BlockRef
from ment_xblock.selectors.notices.pairs import awake, pair_fact
from ment_xblock.selectors.survey_people import firm_owners

SURVEY = "ment_survey"


@attrs.frozen
class OpenSurvey:
    """A survey block that takes answers.

    Attributes:
        usage_key: the block.
        definition: what it asks.
        schedule: when it opens and closes.
        asked: for whom it has anything: role, and whether they own their firm.
        done: participant and occasion of every form that was sent.
    """

    usage_key: str
    definition: Definition
    schedule: Schedule
    asked: frozenset[tuple[str, bool]]
    done: frozenset[tuple[int, str]]


def open_surveys(blocks: Iterable[BlockRef], now: datetime) -> tuple[OpenSurvey, ...]:
    """Those of the survey blocks of a course run that take answers now, in two queries."""
    refs = [block for block in blocks if _takes_answers(block, now)]
    if not refs:
        return ()
    runs = {
        row.usage_key: row
        for row in SurveyRun.objects.filter(usage_key__in=[one.usage_key for one in refs])
    }
    done: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
    rows = SurveyParticipation.objects.filter(run__in=runs.values())
    for run_id, participant_id, occasion in rows.values_list("run", "participant", "occasion"):
        done[run_id].add((participant_id, occasion))
    return tuple(
        OpenSurvey(
            block.usage_key,
            block.settings["survey"],
            block.settings["schedule"],
            _who_is_asked(block.settings["survey"]),
            frozenset(done[runs[block.usage_key].pk]) if block.usage_key in runs else frozenset(),
        )
        for block in refs
        if block.usage_key not in runs or runs[block.usage_key].closed_at is None
    )


def pulse_facts(
    programme: Programme, surveys: Iterable[OpenSurvey], now: datetime
) -> tuple[PulseFact, ...]:
    """Who has not answered after a session of these days, in two queries."""
    pulses = [one for one in surveys if one.definition.when is When.PULSE]
    if not pulses:
        return ()
    owners = firm_owners(programme.course_key)
    lately = now - RULES[Kind.PULSE_WAITING].lasts - timedelta(days=2)
    held = Session.objects.filter(
        awake(programme.pk, "pairing__"),
        state__in=sorted(HELD_STATES),
        logged_at__gt=lately,
        held_on__isnull=False,
    ).select_related("pairing__mentor", "pairing__mentee")
    return tuple(
        fact for session in held for pulse in pulses for fact in _asked(session, pulse, owners)
    )


def form_facts(
    programme: Programme, surveys: Iterable[OpenSurvey], now: datetime
) -> tuple[FormFact, ...]:
    """Who has not answered a form that opened for them lately, in a bounded number of queries."""
    forms = [one for one in surveys if one.definition.when is not When.PULSE]
    if not forms:
        return ()
    people = _People.read(programme)
    lately = now - RULES[Kind.FORM_WAITING].lasts - timedelta(days=2)
    return tuple(
        fact for form in forms for fact in people.not_answered(form) if fact.opened_at > lately
    )


def _who_is_asked(definition: Definition) -> frozenset[tuple[str, bool]]:
    return frozenset(
        (role.value, owns_firm)
        for role in Role
        for owns_firm in (False, True)
        if definition.items_for(Asking(role, owns_firm=owns_firm))
    )


def _takes_answers(block: BlockRef, now: datetime) -> bool:
    definition, schedule = block.settings.get("survey"), block.settings.get("schedule")
    if definition is None or schedule is None:
        return False  # one that nobody can read, as an import may bring it
    long_ago = datetime.min.replace(tzinfo=UTC)
    return schedule.phase(now, Way(1_000, True, long_ago)) is Phase.OPEN


def _asked(session: Session, pulse: OpenSurvey, owners: frozenset[int]) -> Iterator[PulseFact]:
    pair = pair_fact(session.pairing)
    for one, user_id in (
        (session.pairing.mentor, pair.mentor),
        (session.pairing.mentee, pair.mentee),
    ):
        is_done = (one.pk, f"session-{session.pk}") in pulse.done
        if session.held_on is None or session.logged_at is None or is_done:
            continue
        if (one.role, one.pk in owners) in pulse.asked:
            yield PulseFact(
                pair, session.pk, user_id, session.held_on, session.logged_at, pulse.usage_key
            )


@attrs.define
class _People:
    """The participants of a programme, and what opens a form for each of them.

    Attributes:
        all: participants who have an account.
        owners: those who own their firm.
        resting: those of whom all open pairs are at rest.
        pairs: open and ended pairs of each.
        sessions: number of sessions that each held, and when the last one was logged.
        met: when the first session of each was logged.
        ended: when the first pair of each that came to its end did so.
        paired: when each was put into their first pair.
    """

    all: tuple[Participant, ...]
    owners: frozenset[int]
    resting: frozenset[int]
    pairs: dict[int, list[int]]
    sessions: dict[int, tuple[int, datetime]]
    met: dict[int, datetime]
    ended: dict[int, datetime]
    paired: dict[int, datetime]

    @classmethod
    def read(cls, programme: Programme) -> _People:
        """Read everything in four queries."""
        pairings = list(
            Pairing.objects.filter(programme=programme)
            .annotate(
                held=Count("sessions", filter=Q(sessions__state__in=sorted(HELD_STATES))),
                first=Min("sessions__logged_at"),
                last=Max("sessions__logged_at"),
            )
            .values_list(
                "pk",
                "mentor",
                "mentee",
                "state",
                "opened_at",
                "closed_at",
                "held",
                "first",
                "last",
            )
        )
        states: defaultdict[int, set[str]] = defaultdict(set)
        pairs: defaultdict[int, list[int]] = defaultdict(list)
        sessions: dict[int, tuple[int, datetime]] = {}
        met: dict[int, datetime] = {}
        ended: dict[int, datetime] = {}
        paired: dict[int, datetime] = {}
        for pk, mentor, mentee, state, opened_at, closed_at, held, first, last in pairings:
            for one in (mentor, mentee):
                paired[one] = min(paired.get(one, opened_at), opened_at)
                if state in OPEN_STATES:
                    states[one].add(state)
                if held and last:
                    met[one] = min(met.get(one, first), first)
                    pairs[one].append(pk)
                    before, latest = sessions.get(one, (0, last))
                    sessions[one] = (before + held, max(latest, last))
                if state == State.ENDED and closed_at:
                    ended[one] = min(ended.get(one, closed_at), closed_at)
        return cls(
            all=tuple(programme.participants.filter(user__isnull=False)),
            owners=firm_owners(programme.course_key),
            resting=frozenset(one for one, seen in states.items() if seen == {State.PAUSED}),
            pairs=pairs,
            sessions=sessions,
            met=met,
            ended=ended,
            paired=paired,
        )

    def not_answered(self, form: OpenSurvey) -> Iterator[FormFact]:
        """Who can answer a form, and has not; people at rest are left alone."""
        name = sha256(form.usage_key.encode()).hexdigest()[:12]
        for one in self.all:
            opened_at = self._opened_at(one, form)
            is_asked = (one.role, one.pk in self.owners) in form.asked
            if opened_at is None or one.user_id is None or one.pk in self.resting or not is_asked:
                continue
            for occasion in self._occasions(one, form):
                if (one.pk, occasion) not in form.done:
                    yield FormFact(
                        form=f"{name}-{occasion}" if occasion else name,
                        asked=one.user_id,
                        opened_at=opened_at,
                        usage_key=form.usage_key,
                        closes_at=form.schedule.closes_at,
                    )

    def _occasions(self, one: Participant, form: OpenSurvey) -> list[str]:
        if form.definition.when is When.PARTNER:
            return [f"pair-{pairing_id}" for pairing_id in self.pairs.get(one.pk, ())]
        return [""]

    def _opened_at(self, one: Participant, form: OpenSurvey) -> datetime | None:
        """Since when a form is open for somebody, or will be; None for not yet."""
        schedule = form.schedule
        held, last = self.sessions.get(one.pk, (0, None))
        ended = self.ended.get(one.pk)
        event = {
            After.NOTHING: self._began_at(one, schedule),
            After.EACH_SESSION: last,
            After.SESSION_NUMBER: last if held >= schedule.session_number else None,
            After.PAIR_CLOSED: schedule.opens_after_pair(ended) if ended else None,
        }[schedule.after]
        if event is None:
            return None
        return max(event, schedule.opens_at) if schedule.opens_at else event

    def _began_at(self, one: Participant, schedule: Schedule) -> datetime | None:
        """When somebody was far enough for a form that waits for nothing else."""
        if schedule.waits_for_session:
            return self.met.get(one.pk)
        return self.paired.get(one.pk) if schedule.looks_back else one.created_at
