"""A learner's own home: where they are, the one next step, their pairs, their promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import attrs
from django.db.models import Count, Min, Q

from ment_xblock.domain.agreement.terms import AuthorSettings
from ment_xblock.domain.credit import Credit
from ment_xblock.domain.home import (
    LearnerFacts,
    Next,
    NextStep,
    PairStanding,
    Stage,
    next_step,
    stages_done,
    steps_with_others,
)
from ment_xblock.domain.journal import states
from ment_xblock.domain.minors import consent_missing
from ment_xblock.domain.pairing import IN_FORCE_STATES, OPEN_STATES, State
from ment_xblock.domain.people import Actor, Person, Role, require_member
from ment_xblock.domain.training.settings import TRACK_OF
from ment_xblock.models import (
    Action,
    Agreement,
    Pairing,
    Participant,
    Session,
    Signature,
)
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.credit_facts import credits_of
from ment_xblock.selectors.home_surveys import forms_waiting
from ment_xblock.selectors.people import participant_of, persons_of
from ment_xblock.selectors.profiles import is_complete
from ment_xblock.selectors.training_results import TRAINING, counting_results, fact_of
from ment_xblock.selectors.versions import live_terms

PROFILE, AGREEMENT, JOURNAL, SURVEY = (
    "ment_matching",
    "ment_agreement",
    "ment_journal",
    "ment_survey",
)
KINDS = (TRAINING, PROFILE, AGREEMENT, JOURNAL, SURVEY)
MOST_PROMISES = 10
MEETINGS_WITHOUT_AGREEMENT = 6
_FOR_ME = {Role.MENTOR: ("mentor", "both"), Role.MENTEE: ("mentee", "both")}


@attrs.frozen
class Promise:
    """An open action that is mine, or ours.

    Attributes:
        words: what was promised.
        due: by when; None where no day was said.
        partner: with whom.
    """

    words: str
    due: date | None
    partner: str


@attrs.frozen
class HomePair:
    """One of my open pairs.

    Attributes:
        standing: where it stands.
        partner: None when they have left the site.
        state: of the pair and its agreement.
        channels: ids of the ways to reach each other, as agreed.
        next_place: where the next meeting is.
    """

    standing: PairStanding
    partner: Person | None
    state: State
    channels: tuple[str, ...] = ()
    next_place: str = ""


@attrs.frozen
class HomePage:
    """A learner's home.

    Attributes:
        role: None as long as nobody gave them one.
        step: the one next step.
        done: the stages behind the learner.
        facts: what decided that.
        unit: address of the unit of the next step; empty where the course has none.
        units: block type to the address of its first unit.
        pairs: my open pairs.
        promises: open actions of mine, the earliest first.
        credit: block type to what I have earned there.
        others: the next step with each pair that ``step`` is not about; empty with one pair.
        form: what the next form is called; empty where none waits.
    """

    role: Role | None
    step: NextStep
    done: frozenset[Stage]
    facts: LearnerFacts
    unit: str
    units: Mapping[str, str]
    pairs: tuple[HomePair, ...] = ()
    promises: tuple[Promise, ...] = ()
    credit: Mapping[str, Credit] = attrs.field(factory=dict)
    others: tuple[NextStep, ...] = ()
    form: str = ""

    def unit_of(self, step: NextStep) -> str:
        """Address of the unit of a step; empty where the course has none."""
        return self.units.get(UNIT_OF.get(step.what.value, ""), "")


def home_page(*, host: Host, actor: Actor) -> HomePage:
    """Read a learner's home.

    Args:
        host: the host.
        actor: the learner.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    require_member(actor)
    blocks = _blocks(host, actor.course_key)
    me = participant_of(actor.course_key, actor.user_id, "profile")
    if me is None:
        return _without_role(host, blocks)
    track = TRACK_OF[Role(me.role)]
    modules = [block for block in blocks[TRAINING] if block.settings.get("track") == track]
    training = _training(me, modules)
    rows = _all_pairs(me)
    open_rows = [row for row in rows if row.state in OPEN_STATES]
    pairs = _pairs(host, me, open_rows, _filled_in(open_rows, blocks[AGREEMENT]))
    forms = forms_waiting(me, rows, blocks[SURVEY], host.now())
    facts = LearnerFacts(
        has_role=True,
        modules=len(modules),
        modules_done=len(training.finished),
        modules_to_repeat=len(training.through - training.finished),
        training_begun=bool(training.begun),
        profile_is_complete=not blocks[PROFILE] or is_complete(me),
        pairs=tuple(pair.standing for pair in pairs),
        pulses_waiting=len(forms.pulses),
        end_forms_waiting=len(forms.end_forms),
        surveys_waiting=len(forms.others),
        feedback_given=forms.has_answered,
        was_paired=bool(rows),
    )
    step = next_step(facts)
    next_modules = training.next_ones(modules)
    waiting = forms.pulses if step.what is Next.ANSWER_PULSE else forms.end_forms or forms.others
    next_forms = [block for block in blocks[SURVEY] if block.usage_key in waiting]
    units = _units(host, {**blocks, TRAINING: next_modules or modules, SURVEY: next_forms})
    return HomePage(
        role=Role(me.role),
        step=step,
        done=stages_done(facts),
        facts=facts,
        unit=units.get(UNIT_OF.get(step.what.value, ""), ""),
        units=units,
        pairs=pairs,
        promises=_promises(me, pairs),
        credit=_credit(me, [*blocks[AGREEMENT][:1], *blocks[JOURNAL][:1]]),
        others=steps_with_others(facts, step),
        form=next_forms[0].name if next_forms else "",
    )


