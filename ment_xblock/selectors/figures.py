"""The key figures of a programme, counted by the database in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

import attrs
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from ment_xblock.domain.charter import Charter
from ment_xblock.domain.figures import Counting, Figures
from ment_xblock.domain.journal import states
from ment_xblock.domain.journal.log import (
    BOTH_HELD,
    BOTH_WAYS,
    MENTEE_HELD,
    NO_DEVICE,
    TO_JUNIOR,
)
from ment_xblock.domain.pairing import IN_FORCE_STATES, OPEN_STATES, State
from ment_xblock.domain.people import Actor, Role, require_facilitator
from ment_xblock.domain.survey.disclosure import may_tell_how_many
from ment_xblock.domain.survey.items import Signal, When
from ment_xblock.models import (
    Action,
    Agreement,
    FacilitatorNote,
    FigureCount,
    HelpRequest,
    Pairing,
    Participant,
    Pause,
    Programme,
    Proposal,
    RegisterEntry,
    Session,
    SurveyParticipation,
    SurveyRun,
    Task,
)
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.charter import charter_for
from ment_xblock.selectors.survey_wishes import NEXT_ROUND, people_who_chose
from ment_xblock.selectors.training_results import (
    IS_FINISHED,
    counting_results,
    modules_by_role,
    of_own_role,
)

MODULES_ON_TRUST = ("j3", "j4")
HANDS_ON = (MENTEE_HELD, BOTH_HELD)
TO_THE_JUNIOR = (TO_JUNIOR, BOTH_WAYS)
# How many meetings a version of the agreement says.
_AGREED = Cast(KeyTextTransform("number", "values"), IntegerField())


def figures_of(*, host: Host, actor: Actor) -> Figures:
    """Count what can be counted in a programme.

    Args:
        host: the host.
        actor: the facilitator.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    return count_figures(host=host, course_key=actor.course_key)


def count_figures(*, host: Host, course_key: str) -> Figures:
    """Count for the periodic job, which acts for nobody.

    Args:
        host: the host.
        course_key: the course run.
    """
    charter, now = charter_for(course_key), host.now()
    asked = set(
        SurveyRun.objects.filter(programme__course_key=course_key).values_list("when", flat=True)
    )
    people = _people(course_key, modules_by_role(host, course_key))
    have_met, have_ended = people.pop("have_met"), people.pop("have_ended")
    return Figures(
        **people,
        **_pairs(course_key, now, charter.cadence),
        **_sessions(course_key, now, asked),
        **_actions(course_key, now),
        **_surveys(course_key),
        mid_expected=have_met if When.MID.value in asked else 0,
        end_expected=have_ended if When.END.value in asked else 0,
        next_round=_next_round(course_key),
        **_by_facilitators(course_key, charter, now),
    )


