"""Answered surveys in bulk: pulses, one at the start and one at the end with names, two half way without."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import attrs
from django.contrib.auth import get_user_model

from ment_xblock.domain.people import Actor, Role
from ment_xblock.domain.survey.items import Asking, Definition, Item, Kind, Signal, When
from ment_xblock.domain.survey.parse import definition_to_data
from ment_xblock.models import (
    Pairing,
    Participant,
    Programme,
    Session,
    SurveyAnswer,
    SurveyParticipation,
    SurveyRun,
    SurveyVersion,
)
from ment_xblock.platform.local import LocalHost
from ment_xblock.platform.ports import BlockRef
from ment_xblock.services.survey_closing import close

BATCH = 2_000
ASKED = {"role_items": ["mentee", "mentor"], "owner_items": True, "by_role": True}
# How many of those who are asked send the form.
SHARES = {When.PULSE: 0.6, When.ONCE: 0.7, When.MID: 0.7, When.BASELINE: 0.8, When.END: 0.7}


@attrs.frozen
class Form:
    """One survey of the course."""

    run: SurveyRun
    version: SurveyVersion
    definition: Definition


@attrs.define
class Forms:
    """All surveys of one course, to be answered pair by pair."""

    programme: Programme
    blocks: tuple[BlockRef, ...]
    dice: random.Random
    now: datetime
    all: list[Form] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Open the surveys."""
        self.all = [self._open(block) for block in self.blocks]

    def answer(self, pairs: list[Pairing], held: list[Session]) -> None:
        """Let the people of some pairs send what they are asked."""
        about = [(form, *one) for form in self.all for one in self._asked(form, pairs, held)]
        sent = [one for one in about if self.dice.random() < SHARES[one[0].definition.when]]
        forms = [self._participation(*one) for one in sent]
        SurveyParticipation.objects.bulk_create(forms, batch_size=BATCH)
        answers = [
            answer
            for (form, person, *_about), row in zip(sent, forms, strict=True)
            for answer in self._answers(form, person, row)
        ]
        SurveyAnswer.objects.bulk_create(answers, batch_size=BATCH)

    def close_first(self, facilitator: str) -> None:
        """Close the first anonymous survey, which forgets all that may not be shown."""
        host, here = LocalHost(), next(one for one in self.blocks if _is_anonymous(one))
        user_id = get_user_model().objects.values_list("pk", flat=True).get(username=facilitator)
        teacher = Actor(here.course_key, host.people([user_id])[user_id], is_staff=True)
        close(host=host, actor=teacher, here=here, definition=here.settings["survey"])

    def _open(self, block: BlockRef) -> Form:
        definition: Definition = block.settings["survey"]
        run = SurveyRun.objects.create(
            programme=self.programme,
            usage_key=block.usage_key,
            when=definition.when.value,
            mode=definition.mode.value,
            asked=ASKED,
        )
        version = run.versions.create(
            number=1, digest=definition.digest, definition=definition_to_data(definition)
        )
        return Form(run, version, definition)

    def _asked(
        self, form: Form, pairs: Iterable[Pairing], held: Iterable[Session]
    ) -> Iterator[tuple[Participant, Session | None, datetime]]:
        """Who can send it, after which meeting, and when."""
        when = form.definition.when
        if when is When.PULSE:
            for session in held:
                for one in (session.pairing.mentor, session.pairing.mentee):
                    yield one, session, session.logged_at + timedelta(hours=5)
            return
        for pair in pairs:
            if when is not When.END or pair.state == "ended":
                day = {When.BASELINE: 100, When.END: 5}.get(when, 40)
                for one in (pair.mentor, pair.mentee):
                    yield one, None, self.now - timedelta(days=day)

    def _participation(
        self, form: Form, person: Participant, session: Session | None, at: datetime
    ) -> SurveyParticipation:
        row = SurveyParticipation(
            run=form.run,
            participant=person,
            occasion=f"session-{session.pk}" if session else "",
        )
        if not form.definition.is_anonymous:
            row.session, row.version, row.answered_at = session, form.version, at
        return row

    def _answers(
        self, form: Form, person: Participant, row: SurveyParticipation
    ) -> Iterator[SurveyAnswer]:
        is_anonymous = form.definition.is_anonymous
        for item in form.definition.items_for(Asking(Role(person.role))):
            for slot in item.slots:
                if item.kind is not Kind.TEXT or self.dice.random() < 0.3:
                    yield SurveyAnswer(
                        run=form.run,
                        version=form.version,
                        participation=None if is_anonymous else row,
                        role=person.role,
                        slot=slot.key,
                        **self._value(item),
                    )

    def _value(self, item: Item) -> dict[str, Any]:
        if item.kind is Kind.TEXT:
            return {"text": "A little more time would be good."}
        if item.kind.numbers:
            numbers = list(item.kind.numbers)
            return {"number": self.dice.choice(numbers[len(numbers) // 2 :] + numbers[-2:])}
        # Hardly anybody asks for a call.
        if item.signal is Signal.RING_ME and self.dice.random() < 0.95:
            return {"option": "no"}
        return {"option": self.dice.choice(item.options)}


def _is_anonymous(block: BlockRef) -> bool:
    definition: Definition = block.settings["survey"]
    return definition.is_anonymous
