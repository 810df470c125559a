"""A programme of any size, as a year of work would leave it, written in bulk: people, pairs and what they did.

The rows are made up by dice with a fixed seed. Nobody is real. Alerts are not written here: ``ment_settle`` raises them.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import attrs
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from benchmarks.seeding_surveys import Forms
from ment_xblock.domain.journal.states import HELD_STATES
from ment_xblock.domain.pairing import OPEN_STATES
from ment_xblock.models import (
    Action,
    Agreement,
    Charter,
    FacilitatorNote,
    HelpRequest,
    MatchRun,
    Notice,
    Pairing,
    Participant,
    Pause,
    Profile,
    Programme,
    Proposal,
    RegisterEntry,
    Session,
    SessionText,
    Signature,
    Task,
    TrainingResult,
)
from ment_xblock.platform.ports import BlockRef
from workbench_site.models import CourseStaff, Enrolment
from workbench_site.models import Profile as Account

BATCH = 250
DAYS = 120
MEETINGS = 14
# Of a hundred pairs.
PAIR_STATES = {
    "active": 62,
    "draft": 5,
    "half_signed": 5,
    "change_proposed": 4,
    "change_half_signed": 2,
    "paused": 5,
    "ended": 13,
    "declined": 4,
}
UNSIGNED = ("draft", "half_signed", "declined")
# Of each pair that ever met: what became of its meetings, the oldest first.
FATES = ("confirmed",) * 5 + ("uncontested",) * 3 + ("settled", "entered", "missed", "cancelled")
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo")
WORDS = (
    "we",
    "sent",
    "a",
    "quote",
    "with",
    "two",
    "photos",
    "and",
    "found",
    "the",
    "price",
    "list",
)
FACTS = {
    "reasons": [["same_language", {"languages": ["en", "it"]}]],
    "missing": None,
    "next": None,
    "shared": [],
    "fit": 0.8,
}


def kept(rows: Iterable[Any]) -> list[Any]:
    """Insert rows, and know their keys, also on a database that does not tell them."""
    made = list(rows)
    if not made:
        return made
    model = type(made[0])
    made = model._default_manager.bulk_create(made, batch_size=2 * BATCH)
    if made[0].pk is None:
        newest = model._default_manager.order_by("-pk").values_list("pk", flat=True)
        for row, pk in zip(reversed(made), list(newest[: len(made)]), strict=True):
            row.pk = pk
    return made


@attrs.define
class Crowd:
    """One programme that is being filled.

    Attributes:
        course_key: its course run.
        blocks: block type to the blocks of the course.
        pairs: how many pairs it gets.
        name: begins all usernames, so that two programmes can share a site.
    """

    course_key: str
    blocks: dict[str, tuple[BlockRef, ...]]
    pairs: int
    name: str
    now: datetime = attrs.field(factory=timezone.now)
    dice: random.Random = attrs.field(factory=lambda: random.Random(7))
    programme: Programme = None
    forms: Forms = None

    @property
    def facilitator(self) -> str:
        """Username of who teaches the course."""
        return f"{self.name}-facilitator"

    def fill(self) -> None:
        """Write everything, a few hundred pairs at a time."""
        self.programme = Programme.objects.create(
            course_key=self.course_key, created_at=self.ago(DAYS + 10)
        )
        self.forms = Forms(self.programme, self.blocks["ment_survey"], self.dice, self.now)
        self._teach()
        published = MatchRun.objects.create(
            programme=self.programme, state="published", progress="done", created_at=self.ago(DAYS)
        )
        for start in range(0, self.pairs, BATCH):
            self._pairs(range(start, min(start + BATCH, self.pairs)), published)
        self._people_without_partner()
        self.forms.close_first(self.facilitator)

    def ago(self, days: float) -> datetime:
        """A moment in the past."""
        return self.now - timedelta(days=days)

    def day(self, days: int) -> date:
        """A day in the past."""
        return self.ago(days).date()

    def chance(self, share: float) -> bool:
        """Throw the dice."""
        return self.dice.random() < share

    def words(self) -> str:
        """A sentence."""
        return " ".join(self.dice.choices(WORDS, k=9))

    def _teach(self) -> None:
        (teacher,) = self._users([self.facilitator])
        CourseStaff.objects.create(course_key=self.course_key, user=teacher)
        Charter.objects.create(
            programme=self.programme,
            revision=1,
            values={
                "goals": ["digital_skills", "generations"],
                "kick_off": self.day(DAYS - 5).isoformat(),
                "clinic1": self.day(60).isoformat(),
                "indicator1": "Pairs that meet",
                "indicator1_target": "80",
                "indicator1_by": self.day(-60).isoformat(),
            },
        )
        RegisterEntry.objects.create(
            programme=self.programme,
            finding="Too little time",
            action="An hour on Fridays",
            done_on=self.day(20),
            created_at=self.ago(30),
        )
        kept(
            FacilitatorNote(
                programme=self.programme,
                kind=FacilitatorNote.Kind.FOCUS,
                text=self.words(),
                tags=["mistrust"],
                author=teacher,
                created_at=self.ago(40),
            )
            for _number in range(3)
        )

    def _users(self, names: Iterable[str]) -> list[Any]:
        model = get_user_model()
        users = kept(
            model(
                username=name,
                first_name="".join(self.dice.choices(SYLLABLES, k=2)).title(),
                last_name="".join(self.dice.choices(SYLLABLES, k=3)).title(),
                email=f"{name}@example.org",
                password="!",
            )
            for name in names
        )
        kept(Account(user=user, language="en", time_zone="Europe/Rome") for user in users)
        kept(Enrolment(user=user, course_key=self.course_key) for user in users)
        return users

    def _participants(self, numbers: Iterable[int], role: str) -> list[Participant]:
        users = self._users([f"{self.name}-{role}{number}" for number in numbers])
        people = kept(
            Participant(
                programme=self.programme, user=user, role=role, created_at=self.ago(DAYS + 5)
            )
            for user in users
        )
        kept(self._profile(one) for one in people)
        kept(result for one in people for result in self._training(one))
        kept(notice for one in people for notice in self._notices(one))
        return people

    def _profile(self, one: Participant) -> Profile:
        return Profile(
            participant=one,
            complete_for=one.role if self.chance(0.95) else "",
            wanted=["quote-as-pdf", "video-call"] if one.role == "mentee" else [],
            skills={"quote-as-pdf": 4, "video-call": 3} if one.role == "mentor" else {},
            languages=["en", "it"],
            times=["mon-evening", "fri-morning"],
            ways=["in_person"],
            places=["workshop"],
            trade="wood",
            firm=f"Firm {one.pk % 700}",
            is_boss=one.role == "mentee" and self.chance(0.6),
            same_firm_ok=True,
            said_under_18=False,
            phone="+39 000" if self.chance(0.5) else "",
            avoid="Somebody" if self.chance(0.02) else "",
            updated_at=self.ago(DAYS),
        )

    def _training(self, one: Participant) -> Iterator[TrainingResult]:
        track = "junior" if one.role == "mentor" else "senior"
        modules = [
            block for block in self.blocks["ment_training"] if block.settings["track"] == track
        ]
        done = len(modules) if self.chance(0.75) else self.dice.randrange(len(modules))
        for block in modules[:done]:
            yield TrainingResult(
                participant=one,
                usage_key=block.usage_key,
                module=block.usage_key.rpartition("-")[2].partition(".")[0],
                share=0.9,
                passed=True,
                done=5,
                total=5,
                updated_at=self.ago(90),
            )

    def _notices(self, one: Participant) -> Iterator[Notice]:
        for number in range(4):
            yield Notice(
                programme=self.programme,
                user_id=one.user_id,
                kind="match_published",
                key=f"bench-{one.pk}-{number}",
                state=Notice.State.SENT,
                created_at=self.ago(20 * number + 1),
                held_until=self.ago(20 * number + 1),
                sent_at=self.ago(20 * number + 1),
            )

    def _pairs(self, numbers: range, run: MatchRun) -> None:
        mentors = self._participants(numbers, "mentor")
        mentees = self._participants(numbers, "mentee")
        # One of each first, so that a small programme has them all.
        states = list(PAIR_STATES)
        states += self.dice.choices(states, weights=list(PAIR_STATES.values()), k=len(mentors))
        pairs = kept(
            self._pair(mentor, mentee, state)
            for mentor, mentee, state in zip(mentors, mentees, states, strict=False)
        )
        kept(Proposal(run=run, mentor=one.mentor, mentee=one.mentee, facts=FACTS) for one in pairs)
        self._agree(pairs)
        tasks = kept(task for one in pairs for task in self._tasks(one))
        self._meet(pairs, {task.pairing_id: task.pk for task in tasks})
        kept(rest for one in pairs for rest in self._rests(one))
        self._care(pairs)

    def _pair(self, mentor: Participant, mentee: Participant, state: str) -> Pairing:
        opened = self.dice.randint(1, 25) if state in UNSIGNED else DAYS - self.dice.randrange(15)
        is_open = state in OPEN_STATES
        return Pairing(
            programme=self.programme,
            mentor=mentor,
            mentee=mentee,
            state=state,
            open_key=f"{mentor.pk}-{mentee.pk}" if is_open else None,
            opened_at=self.ago(opened),
            closed_at=None if is_open else self.ago(min(opened, 10) - 0.5),
            closing_reason="" if is_open else self.words(),
        )

    def _agree(self, pairs: list[Pairing]) -> None:
        versions = kept(version for one in pairs for version in self._versions(one))
        kept(signature for version in versions for signature in self._signatures(version))

    def _versions(self, pair: Pairing) -> Iterator[Agreement]:
        changes = pair.state.startswith("change")
        signed = pair.state not in UNSIGNED
        if signed:
            yield self._version(pair, 1, "in_force", in_force_for=pair.pk)
        if changes or pair.state == "half_signed":
            yield self._version(pair, 2 if changes else 1, "working", working_for=pair.pk)

    def _version(self, pair: Pairing, number: int, status: str, **more: Any) -> Agreement:
        return Agreement(
            pairing=pair,
            number=number,
            status=status,
            values={
                "task1_job": "quote-as-pdf",
                "task1_evidence": self.words(),
                "mentor_goal": self.words(),
                "senior_gives": self.words(),
                "number": 12,
                "every_weeks": "2",
                "minutes": "45",
                "channels": ["phone"],
            },
            revisions={"clauses": {"contact": 1}, "jobs": {"quote-as-pdf": 1}},
            created_at=pair.opened_at,
            created_by=pair.mentor,
            in_force_since=pair.opened_at + timedelta(days=2) if "in_force_for" in more else None,
            **more,
        )

    def _signatures(self, version: Agreement) -> Iterator[Signature]:
        pair = version.pairing
        signs = [pair.mentor, pair.mentee] if version.in_force_for else [pair.mentor]
        for one in signs if pair.state != "change_proposed" or version.in_force_for else ():
            yield Signature(
                agreement=version,
                participant=one,
                signed_at=pair.opened_at + timedelta(days=1),
                language="en",
                digest="0" * 64,
            )

    def _tasks(self, pair: Pairing) -> Iterator[Task]:
        for position in () if pair.state in UNSIGNED else (2, 1):
            yield Task(
                pairing=pair,
                position=position,
                job="quote-as-pdf",
                evidence=self.words(),
                agreed_at=pair.opened_at,
            )

    def _meet(self, pairs: list[Pairing], tasks: dict[int, int]) -> None:
        sessions = kept(
            session for one in pairs for session in self._sessions(one, tasks.get(one.pk))
        )
        held = [one for one in sessions if one.state in HELD_STATES]
        kept(text for one in held for text in self._texts(one))
        kept(self._action(one) for one in held)
        self.forms.answer(pairs, held)

    def _sessions(self, pair: Pairing, task: int | None) -> Iterator[Session]:
        if pair.state in UNSIGNED:
            return
        late = self.dice.choice((0, 0, 0, 0, 20))
        last = {0: "logged", 1: "contested"}.get(self.dice.randrange(12), "confirmed")
        ahead = self.dice.choice(("planned", "proposed", "cancelled"))
        for number, state in enumerate((*FATES, last, ahead)):
            days = (MEETINGS - 2 - number) * 9 + 2 + late if state != ahead else -4
            yield self._session(pair, state, days, task)

    def _session(self, pair: Pairing, state: str, days: int, task: int | None) -> Session:
        is_held, day = state in HELD_STATES, self.day(days)
        written = self.ago(days - 0.2)
        return Session(
            pairing=pair,
            state=state,
            writer=pair.mentor,
            created_at=self.ago(days + 7),
            starts_at=self.ago(days),
            place="In the workshop",
            planned_at=self.ago(days + 7),
            accepted_at=None if state == "proposed" else self.ago(days + 5),
            minutes=45,
            way="in_person",
            task_id=task if is_held and self.chance(0.8) else None,
            held_on=day if is_held else None,
            held_key=f"{pair.pk}-{day}" if is_held else None,
            kinds=["digital"] if is_held else [],
            step="with-help" if is_held else "",
            direction=self.dice.choice(("", "to_senior", "to_junior", "both")) if is_held else "",
            device=self.dice.choice(("mentee", "mentee", "both", "mentor", "none"))
            if is_held
            else "",
            logged_at=written if is_held else None,
            timed_at=written if is_held else None,
            waits_since=written if state == "logged" else None,
            counted_at=written if is_held and state != "logged" else None,
        )

    def _texts(self, session: Session) -> Iterator[SessionText]:
        for author, field in (
            (session.pairing.mentor_id, "tried"),
            (session.pairing.mentee_id, "tried"),
        ):
            yield SessionText(
                session=session,
                author_id=author,
                field=field,
                text=self.words(),
                updated_at=session.created_at,
            )

    def _action(self, session: Session) -> Action:
        is_done = self.chance(0.85)
        due = session.held_on + timedelta(days=self.dice.randint(5, 20))
        return Action(
            pairing_id=session.pairing_id,
            session=session,
            author_id=session.pairing.mentor_id,
            owner=self.dice.choice(("mentor", "mentee", "both")),
            due=due,
            words=self.words(),
            state="done" if is_done else "open",
            outcome="done" if is_done else "",
            created_at=session.created_at,
            closed_at=session.logged_at + timedelta(days=self.dice.randint(3, 25))
            if is_done
            else None,
        )

    def _rests(self, pair: Pairing) -> Iterator[Pause]:
        is_paused = pair.state == "paused"
        if is_paused or (pair.state == "active" and self.chance(0.1)):
            yield Pause(
                pairing=pair,
                state_before="active",
                open_for=pair.pk if is_paused else None,
                started_at=self.ago(12),
                ended_at=None if is_paused else self.ago(6),
                reason=self.words(),
            )

    def _care(self, pairs: list[Pairing]) -> None:
        kept(
            HelpRequest(
                pairing=one,
                participant=one.mentee,
                kind="ring_me",
                text=self.words(),
                open_key=f"ring_me-{one.pk}-{one.mentee_id}",
                created_at=self.ago(3),
            )
            for one in pairs
            if one.open_key and self.chance(0.02)
        )
        kept(
            FacilitatorNote(
                programme=self.programme,
                pairing=one,
                kind=FacilitatorNote.Kind.PAIR,
                text=self.words(),
                created_at=self.ago(15),
            )
            for one in pairs
            if self.chance(0.2)
        )

    def _people_without_partner(self) -> None:
        """Some have a role and wait, some are in the course and have none; for those who wait a match is proposed."""
        few = max(2, self.pairs // 50)
        mentors = self._participants(range(self.pairs, self.pairs + few), "mentor")
        mentees = self._participants(range(self.pairs, self.pairs + few), "mentee")
        self._users([f"{self.name}-newcomer{number}" for number in range(4 * few)])
        run = MatchRun.objects.create(
            programme=self.programme,
            open_for=self.programme.pk,
            progress="done",
            version=1,
            created_at=self.ago(1),
        )
        pairs: Iterable[Any] = zip(mentors[1:], mentees[1:], strict=True)
        kept(Proposal(run=run, mentor=one, mentee=two, facts=FACTS) for one, two in pairs)


def rows_of(programme: Programme) -> dict[str, int]:
    """How much there is of what matters.

    Args:
        programme: the programme.
    """
    counted: dict[str, models.QuerySet[Any]] = {
        "people": programme.participants.all(),
        "pairs": programme.pairings.all(),
        "sessions": Session.objects.filter(pairing__programme=programme),
        "forms": programme.survey_runs.filter(participations__isnull=False),
        "answers": programme.survey_runs.filter(answers__isnull=False),
        "alerts": programme.alerts.filter(over_at=None),
    }
    return {name: rows.count() for name, rows in counted.items()}