def last_counting(*, host: Host, actor: Actor) -> Counting | None:
    """What was counted last, with what facilitators themselves noted since; None where it is time to count.

    Args:
        host: the host.
        actor: the facilitator.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    row = FigureCount.objects.filter(programme__course_key=actor.course_key).first()
    # A newer version of this package may count more.
    if row is None or set(row.values) != {field.name for field in attrs.fields(Figures)}:
        return None
    counting = Counting(Figures(**row.values), row.counted_at)
    if counting.is_old(host.now()):
        return None
    own = _by_facilitators(actor.course_key, charter_for(actor.course_key), host.now())
    return attrs.evolve(counting, figures=attrs.evolve(counting.figures, **own))


def _people(course_key: str, modules: Mapping[Role, list[str]]) -> dict[str, int]:
    people = Participant.objects.filter(programme__course_key=course_key)
    pairs = Pairing.objects.all()
    counted = people.annotate(
        is_matched=_is_partner_in(pairs),
        has_met=_is_partner_in(pairs.filter(sessions__state__in=states.HELD_STATES)),
        has_ended=_is_partner_in(pairs.filter(state=State.ENDED)),
    ).aggregate(
        mentors=Count("pk", filter=Q(role=Role.MENTOR)),
        mentees=Count("pk", filter=Q(role=Role.MENTEE)),
        profiled=Count("pk", filter=Q(profile__complete_for=F("role"))),
        matched=Count("pk", filter=Q(is_matched=True)),
        have_met=Count("pk", filter=Q(has_met=True)),
        have_ended=Count("pk", filter=Q(has_ended=True)),
    )
    return {**counted, **_training(course_key, modules)}


def _is_partner_in(pairs: QuerySet[Pairing]) -> Q:
    mentor, mentee = pairs.filter(mentor=OuterRef("pk")), pairs.filter(mentee=OuterRef("pk"))
    return Q(Exists(mentor)) | Q(Exists(mentee))


def _training(course_key: str, modules: Mapping[Role, list[str]]) -> dict[str, int]:
    """People who finished every module of their role (nobody, where a course has none), and those who passed on trust."""
    results = counting_results().filter(participant__programme__course_key=course_key)
    on_trust = Q(participant__role=Role.MENTOR, module__in=MODULES_ON_TRUST, passed=True)
    each = results.values("participant", "participant__role").annotate(
        finished=Count("pk", filter=IS_FINISHED & of_own_role(modules)),
        passed_trust=Count("module", filter=on_trust, distinct=True),
    )
    trained = [
        Q(participant__role=role, finished=len(keys)) for role, keys in modules.items() if keys
    ]
    return each.aggregate(
        trained=Count("participant", filter=reduce(or_, trained, Q(participant__in=()))),
        trained_for_trust=Count("participant", filter=Q(passed_trust=len(MODULES_ON_TRUST))),
    )


def _pairs(course_key: str, now: datetime, cadence: timedelta) -> dict[str, int]:
    pairs = Pairing.objects.filter(programme__course_key=course_key)
    signed = Agreement.objects.filter(pairing=OuterRef("pk"), in_force_since__isnull=False)
    changed = Agreement.objects.filter(pairing=OuterRef("pk"), number__gt=1)
    paused = Pause.objects.filter(pairing=OuterRef("pk"))
    held = Session.objects.filter(pairing=OuterRef("pk"), state__in=states.HELD_STATES)
    ahead = Session.objects.filter(
        pairing=OuterRef("pk"), state=states.State.PLANNED, starts_at__gte=now
    )
    lately = held.filter(held_on__gte=(now - cadence).date())
    proposed = Proposal.objects.filter(
        run__programme__course_key=course_key,
        run__state="published",
        mentor=OuterRef("mentor"),
        mentee=OuterRef("mentee"),
    )
    is_open = Q(state__in=OPEN_STATES)
    meets = Q(state__in=IN_FORCE_STATES)
    in_force = Agreement.objects.filter(in_force_for=OuterRef("pk"))
    to_the_end = Q(state=State.ENDED, agreed__gt=0, met__gte=F("agreed"))
    counted = pairs.annotate(
        was_signed=Exists(signed),
        is_booked=Exists(ahead),
        met_lately=Exists(lately),
        has_met=Exists(held),
        has_reasons=Exists(proposed),
        was_changed=Exists(changed) | Exists(paused),
        has_task=Exists(Task.objects.filter(pairing=OuterRef("pk"))),
        met=_number_of(held),
        agreed=Subquery(in_force.values(meetings=_AGREED)),
    ).aggregate(
        pairs=Count("pk"),
        pairs_open=Count("pk", filter=is_open),
        pairs_signed=Count("pk", filter=Q(was_signed=True)),
        pairs_with_tasks=Count("pk", filter=Q(was_signed=True, has_task=True)),
        closed=Count("pk", filter=~is_open),
        to_the_end=Count("pk", filter=to_the_end),
        pairs_paused_or_changed=Count("pk", filter=Q(was_changed=True)),
        pairs_in_rhythm=Count("pk", filter=meets & (Q(is_booked=True) | Q(met_lately=True))),
        next_booked=Count("pk", filter=meets & Q(is_booked=True)),
        pairs_with_session=Count("pk", filter=Q(has_met=True)),
        matched_with_reasons=Count("pk", filter=Q(has_reasons=True)),
    )
    to_the_end = counted.pop("to_the_end")
    counted["pairs_in_rhythm"] += to_the_end
    counted["pairs_ended_early"] = counted.pop("closed") - to_the_end
    return {
        **counted,
        "days_to_first_session": _days_to_first(pairs),
    }


def _days_to_first(pairs: QuerySet[Pairing]) -> int:
    """Days from match to first session, over all pairs that have met; the database gives one line per pair."""
    first = pairs.filter(sessions__state__in=states.HELD_STATES).values_list("pk", "opened_at")
    return sum(
        max((day - opened_at.date()).days, 0)
        for _pair, opened_at, day in first.annotate(Min("sessions__held_on"))
        if day is not None
    )


def _sessions(course_key: str, now: datetime, asked: set[str]) -> dict[str, int]:
    held = Q(state__in=states.HELD_STATES)
    was_planned = Q(accepted_at__isnull=False, starts_at__lte=now)
    counted = Session.objects.filter(pairing__programme__course_key=course_key).aggregate(
        sessions_planned=Count("pk", filter=was_planned),
        sessions_kept=Count("pk", filter=was_planned & held),
        sessions_held=Count("pk", filter=held),
        sessions_with_task=Count("pk", filter=held & Q(task__isnull=False)),
        sessions_with_direction=Count("pk", filter=held & ~Q(direction="")),
        sessions_two_way=Count("pk", filter=held & Q(direction__in=TO_THE_JUNIOR)),
        sessions_with_device=Count("pk", filter=held & ~Q(device__in=("", NO_DEVICE))),
        sessions_hands_on=Count("pk", filter=held & Q(device__in=HANDS_ON)),
        counting=Count("pk", filter=Q(state__in=states.COUNTING_STATES)),
    )
    counting = counted.pop("counting")
    return {**counted, "pulses_expected": 2 * counting if When.PULSE.value in asked else 0}


def _actions(course_key: str, now: datetime) -> dict[str, int]:
    due = Q(due__lt=now.date()) | Q(state=Action.State.DONE)
    done = Q(state=Action.State.DONE)
    # Not by closed_at__date: MySQL needs its tables of time zones for that, and many sites have not loaded them.
    day_after = ExpressionWrapper(
        Cast("due", DateTimeField()) + timedelta(days=1), output_field=DateTimeField()
    )
    in_time = Q(due__isnull=True) | Q(closed_at__lt=day_after)
    return Action.objects.filter(pairing__programme__course_key=course_key).aggregate(
        actions_due=Count("pk", filter=due & ~Q(state=Action.State.DROPPED)),
        actions_in_time=Count("pk", filter=done & in_time),
    )


def _surveys(course_key: str) -> dict[str, int]:
    rows = SurveyParticipation.objects.filter(run__programme__course_key=course_key)
    sent = {
        when: Count("pk", filter=Q(run__when=when.value))
        for when in (When.PULSE, When.MID, When.END, When.BASELINE)
    }
    each = rows.values("participant").annotate(**{when.name: sent[when] for when in sent})
    did = {when: Q(**{f"{when.name}__gt": 0}) for when in sent}
    return each.aggregate(
        pulses_answered=Coalesce(Sum("PULSE"), 0),
        mid_answered=Count("participant", filter=did[When.MID]),
        end_answered=Count("participant", filter=did[When.END]),
        baselines=Count("participant", filter=did[When.BASELINE]),
        matched_then_and_now=Count("participant", filter=did[When.BASELINE] & did[When.END]),
    )


def _next_round(course_key: str) -> int | None:
    found = people_who_chose(course_key, Signal.NEXT_ROUND, NEXT_ROUND)
    return found.chose if may_tell_how_many(found.chose, of=found.answered) else None


def _by_facilitators(course_key: str, charter: Charter, now: datetime) -> dict[str, int]:
    """What the facilitators do themselves: few rows, so that it shows at once."""
    return {**_care(course_key), **_charter(charter, now)}


def _care(course_key: str) -> dict[str, int]:
    """Requests, register and notes, counted in one query; each of these tables is small."""
    requests = HelpRequest.objects.filter(pairing__programme=OuterRef("pk"))
    register = RegisterEntry.objects.filter(programme=OuterRef("pk"))
    notes = FacilitatorNote.objects.filter(programme=OuterRef("pk"))
    counted = {
        "help_requests": _number_of(requests),
        "help_closed": _number_of(requests.filter(state=HelpRequest.State.CLOSED)),
        "register_findings": _number_of(register),
        "register_done": _number_of(register.exclude(action="").exclude(done_on=None)),
        "focus_notes": _number_of(notes.filter(kind=FacilitatorNote.Kind.FOCUS)),
    }
    programme = Programme.objects.filter(course_key=course_key).values(**counted).first()
    return programme or dict.fromkeys(counted, 0)


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    # All in one group; a table without such rows gives none.
    total = rows.order_by().annotate(one=Value(1)).values("one").annotate(total=Count("pk"))
    return Coalesce(Subquery(total.values("total")), 0)


def _charter(charter: Charter, now: datetime) -> dict[str, int]:
    today = now.date()
    return {
        "goals": len(charter.goals),
        "indicators": sum(1 for _words, target, day, _now in charter.indicators if target and day),
        "kick_offs": int(charter.kick_off is not None and charter.kick_off <= today),
        "clinics": sum(1 for day in charter.clinics if day <= today),
    }
