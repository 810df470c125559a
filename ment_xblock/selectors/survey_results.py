"""What the facilitator may see of the answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import attrs
from django.db.models import QuerySet

from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.people import Actor, Role, require_facilitator
from ment_xblock.domain.survey.disclosure import may_show_texts
from ment_xblock.domain.survey.groups import Warned
from ment_xblock.domain.survey.items import Definition, Item, Kind, Mode
from ment_xblock.domain.survey.results import (
    Change,
    ConstructResult,
    ItemResult,
    constructs,
    item_result,
)
from ment_xblock.models import Participant, SurveyAnswer, SurveyParticipation, SurveyRun
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.confidences import reader_in
from ment_xblock.selectors.people import persons_of
from ment_xblock.selectors.survey_baseline import since_baseline
from ment_xblock.selectors.survey_counts import people_reached
from ment_xblock.selectors.survey_people import survey_warnings
from ment_xblock.selectors.survey_tallies import (
    Tallies,
    Version,
    first_with,
    tallies_of,
    versions_of,
)

MOST_TEXTS = 200
MOST_PEOPLE = 50


@attrs.frozen
class Rate:
    """How many people of a role answered.

    Attributes:
        asked: for how many it is open, or was.
        answered: how many did.
    """

    asked: int
    answered: int


@attrs.frozen
class TextAnswer:
    """One text; the name is empty where the survey is anonymous or the person has left the site."""

    text: str
    name: str = ""


@attrs.frozen
class SurveyResults:
    """A survey, for the facilitator.

    Attributes:
        mode: who may know the answers; with the first answer it cannot change any more.
        is_closed: closed for good.
        closed_at: None while it is open.
        is_hidden: anonymous and still open: nothing is shown but how many answered.
        rates: by role, for how many it is open, or was, and how many answered.
        warned: groups that are too small, as long as nobody has answered.
        items: the results, the present wording in its order first, then older wordings.
        texts: by number of a version and key of a slot; at most ``MOST_TEXTS`` each, more are in the export.
        constructs: items brought together by what they measure.
        since_baseline: by key of a slot, how those who answered the confidential baseline too changed since; for
            confidential surveys at the end.
    """

    mode: Mode
    is_closed: bool = False
    closed_at: datetime | None = None
    is_hidden: bool = False
    rates: Mapping[str, Rate] = attrs.field(factory=dict)
    warned: tuple[Warned, ...] = ()
    items: tuple[ItemResult, ...] = ()
    texts: Mapping[tuple[int, str], tuple[TextAnswer, ...]] = attrs.field(factory=dict)
    constructs: tuple[ConstructResult, ...] = ()
    since_baseline: Mapping[str, Change] = attrs.field(factory=dict)

    @property
    def answered(self) -> int:
        """How many people answered."""
        return sum(rate.answered for rate in self.rates.values())


@attrs.frozen
class PersonAnswers:
    """What one person answered in a confidential survey.

    Attributes:
        name: empty when they have left the site.
        role: their role.
        answered_at: when.
        session_id: the session, for a pulse.
        pairing_id: the pair, for a rating of a partner.
        version: the wording.
        values: by key of a slot: a number, a text, or ids of options.
    """

    name: str
    role: Role
    answered_at: datetime
    session_id: int | None
    pairing_id: int | None
    version: int
    values: Mapping[str, int | str | tuple[str, ...]]


@attrs.frozen
class PeopleAnswers:
    """A part of the people who answered, the newest first.

    Attributes:
        people: those on this page.
        total: how many there are.
        had_partners: the reader is or was in a pair; what their partners answered is not among it.
    """

    people: tuple[PersonAnswers, ...]
    total: int
    had_partners: bool


def survey_results(
    *, host: Host, actor: Actor, here: BlockRef, definition: Definition
) -> SurveyResults:
    """What the facilitator may see, and nothing more.

    Args:
        host: the host.
        actor: the facilitator.
        here: the block.
        definition: what it asks now.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    run = run_of(actor, here)
    if run is None or not run.mode:
        return SurveyResults(
            mode=definition.mode,
            rates=_rates(people_reached(here, run, definition, host.now())),
            warned=survey_warnings(actor.course_key, definition),
        )
    results = SurveyResults(
        mode=Mode(run.mode),
        is_closed=run.closed_at is not None,
        closed_at=run.closed_at,
        rates=_rates(run.people or people_reached(here, run, definition, host.now())),
    )
    if not may_read(run):
        return attrs.evolve(results, is_hidden=True)
    versions = versions_of(run)
    tallies = tallies_of(run.answers.all(), versions)
    items = shown_items(Mode(run.mode), versions, tallies, definition)
    return attrs.evolve(
        results,
        items=items,
        texts=_texts(
            host, run, items, versions, reader_in(actor.course_key, actor.user_id).partners
        ),
        constructs=constructs(items),
        since_baseline=since_baseline(run),
    )


