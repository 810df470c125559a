"""Brings pairs into any state by the services, since clicks are slow and are tested elsewhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from ment_xblock.domain.agreement.terms import AuthorSettings
from ment_xblock.domain.people import Actor, Role
from ment_xblock.models import Pairing
from ment_xblock.platform.local import LocalHost
from ment_xblock.platform.ports import BlockRef
from ment_xblock.selectors.agreement_page import agreement_page
from ment_xblock.services import agreements, pairings, participants
from tests.plans import Plans
from tests.world import World
from workbench_site.course import COURSE_KEY
from workbench_site.course_run import published_course
from workbench_site.runtime import SiteRuntime

JOB = "quote-as-pdf"
OTHER_JOB = "shared-calendar"


def filled_in(**changes: Any) -> dict[str, Any]:
    """What a pair types when it fills in all that must be filled in."""
    start = date.today() + timedelta(days=7)
    values = {
        "goals": ["digital_skills", "tacit_knowledge"],
        "task1_job": JOB,
        "task1_evidence": "Three quotes went to real customers",
        "mentor_goal": "Explain things slowly and in order",
        "senior_gives": "How to saw a board without waste",
        "start": start.isoformat(),
        "end": (start + timedelta(days=120)).isoformat(),
        "time": "17:30",
        "place": "In the workshop",
        "paid_time": "partly",
        "named_adult": "Chiara, in the office",
    }
    return {**values, **changes}


class Cohort:
    """The people of the demo course, and what they do without a browser."""

    facilitator = "chiara"

    def __init__(self) -> None:
        self.host = LocalHost()
        self.settings = AuthorSettings()

    def actor(self, username: str) -> Actor:
        user = get_user_model().objects.get(username=username)
        is_staff = username == self.facilitator
        person = self.host.people([user.pk])[user.pk]
        return Actor(COURSE_KEY, person, is_enrolled=True, is_staff=is_staff)

    @property
    def here(self) -> BlockRef:
        runtime = SiteRuntime()
        return self.host.block_ref(runtime.get_block(published_course().usage_keys["agreement"]))

    def give_role(self, username: str, role: Role, **settings: Any) -> int:
        return participants.save_participant(
            host=self.host,
            actor=self.actor(self.facilitator),
            user_id=self.actor(username).user_id,
            settings=participants.ParticipantSettings(role, **settings),
        )

    def pair(self, mentor: str = "giulia", mentee: str = "mario", **mentor_settings: Any) -> int:
        outcome = pairings.pair(
            host=self.host,
            actor=self.actor(self.facilitator),
            mentor_id=self.give_role(mentor, Role.MENTOR, **mentor_settings),
            mentee_id=self.give_role(mentee, Role.MENTEE, capacity=2),
        )
        return outcome.pairing_id

    def fill(self, pairing_id: int, by: str = "giulia", **values: Any) -> None:
        """Save values as one of the partners, on the newest page; all that is needed when none are given."""
        terms = self.page(by, pairing_id).version.terms
        typed = {
            name: value for name, value in (values or filled_in()).items() if name in terms.fields
        }
        agreements.save(
            host=self.host,
            actor=self.actor(by),
            pairing_id=pairing_id,
            settings=self.settings,
            typed=typed,
            base_revision=Pairing.objects.get(pk=pairing_id).revision,
            new_version=True,
        )

    def sign(self, pairing_id: int, *people: str) -> None:
        for username in people:
            agreements.sign(
                host=self.host,
                actor=self.actor(username),
                pairing_id=pairing_id,
                settings=self.settings,
                here=self.here,
                seen=self.page(username, pairing_id).fingerprint,
                language="en",
            )

    def do(self, act: str, pairing_id: int, by: str = "giulia", **more: Any) -> None:
        """Any other act of ``services.pairings``."""
        getattr(pairings, act)(host=self.host, actor=self.actor(by), pairing_id=pairing_id, **more)

    def page(self, username: str, pairing_id: int) -> Any:
        return agreement_page(
            host=self.host,
            actor=self.actor(username),
            settings=self.settings,
            here=self.here,
            pairing_id=pairing_id,
        )

    def only_pair(self) -> int:
        return Pairing.objects.get().pk

    def active_pair(self) -> int:
        pairing_id = self.pair()
        self.fill(pairing_id)
        self.sign(pairing_id, "giulia", "mario")
        return pairing_id

    @property
    def plans(self) -> Plans:
        """What partners do to find a date."""
        return Plans(World(self.here))
