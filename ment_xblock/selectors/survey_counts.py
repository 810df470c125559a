"""How many are asked, and how many answered."""

from __future__ import annotations

from django.db.models import Count

from ment_xblock.domain.survey.items import Definition
from ment_xblock.models import SurveyRun
from ment_xblock.selectors.survey_people import asked_in, crowd_of


def people_of(
    course_key: str, run: SurveyRun | None, definition: Definition
) -> dict[str, list[int]]:
    """How many people of each role are asked, and how many of them answered at least once.

    Everybody with a role is asked, but where all items are for owners. Who answered and left the site since still counts.

    Returns:
        By role: [asked, answered].
    """
    crowd = crowd_of(course_key)
    asked = asked_in(run, definition, crowd)
    done: dict[str, int] = {}
    if run is not None:
        done = dict(
            run.participations.order_by()
            .values_list("participant__role")
            .annotate(Count("participant", distinct=True))
        )
    people = {}
    for role in definition.roles:
        count = 0
        if definition.items_for(asked.of(role, owns_firm=False)):
            count = crowd.roles[role]
        elif definition.items_for(asked.of(role, owns_firm=True)):
            count = len(crowd.owners)
        answered = done.get(role.value, 0)
        people[role.value] = [max(count, answered), answered]
    return people
