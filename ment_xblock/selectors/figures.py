"""The key figures of a programme, counted by the database in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Cast

from ment_xblock.domain.charter import Charter
from ment_xblock.domain.figures import Figures
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
from ment_xblock.domain.survey.items import Signal, When
from ment_xblock.domain.training.settings import TRACK_OF
from ment_xblock.models import (
    Action,
    Agreement,
    FacilitatorNote,
    HelpRequest,
    Pairing,
    Participant,
    Pause,
    Proposal,
    RegisterEntry,
    Session,
    SurveyParticipation,
    SurveyRun,
    Task,
    TrainingResult,
)
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.charter import charter_for
from ment_xblock.selectors.survey_wishes import NEXT_ROUND, wishes_of

TRAINING = "ment_training"
MODULES_ON_TRUST = ("j3", "j4")
HANDS_ON = (MENTEE_HELD, BOTH_HELD)
TO_THE_JUNIOR = (TO_JUNIOR, BOTH_WAYS)


def figures_of(*, host: Host, actor: Actor) -> Figures:
    """Count what can be counted in a programme.

    Args:
        host: the host.
        actor: the facilitator.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    course_key, now = actor.course_key, host.now()
    charter = charter_for(course_key)
    counted: dict[str, int] = {}
    counted |= _people(course_key, host.blocks(course_key, TRAINING))
    counted |= _pairs(course_key, now, charter.cadence)
    occasions = _occasions(course_key)
    counted |= _sessions(course_key, now, asks=When.PULSE in occasions)
    counted |= _actions(course_key, now)
    counted |= _surveys(course_key, occasions)
    counted |= _care(course_key)
    counted |= _charter(charter, now)
    return Figures(**counted)


def _people(course_key: str, modules: Iterable[BlockRef]) -> dict[str, int]:
    people = Participant.objects.filter(programme__course_key=course_key)
    paired = Pairing.objects.filter(Q(mentor=OuterRef("pk")) | Q(mentee=OuterRef("pk")))
    counted = people.annotate(was_matched=Exists(paired)).aggregate(
        mentors=Count("pk", filter=Q(role=Role.MENTOR)),
        mentees=Count("pk", filter=Q(role=Role.MENTEE)),
        profiled=Count("pk", filter=Q(profile__complete_for=F("role"))),
        matched=Count("pk", filter=Q(was_matched=True)),
    )
    results = TrainingResult.objects.filter(participant__programme__course_key=course_key)
    passed = results.filter(module__in=MODULES_ON_TRUST, passed=True)
    trust = passed.values("participant").annotate(modules=Count("module", distinct=True))
    return {
        **counted,
        "trained": _trained(results, modules),
        "trained_for_trust": trust.filter(modules=len(MODULES_ON_TRUST)).count(),
    }


def _trained(results: QuerySet[TrainingResult], modules: Iterable[BlockRef]) -> int:
    """People who did every module of their role; nobody, where a course has none."""
    by_track: dict[str, list[str]] = {}
    for module in modules:
        by_track.setdefault(str(module.settings.get("track", "")), []).append(module.usage_key)
    keys_of = {role: by_track[track] for role, track in TRACK_OF.items() if track in by_track}
    if not keys_of:
        return 0
    of_role = [Q(participant__role=role, usage_key__in=keys) for role, keys in keys_of.items()]
    through = [Q(participant__role=role, modules=len(keys)) for role, keys in keys_of.items()]
    done = results.filter(reduce(or_, of_role), total__gt=0, done__gte=F("total"))
    each = done.values("participant", "participant__role").annotate(
        modules=Count("usage_key", distinct=True)
    )
    return each.filter(reduce(or_, through)).count()


