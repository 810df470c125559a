"""People of an earlier run get their roles in this one, without a file."""

from __future__ import annotations

from ment_xblock.domain.people import Actor
from ment_xblock.domain.people_file import PersonLine
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.earlier_runs import earlier_people
from ment_xblock.services.matching_people import Import, bring_people


def take_over(*, host: Host, actor: Actor, source: str, save: bool) -> Import:
    """Give the people of an earlier run their roles here: all of them, or none.

    Taken over are role and under 18, and nothing that somebody said of themselves: neither profile nor guardian's consent
    (docs/decisions/0043-taking-people-over.md).

    Args:
        host: the host.
        actor: the facilitator, of both runs.
        source: the course run where the people were.
        save: whether to keep it; nothing is kept where a person has a problem.

    Returns:
        Person by person, in the order of ``earlier_people``, what happened, or would happen.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such run, or one that the actor does not teach now; which of the two is not told.
    """
    people = earlier_people(host=host, actor=actor, source=source)
    rows = [
        PersonLine(
            number=number,
            who=one.username.casefold(),
            role=one.next_role if one.is_taken_over else None,
            under_18=one.under_18,
            is_wish=True,
            is_for_new=True,
        )
        for number, one in enumerate(people, start=1)
    ]
    return bring_people(host=host, actor=actor, rows=rows, save=save, source=source)