def people_answers(
    *, host: Host, actor: Actor, here: BlockRef, offset: int = 0, limit: int = MOST_PEOPLE
) -> PeopleAnswers:
    """Who answered what in a confidential survey.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: nobody answered yet, or the survey is anonymous.
    """
    require_facilitator(actor)
    run = run_of(actor, here)
    if run is None or run.mode != Mode.CONFIDENTIAL:
        raise NotFound("no_such_thing")
    partners = reader_in(actor.course_key, actor.user_id).partners
    rows = forms_of_others(run, partners).select_related("participant", "version")
    page = list(rows.order_by("-answered_at", "pk")[offset : offset + limit])
    people = persons_of(host, [row.participant for row in page])
    values = values_of([row.pk for row in page])
    return PeopleAnswers(
        tuple(
            PersonAnswers(
                name=people[row.participant_id].full_name if row.participant_id in people else "",
                role=Role(row.participant.role),
                answered_at=row.answered_at,
                session_id=row.session_id,
                pairing_id=row.pairing_id,
                version=row.version.number if row.version else 0,
                values=values.get(row.pk, {}),
            )
            for row in page
            if row.answered_at is not None
        ),
        rows.count(),
        bool(partners),
    )


def forms_of_others(run: SurveyRun, partners: Collection[int]) -> QuerySet[SurveyParticipation]:
    """The forms of a confidential survey, without those of some people."""
    return run.participations.filter(answered_at__isnull=False).exclude(participant__in=partners)


def run_of(actor: Actor, here: BlockRef) -> SurveyRun | None:
    """The survey of a block, in the course run of who asks; None before its first answer."""
    return SurveyRun.objects.filter(
        usage_key=here.usage_key, programme__course_key=actor.course_key
    ).first()


def may_read(run: SurveyRun) -> bool:
    """Whether there is anything to read: an anonymous survey shows nothing before it is closed."""
    return run.mode == Mode.CONFIDENTIAL or run.closed_at is not None


def values_of(
    participations: list[int],
) -> dict[int, dict[str, int | str | tuple[str, ...]]]:
    """Stored values of confidential forms, by key of a slot."""
    found: dict[int, dict[str, int | str | tuple[str, ...]]] = {}
    rows = SurveyAnswer.objects.filter(participation_id__in=participations).values_list(
        "participation_id", "slot", "number", "option", "text"
    )
    for participation, slot, number, option, text in rows:
        if participation is None:
            continue
        values = found.setdefault(participation, {})
        if number is not None or text:
            values[slot] = text if number is None else number
        else:
            earlier = values.get(slot, ())
            chosen = earlier if isinstance(earlier, tuple) else ()
            values[slot] = (*chosen, option) if option else chosen
    return found


def shown_items(
    mode: Mode, versions: tuple[Version, ...], tallies: Tallies, definition: Definition
) -> tuple[ItemResult, ...]:
    """Make results of counted answers, as far as they may be shown.

    Args:
        mode: the promise that was given with the first answer.
        versions: all wordings in which somebody answered.
        tallies: the counted answers.
        definition: what is asked now.
    """
    asked_now = [
        (item, version) for item in definition.items if (version := _first(item, versions))
    ]
    seen = {(item.id, version.pk) for item, version in asked_now}
    older = [
        (item, version)
        for version in reversed(versions)
        for item in version.definition.items
        if first_with(item, versions) == version and (item.id, version.pk) not in seen
    ]
    return tuple(
        item_result(
            # The promise that was given counts, whatever is stored elsewhere.
            attrs.evolve(version.definition, mode=mode),
            item,
            tallies.get(version.pk, {}),
            version=version.number,
            is_current=(item.id, version.pk) in seen,
        )
        for item, version in (*asked_now, *older)
    )


def _first(item: Item, versions: tuple[Version, ...]) -> Version | None:
    try:
        return first_with(item, versions)
    except LookupError:
        return None


def _texts(
    host: Host,
    run: SurveyRun,
    items: tuple[ItemResult, ...],
    versions: tuple[Version, ...],
    partners: Collection[int],
) -> dict[tuple[int, str], tuple[TextAnswer, ...]]:
    """Texts of what may be shown. Anonymous ones come in the order of their random keys, the others without the partners'."""
    found: dict[tuple[int, str], list[SurveyAnswer]] = {}
    keys = {version.number: version.pk for version in versions}
    for result in items:
        if result.item.kind is Kind.TEXT:
            slot = result.slots[0].slot.key
            rows = run.answers.filter(version_id=keys[result.version], slot=slot)
            if run.mode == Mode.ANONYMOUS and not may_show_texts(rows.count()):
                continue
            if run.mode == Mode.CONFIDENTIAL:
                rows = rows.exclude(participation__participant__in=partners)
            ordered = rows.select_related("participation__participant").order_by(
                "participation__answered_at", "pk"
            )
            found[result.version, slot] = list(ordered[:MOST_TEXTS])
    writers: list[Participant] = [
        row.participation.participant
        for rows_of_slot in found.values()
        for row in rows_of_slot
        if row.participation is not None
    ]
    people = persons_of(host, writers) if writers else {}
    return {
        place: tuple(
            TextAnswer(
                row.text,
                people[row.participation.participant_id].full_name
                if row.participation is not None and row.participation.participant_id in people
                else "",
            )
            for row in rows_of_slot
        )
        for place, rows_of_slot in found.items()
    }


def _rates(people: Mapping[str, list[int]]) -> dict[str, Rate]:
    return {role: Rate(asked, answered) for role, (asked, answered) in people.items()}
