"""People between two runs and before a matching: read from a file, reminded, let back into their profile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

import attrs

from ment_xblock.domain.errors import FieldProblem, Invalid, MentError, NotFound, WrongState
from ment_xblock.domain.people import Actor, Person, Role, require_facilitator, require_writer
from ment_xblock.domain.people_file import PersonLine, read_people
from ment_xblock.models import (
    AgainWish,
    Decision,
    Participant,
    ProfileReminder,
    Programme,
)
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.matching_cohort import were_partners
from ment_xblock.selectors.people_file import learners_of
from ment_xblock.selectors.profiles import statuses_of
from ment_xblock.services.matching_rows import Desk
from ment_xblock.services.participants import ParticipantSettings, save_participant
from ment_xblock.services.profiles import reopen_profile
from ment_xblock.services.unit_of_work import lock, unit_of_work

BETWEEN_REMINDERS = timedelta(hours=20)
T = TypeVar("T")


@attrs.frozen
class ImportLine:
    """What one line of a file would do.

    Attributes:
        number: of the line in the file.
        who: as the file names them.
        name: full name; empty where nobody is found.
        role: the role they get; None for somebody who asks for no place.
        is_new: whether they had no role so far.
        is_missing: they said something in the last run, and are not in the course now; nobody is held back by it.
        problems: what stands against it; ``field`` is the column.
    """

    number: int
    who: str
    name: str
    role: Role | None
    is_new: bool
    is_missing: bool
    problems: tuple[FieldProblem, ...]


@attrs.frozen
class Import:
    """What a file would do, or has done.

    Attributes:
        lines: in the order of the file.
        is_done: whether it was stored.
    """

    lines: tuple[ImportLine, ...]
    is_done: bool = False

    @property
    def wrong(self) -> int:
        """How many lines have a problem."""
        return sum(bool(line.problems) for line in self.lines)

    @property
    def missing(self) -> int:
        """How many people of the last run are not in the course."""
        return sum(line.is_missing for line in self.lines)


class _OnlyLookingError(Exception):
    """Undo everything: the file was only tried."""


def import_people(*, host: Host, actor: Actor, text: str, save: bool) -> Import:
    """Give the people of a file their roles: all of them, or none.

    The preview does the same and undoes it, so that it cannot promise anything else.

    Args:
        host: the host.
        actor: the facilitator.
        text: the file's text; also one that the dashboard's ladder of the last run wrote.
        save: whether to keep it; a file with a problem is never kept.

    Returns:
        Line by line what happened, or would happen.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        Invalid: the file cannot be read at all.
    """
    require_facilitator(actor)
    return bring_people(host=host, actor=actor, rows=read_people(text), save=save)


def bring_people(
    *, host: Host, actor: Actor, rows: Iterable[PersonLine], save: bool, source: str = ""
) -> Import:
    """Give people their roles, wherever the lines come from; as ``import_people`` has it.

    Args:
        host: the host.
        actor: the facilitator.
        rows: who gets which role.
        save: whether to keep it.
        source: the course run from which the people come; empty for a file.
    """
    lines: list[ImportLine] = []
    try:
        _bring(host, actor, rows, lines, source if save else None)
    except _OnlyLookingError:
        return Import(tuple(lines))
    return Import(tuple(lines), is_done=True)


@unit_of_work
def _bring(
    host: Host,
    actor: Actor,
    rows: Iterable[PersonLine],
    lines: list[ImportLine],
    source: str | None,
) -> None:
    """``source`` is None where nothing is to be kept."""
    desk = Desk.hold(host, actor)
    lines.clear()
    known = _by_name_and_address(learners_of(host, actor.course_key))
    roles = dict(desk.programme.participants.values_list("user_id", "role"))
    for line in rows:
        person = known.get(line.who)
        # Given between looking and taking hold: by another facilitator, or by themselves.
        is_too_late = line.is_for_new and person is not None and person.user_id in roles
        row = attrs.evolve(line, role=None) if is_too_late else line
        problems = list(row.problems)
        is_missing = person is None and row.is_wish and bool(row.who)
        if person is None and row.who and not is_missing:
            problems.append(FieldProblem("username", "not_in_course"))
        if person is not None and not problems and row.role is not None:
            problems += _give_role(host, actor, person, row, desk.programme)
        is_new = person is not None and person.user_id not in roles
        name = person.full_name if person else ""
        lines.append(
            ImportLine(row.number, row.who, name, row.role, is_new, is_missing, tuple(problems))
        )
    if source is None or any(line.problems for line in lines):
        raise _OnlyLookingError
    count = sum(line.role is not None and not line.is_missing for line in lines)
    details = {"people": count, **({"source": source} if source else {})}
    desk.note(Decision.Kind.IMPORT, details=details)


def _give_role(
    host: Host, actor: Actor, person: Person, row: PersonLine, programme: Programme
) -> list[FieldProblem]:
    old = programme.participants.filter(user_id=person.user_id).first()
    settings = ParticipantSettings(
        role=row.role,
        capacity=_said(row.capacity, old.capacity if old else 1),
        under_18=_said(row.under_18, old.under_18 if old else False),
        guardian_consent=row.guardian_consent or (old.guardian_consent if old else None),
    )
    try:
        save_participant(host=host, actor=actor, user_id=person.user_id, settings=settings)
    except Invalid as error:
        return error.problems
    except MentError as error:
        return [FieldProblem("username", error.code, error.params)]
    return []


def _said(new: T | None, old: T) -> T:
    return old if new is None else new


@unit_of_work
def remind(*, host: Host, actor: Actor) -> tuple[int, ...]:
    """Remind everybody whose profile is not complete, nobody twice a day.

    Args:
        host: the host.
        actor: the facilitator.

    Returns:
        User ids of those who get a mail.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        WrongState: there is nobody to remind now.
    """
    desk = Desk.hold(host, actor)
    now = host.now()
    waiting = [person.user_id for person in unfinished(host, desk.programme)]
    lately = ProfileReminder.objects.filter(
        programme=desk.programme, sent_at__gt=now - BETWEEN_REMINDERS
    )
    not_again = set(lately.values_list("user_id", flat=True))
    due = tuple(pk for pk in waiting if pk not in not_again)
    if not due:
        raise WrongState("nobody_to_remind")
    ProfileReminder.objects.filter(programme=desk.programme, user_id__in=due).delete()
    ProfileReminder.objects.bulk_create(
        (ProfileReminder(programme=desk.programme, user_id=pk, sent_at=now) for pk in due),
        batch_size=200,
    )
    desk.note(Decision.Kind.REMIND, details={"people": len(due)})
    host.start_job("remind_profiles", course_key=actor.course_key, user_ids=list(due))
    return due


def unfinished(host: Host, programme: Programme) -> list[Person]:
    """Learners of the course whose profile is not complete, with a role or without."""
    complete = {one.participant_id for one in statuses_of(programme.pk) if one.is_complete}
    done = set(programme.participants.filter(pk__in=complete).values_list("user_id", flat=True))
    return [
        person for person in learners_of(host, programme.course_key) if person.user_id not in done
    ]


@unit_of_work
def reopen(*, host: Host, actor: Actor, participant_id: int) -> None:
    """Let somebody change their settled profile, and write it down.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such participant here.
    """
    desk = Desk.hold(host, actor)
    person = desk.programme.participants.filter(pk=participant_id).first()
    if person is None:
        raise NotFound("no_such_person")
    reopen_profile(host=host, actor=actor, participant_id=participant_id)
    side = "mentor" if person.role == Role.MENTOR else "mentee"
    desk.note(Decision.Kind.REOPEN, None, **{side: person})


@unit_of_work
def ask_again(*, host: Host, actor: Actor, partner_id: int, again: bool) -> None:
    """Say that one would work with a former partner again, or take it back. It counts once both say so.

    Args:
        host: the host.
        actor: the learner.
        partner_id: the former partner's part in the programme.
        again: whether they would.

    Raises:
        NotSignedIn, NotAllowed: a stranger, or staff who view as a learner.
        NotFound: never a partner of theirs; whether there is such a person is not told.
    """
    require_writer(actor)
    me = lock(Participant, programme__course_key=actor.course_key, user_id=actor.user_id)
    if not were_partners(me.pk, partner_id):
        raise NotFound("no_such_person")
    if again:
        AgainWish.objects.get_or_create(
            participant=me, partner_id=partner_id, defaults={"created_at": host.now()}
        )
    else:
        AgainWish.objects.filter(participant=me, partner_id=partner_id).delete()


def _by_name_and_address(people: Iterable[Person]) -> dict[str, Person]:
    everybody = list(people)
    by_address = {person.email.casefold(): person for person in everybody if person.email}
    # A username that looks like somebody else's address still means its owner.
    return by_address | {person.username.casefold(): person for person in everybody}