# Which block a next step leads to.
UNIT_OF: Mapping[str, str] = {
    "choose_role": PROFILE,
    "sign": AGREEMENT,
    "sign_change": AGREEMENT,
    "sign_first": AGREEMENT,
    "wait_for_consent": AGREEMENT,
    "fill_agreement": AGREEMENT,
    "wait_for_partner": AGREEMENT,
    "rest": AGREEMENT,
    "confirm_log": JOURNAL,
    "settle_log": JOURNAL,
    "log_session": JOURNAL,
    "accept_date": JOURNAL,
    "plan_session": JOURNAL,
    "meet": JOURNAL,
    "close_pair": AGREEMENT,
    "wait_for_date": JOURNAL,
    "begin_training": TRAINING,
    "go_on_training": TRAINING,
    "try_again": TRAINING,
    "profile": PROFILE,
    "wait_for_match": PROFILE,
    "answer_pulse": SURVEY,
    "answer_survey": SURVEY,
    "end_form": SURVEY,
}


def _blocks(host: Host, course_key: str) -> dict[str, list[BlockRef]]:
    found: dict[str, list[BlockRef]] = {kind: [] for kind in KINDS}
    for block in host.blocks(course_key, *KINDS):
        found[block.block_type].append(block)
    return found


def _credit(me: Participant, blocks: list[BlockRef]) -> dict[str, Credit]:
    kinds = [block.block_type for block in blocks]
    return dict(zip(kinds, credits_of(me, blocks), strict=True))


def _without_role(host: Host, blocks: Mapping[str, Iterable[BlockRef]]) -> HomePage:
    facts = LearnerFacts()
    units = _units(host, blocks)
    unit = units.get(PROFILE) or units.get(TRAINING, "")
    return HomePage(None, next_step(facts), frozenset(), facts, unit, units)


def _units(host: Host, blocks: Mapping[str, Iterable[BlockRef]]) -> dict[str, str]:
    first = {kind: next(iter(found), None) for kind, found in blocks.items()}
    return {
        kind: url
        for kind, block in first.items()
        if block is not None and (url := host.unit_url(block.usage_key))
    }


@attrs.frozen
class _Training:
    """Usage keys of the modules that I began, went through, and finished."""

    begun: frozenset[str]
    through: frozenset[str]
    finished: frozenset[str]

    def next_ones(self, modules: Iterable[BlockRef]) -> list[BlockRef]:
        """What is left, new modules before those to repeat, each in the order of the course."""
        left = [block for block in modules if block.usage_key not in self.finished]
        return sorted(left, key=lambda block: block.usage_key in self.through)


def _training(me: Participant, modules: Iterable[BlockRef]) -> _Training:
    results = counting_results().filter(
        participant=me, usage_key__in=[block.usage_key for block in modules]
    )
    facts = {row.usage_key: fact_of(row) for row in results}
    return _Training(
        begun=frozenset(key for key, fact in facts.items() if fact.done),
        through=frozenset(key for key, fact in facts.items() if fact.is_through),
        finished=frozenset(key for key, fact in facts.items() if fact.is_finished),
    )


def _all_pairs(me: Participant) -> list[Pairing]:
    return list(
        Pairing.objects.filter(Q(mentor=me) | Q(mentee=me))
        .select_related("mentor", "mentee")
        .order_by("opened_at", "pk")
    )


def _filled_in(rows: list[Pairing], blocks: list[BlockRef]) -> set[int]:
    """The pairs that nobody has signed for yet, and whose agreement has all that it needs."""
    drafts = {row.pk: row for row in rows if row.state == State.DRAFT}
    if not (drafts and blocks):
        return set()
    off = AuthorSettings(switched_off=frozenset(blocks[0].settings.get("clauses_off") or ()))
    values = Agreement.objects.filter(working_for__in=drafts).values_list("pairing_id", "values")
    return {
        pairing_id
        for pairing_id, filled in values
        if not live_terms(off, drafts[pairing_id].mentor.under_18).missing(filled)
    }


