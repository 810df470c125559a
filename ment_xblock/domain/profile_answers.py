"""What somebody answered in their profile, part by part, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import attrs

from ment_xblock.domain.people import Role
from ment_xblock.domain.profile import Profile, Step, Way, folded_firm


class Part(StrEnum):
    """The parts of the profile, in the order in which they are asked."""

    TASKS = "tasks"
    LANGUAGES = "languages"
    TIMES = "times"
    MEETING = "meeting"
    WORK = "work"
    STYLE = "style"
    ABOUT = "about"
    PRIVATE = "private"


@attrs.frozen
class Answers:
    """Everything that one participant answered.

    Attributes:
        wanted: tasks of a mentee, the most wanted first.
        skills: task to step of a mentor.
        languages: language codes.
        times: some of ``domain.profile.TIMES``.
        ways: how to meet.
        places: where to meet in person.
        trade: id of the trade somebody works in.
        wishes: ids of trades that a mentor would like to learn about.
        firm: the firm's name as typed.
        is_boss: leads the firm; None as long as they have not said.
        same_firm_ok: takes a partner of the same firm; None as long as they have not said.
        style: id of a pair of words to the side that was chosen.
        capacity: how many partners at the same time.
        called: what partners shall call them; empty for the first name.
        under_18: what they said of their age; None as long as they have not said.
        access_needs: what helps them to take part, for the facilitator.
        phone: for the facilitator.
        avoid: people they would rather not be paired with, for the facilitator.
    """

    wanted: tuple[str, ...] = ()
    skills: Mapping[str, Step] = attrs.field(factory=dict)
    languages: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    places: tuple[str, ...] = ()
    trade: str = ""
    wishes: tuple[str, ...] = ()
    firm: str = ""
    is_boss: bool | None = None
    same_firm_ok: bool | None = None
    style: Mapping[str, str] = attrs.field(factory=dict)
    capacity: int = 1
    called: str = ""
    under_18: bool | None = None
    access_needs: str = ""
    phone: str = ""
    avoid: str = ""

    def without_confidences(self) -> Answers:
        """The same without what is said to the facilitators alone."""
        return attrs.evolve(self, access_needs="", phone="", avoid="")

    def for_matching(self, participant_id: int, role: Role) -> Profile:
        """What the matching rules read of it.

        Args:
            participant_id: whose profile it is.
            role: their role.
        """
        return Profile(
            participant_id=participant_id,
            role=role,
            capacity=self.capacity,
            wanted=self.wanted if role is Role.MENTEE else (),
            skills=self.skills if role is Role.MENTOR else {},
            languages=frozenset(self.languages),
            times=frozenset(self.times),
            ways=frozenset(self.ways),
            places=frozenset(self.places),
            style=self.style,
            trade=self.trade,
            wishes=frozenset(self.wishes) if role is Role.MENTOR else frozenset(),
            firm=folded_firm(self.firm),
            is_boss=bool(self.is_boss),
            same_firm_ok=bool(self.same_firm_ok),
        )


def missing(answers: Answers, role: Role) -> tuple[Part, ...]:
    """The parts that still need an answer before somebody can be matched.

    Args:
        answers: what they answered.
        role: their role.

    Returns:
        In the order of the parts; nothing when the profile is complete.
    """
    tasks = answers.wanted if role is Role.MENTEE else answers.skills
    meets = bool(answers.ways) and (Way.IN_PERSON not in answers.ways or bool(answers.places))
    knows_firm = not answers.firm or None not in (answers.is_boss, answers.same_firm_ok)
    answered = {
        Part.TASKS: bool(tasks),
        Part.LANGUAGES: bool(answers.languages),
        Part.TIMES: bool(answers.times),
        Part.MEETING: meets,
        Part.WORK: bool(answers.trade) and knows_firm,
        Part.ABOUT: role is Role.MENTEE or answers.under_18 is not None,
    }
    return tuple(part for part in Part if not answered.get(part, True))