def _pairs(course_key: str, now: datetime, cadence: timedelta) -> dict[str, int]:
    pairs = Pairing.objects.filter(programme__course_key=course_key)
    signed = Agreement.objects.filter(pairing=OuterRef("pk"), in_force_since__isnull=False)
    changed = Agreement.objects.filter(pairing=OuterRef("pk"), number__gt=1)
    paused = Pause.objects.filter(pairing=OuterRef("pk"))
    held = Session.objects.filter(pairing=OuterRef("pk"), state__in=states.HELD_STATES)
    ahead = Session.objects.filter(
        pairing=OuterRef("pk"), state__in=states.AHEAD_STATES, starts_at__gte=now
    )
    lately = held.filter(held_on__gte=(now - cadence).date())
    proposed = Proposal.objects.filter(
        run__programme__course_key=course_key,
        run__state="published",
        mentor=OuterRef("mentor"),
        mentee=OuterRef("mentee"),
    )
    is_open = Q(state__in=OPEN_STATES)
    in_force = Q(state__in=IN_FORCE_STATES)
    counted = pairs.annotate(
        was_signed=Exists(signed),
        is_booked=Exists(ahead),
        met_lately=Exists(lately),
        has_met=Exists(held),
        has_reasons=Exists(proposed),
        was_changed=Exists(changed) | Exists(paused),
        has_task=Exists(Task.objects.filter(pairing=OuterRef("pk"))),
    ).aggregate(
        pairs=Count("pk"),
        pairs_open=Count("pk", filter=is_open),
        pairs_signed=Count("pk", filter=Q(was_signed=True)),
        pairs_with_tasks=Count("pk", filter=Q(was_signed=True, has_task=True)),
        pairs_ended_early=Count("pk", filter=Q(state__in=(State.ENDED, State.DECLINED))),
        pairs_paused_or_changed=Count("pk", filter=Q(was_changed=True)),
        pairs_in_rhythm=Count("pk", filter=in_force & (Q(is_booked=True) | Q(met_lately=True))),
        next_booked=Count("pk", filter=in_force & Q(is_booked=True)),
        pairs_with_session=Count("pk", filter=Q(has_met=True)),
        matched_with_reasons=Count("pk", filter=Q(has_reasons=True)),
    )
    return {**counted, "days_to_first_session": _days_to_first(pairs)}


def _days_to_first(pairs: QuerySet[Pairing]) -> int:
    """Days from match to first session, over all pairs that have met; the database gives one line per pair."""
    first = pairs.filter(sessions__state__in=states.HELD_STATES).values_list("pk", "opened_at")
    return sum(
        max((day - opened_at.date()).days, 0)
        for _pair, opened_at, day in first.annotate(Min("sessions__held_on"))
        if day is not None
    )


def _occasions(course_key: str) -> frozenset[str]:
    """For which occasions the course has asked."""
    runs = SurveyRun.objects.filter(programme__course_key=course_key)
    return frozenset(runs.values_list("when", flat=True))


def _sessions(course_key: str, now: datetime, *, asks: bool) -> dict[str, int]:
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
    return {**counted, "pulses_expected": 2 * counting if asks else 0}


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


def _surveys(course_key: str, asked: frozenset[str]) -> dict[str, int]:
    rows = SurveyParticipation.objects.filter(run__programme__course_key=course_key)
    counted = rows.aggregate(
        pulses_answered=Count("pk", filter=Q(run__when=When.PULSE.value)),
        mid_answered=Count("participant", filter=Q(run__when=When.MID.value), distinct=True),
        end_answered=Count("participant", filter=Q(run__when=When.END.value), distinct=True),
        baselines=Count("participant", filter=Q(run__when=When.BASELINE.value), distinct=True),
    )
    at_end = rows.filter(run__when=When.END.value, participant=OuterRef("participant"))
    baselines = rows.filter(run__when=When.BASELINE.value)
    matched = baselines.filter(Exists(at_end)).aggregate(count=Count("participant", distinct=True))
    paired = Participant.objects.filter(programme__course_key=course_key).filter(
        Q(pairings_as_mentor__isnull=False) | Q(pairings_as_mentee__isnull=False)
    )
    people = paired.distinct().count() if asked & {When.MID.value, When.END.value} else 0
    return {
        **counted,
        "next_round": _next_round(course_key),
        "matched_then_and_now": matched["count"],
        "mid_expected": people if When.MID.value in asked else 0,
        "end_expected": people if When.END.value in asked else 0,
    }


def _next_round(course_key: str) -> int:
    wishes = wishes_of(course_key, Signal.NEXT_ROUND)
    return sum(1 for choice in wishes.values() if choice in NEXT_ROUND)


def _care(course_key: str) -> dict[str, int]:
    requests = HelpRequest.objects.filter(pairing__programme__course_key=course_key).aggregate(
        help_requests=Count("pk"),
        help_closed=Count("pk", filter=Q(state=HelpRequest.State.CLOSED)),
    )
    register = RegisterEntry.objects.filter(programme__course_key=course_key).aggregate(
        register_findings=Count("pk"),
        register_done=Count("pk", filter=~Q(action="") & Q(done_on__isnull=False)),
    )
    focus = FacilitatorNote.objects.filter(
        programme__course_key=course_key, kind=FacilitatorNote.Kind.FOCUS
    ).count()
    return {**requests, **register, "focus_notes": focus}


def _charter(charter: Charter, now: datetime) -> dict[str, int]:
    today = now.date()
    return {
        "goals": len(charter.goals),
        "indicators": sum(1 for _words, target, day, _now in charter.indicators if target and day),
        "kick_offs": int(charter.kick_off is not None and charter.kick_off <= today),
        "clinics": sum(1 for day in charter.clinics if day <= today),
    }