def _pairs(
    host: Host, me: Participant, rows: list[Pairing], filled_in: set[int]
) -> tuple[HomePair, ...]:
    partners = [row.mentee if row.mentor_id == me.pk else row.mentor for row in rows]
    persons = persons_of(host, partners)
    ids = [row.pk for row in rows]
    values = dict(
        Agreement.objects.filter(in_force_for__in=ids).values_list("pairing_id", "values")
    )
    signed_by = _signers(ids)
    meetings = _meetings(ids, me, host.now())
    return tuple(
        HomePair(
            standing=PairStanding(
                pairing_id=row.pk,
                is_resting=row.state == State.PAUSED,
                is_in_force=row.state in IN_FORCE_STATES,
                is_filled_in=row.pk in filled_in,
                consent_missing=consent_missing(me),
                sessions_agreed=int(
                    values.get(row.pk, {}).get("number") or MEETINGS_WITHOUT_AGREEMENT
                ),
                **_signing(State(row.state), signed_by.get(row.pk, set()), me.pk),
                **meetings[row.pk][0],
            ),
            partner=persons.get(partner.pk),
            state=State(row.state),
            channels=tuple(values.get(row.pk, {}).get("channels") or ()),
            next_place=meetings[row.pk][1],
        )
        for row, partner in zip(rows, partners, strict=True)
    )


def _signing(state: State, signers: set[int], me: int) -> dict[str, Any]:
    """Whose turn it is, as far as a signature is there or a change waits for two of them."""
    return {
        "partner_signed": bool(signers) and me not in signers,
        "change_waits": state is State.CHANGE_PROPOSED,
        "partner_is_next": signers == {me},
    }


def _signers(pairing_ids: list[int]) -> dict[int, set[int]]:
    """Who has signed the version in the works, by pair."""
    signers: dict[int, set[int]] = {}
    rows = Signature.objects.filter(agreement__working_for__in=pairing_ids)
    for pairing_id, participant_id in rows.values_list("agreement__pairing_id", "participant_id"):
        signers.setdefault(pairing_id, set()).add(participant_id)
    return signers


def _meetings(
    pairing_ids: list[int], me: Participant, now: datetime
) -> dict[int, tuple[dict[str, Any], str]]:
    """How many meetings wait for what, and where the next one is, by pair."""
    found: dict[int, tuple[dict[str, Any], str]] = {}
    counts = {
        row["pairing_id"]: row
        for row in Session.objects.filter(pairing_id__in=pairing_ids)
        .values("pairing_id")
        .annotate(
            logs_to_confirm=Count("pk", filter=Q(state=states.State.LOGGED) & ~Q(writer=me)),
            logs_contested=Count("pk", filter=Q(state=states.State.CONTESTED)),
            sessions_to_log=Count("pk", filter=Q(state__in=states.AHEAD_STATES, starts_at__lt=now)),
            dates_to_accept=Count(
                "pk",
                filter=Q(state=states.State.PROPOSED, starts_at__gte=now) & ~Q(writer=me),
            ),
            dates_proposed=Count(
                "pk", filter=Q(state=states.State.PROPOSED, starts_at__gte=now, writer=me)
            ),
            sessions_held=Count("pk", filter=Q(state__in=states.HELD_STATES)),
            next_session_at=Min(
                "starts_at", filter=Q(state=states.State.PLANNED, starts_at__gte=now)
            ),
        )
    }
    places = dict(
        Session.objects.filter(
            pairing_id__in=pairing_ids, state=states.State.PLANNED, starts_at__gte=now
        )
        .order_by("-starts_at")
        .values_list("pairing_id", "place")
    )
    for pairing_id in pairing_ids:
        row: Mapping[str, Any] = counts.get(pairing_id, {})
        numbers = {name: count for name, count in row.items() if name != "pairing_id"}
        found[pairing_id] = (numbers, places.get(pairing_id, ""))
    return found


def _promises(me: Participant, pairs: Iterable[HomePair]) -> tuple[Promise, ...]:
    partners = {
        pair.standing.pairing_id: pair.partner.first_name if pair.partner else "" for pair in pairs
    }
    rows = Action.objects.filter(
        pairing_id__in=partners, state=Action.State.OPEN, owner__in=_FOR_ME[Role(me.role)]
    ).order_by("due", "pk")[:MOST_PROMISES]
    return tuple(Promise(row.words, row.due, partners[row.pairing_id]) for row in rows)
