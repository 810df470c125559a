"""Mentors under 18 (agreement clause 15): a guardian agrees before they sign."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Protocol

from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.people import Role

LONGEST_AGO = timedelta(days=2 * 366)


class TakesPart(Protocol):
    """Somebody with a role, as far as these rules read them."""

    @property
    def role(self) -> str:
        """A role of the programme."""

    @property
    def under_18(self) -> bool:
        """Whether they, or a facilitator, said so."""

    @property
    def guardian_consent(self) -> date | None:
        """Day of the consent; None without one."""


def consent_missing(person: TakesPart) -> bool:
    """Tell whether a missing consent stands in the way of a signature: of a mentor under 18, and of nobody else."""
    return person.role == Role.MENTOR and person.under_18 and person.guardian_consent is None


def consent_in_agreement(mentor: TakesPart) -> date | None:
    """The day of the consent as the agreement of a mentor shows it, whatever their role is by now."""
    return mentor.guardian_consent if mentor.under_18 else None


def check_consent_date(given_on: date, now: datetime) -> None:
    """Check the day of a guardian's consent.

    Args:
        given_on: the day.
        now: the present moment.

    Raises:
        Invalid: the day lies in the future or more than two years back.
    """
    # East of Greenwich, tomorrow has begun already for some.
    if given_on > now.date() + timedelta(days=1):
        raise Invalid([FieldProblem("guardian_consent", "in_future")])
    if now.date() - given_on > LONGEST_AGO:
        raise Invalid([FieldProblem("guardian_consent", "too_long_ago")])


def under_18_after(person: TakesPart, *, said_before: bool | None, says_now: bool | None) -> bool:
    """Whether somebody counts as under 18 once they have said something of their age.

    Args:
        person: as they are noted now.
        said_before: what they said the last time; None for nothing.
        says_now: what they say.

    Returns:
        Who says so is under 18. Only what they said themselves can they take back, and not once a consent was noted.
    """
    takes_back = says_now is not True and said_before and person.guardian_consent is None
    return says_now is True or (person.under_18 and not takes_back)
