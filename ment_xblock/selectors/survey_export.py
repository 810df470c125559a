"""The answers as a table: of people where the survey is confidential, of counts where it is anonymous."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
from django.db.models import QuerySet

from ment_xblock.domain.errors import NotFound, WrongState
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.domain.spreadsheet import Cell
from ment_xblock.domain.survey.items import Definition, Item, Kind, Mode, Slot
from ment_xblock.models import SurveyParticipation, SurveyRun
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.confidences import reader_in
from ment_xblock.selectors.people import persons_of
from ment_xblock.selectors.survey_results import (
    forms_of_others,
    may_read,
    run_of,
    survey_results,
    values_of,
)
from ment_xblock.selectors.survey_tallies import versions_of

CHUNK = 500


@attrs.frozen
class SurveyTable:
    """A table to export.

    Attributes:
        mode: ``CONFIDENTIAL``: a row per form, but for those of the reader's own partners (name, role, moment, session, pair, then a cell per slot).
            ``ANONYMOUS``: a row per possible answer (item, row or "then", role, answer, how often), and one per text.
        slots: the columns of a confidential survey after the first five, with their items.
        rows: the rows, read from the database as they are taken.
    """

    mode: Mode
    slots: tuple[tuple[Item, Slot], ...]
    rows: Iterator[tuple[Cell, ...]]


def survey_table(
    *, host: Host, actor: Actor, here: BlockRef, definition: Definition
) -> SurveyTable:
    """The answers that the facilitator may see, as a table of ids and values without words.

    Args:
        host: the host.
        actor: the facilitator.
        here: the block.
        definition: what it asks now.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: nobody answered yet.
        WrongState: the survey is anonymous and still open.
    """
    require_facilitator(actor)
    run = run_of(actor, here)
    if run is None or not run.mode:
        raise NotFound("no_such_thing")
    if not may_read(run):
        raise WrongState("survey_open")
    if run.mode == Mode.ANONYMOUS:
        counts = _counts(host, actor, here, definition, run)
        return SurveyTable(Mode.ANONYMOUS, (), counts)
    slots = _slots(run)
    keys = tuple(slot.key for _item, slot in slots)
    rows = forms_of_others(run, reader_in(actor.course_key, actor.user_id).partners)
    return SurveyTable(Mode.CONFIDENTIAL, slots, _people(host, rows, keys))


def _slots(run: SurveyRun) -> tuple[tuple[Item, Slot], ...]:
    """The places of all wordings, each once, in the newest wording that has them."""
    found: dict[str, tuple[Item, Slot]] = {}
    for version in reversed(versions_of(run)):
        for item in version.definition.items:
            for slot in item.slots:
                found.setdefault(slot.key, (item, slot))
    return tuple(found.values())


def _people(
    host: Host, rows: QuerySet[SurveyParticipation], keys: tuple[str, ...]
) -> Iterator[tuple[Cell, ...]]:
    # The keys first: to skip thousands of rows for each chunk would take longer and longer.
    keys_in_order = list(rows.order_by("answered_at", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys_in_order), CHUNK):
        wanted = keys_in_order[start : start + CHUNK]
        found = rows.select_related("participant").in_bulk(wanted)
        chunk = [found[pk] for pk in wanted if pk in found]
        people = persons_of(host, [row.participant for row in chunk])
        values = values_of([row.pk for row in chunk])
        for row in chunk:
            person = people.get(row.participant_id)
            yield (
                person.full_name if person else "",
                row.participant.role,
                row.answered_at.isoformat(timespec="minutes") if row.answered_at else "",
                row.session_id,
                row.pairing_id,
                *(_cell(values.get(row.pk, {}).get(key)) for key in keys),
            )


def _cell(value: int | str | tuple[str, ...] | None) -> Cell:
    return "; ".join(value) if isinstance(value, tuple) else value


def _counts(
    host: Host, actor: Actor, here: BlockRef, definition: Definition, run: SurveyRun
) -> Iterator[tuple[Cell, ...]]:
    """From the very values that the page shows, so that a table cannot tell more."""
    results = survey_results(host=host, actor=actor, here=here, definition=definition)
    versions: Mapping[int, int] = {one.number: one.pk for one in versions_of(run)}
    for result in results.items:
        for slot in result.slots:
            part = slot.slot.key.removeprefix(result.item.id).removeprefix(".")
            if slot.total is None:
                continue
            if result.item.kind is Kind.TEXT:
                texts = run.answers.filter(
                    version_id=versions[result.version], slot=slot.slot.key
                ).order_by("pk")
                for text in texts.values_list("text", flat=True).iterator(CHUNK):
                    yield (result.item.id, part, "", text, 1)
                continue
            for role, found in {"": slot.total, **slot.by_role}.items():
                for value, times in found.counts:
                    yield (result.item.id, part, role, value, times)
