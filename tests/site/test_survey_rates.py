"""In the demo, "of so many answered" counts those who can open the form, and the survey's own page says the same."""

from __future__ import annotations

import pytest
from attrs import evolve

from ment_xblock.models import Participant
from ment_xblock.platform.local import LocalHost
from ment_xblock.selectors.learning_overview import learning_overview
from ment_xblock.selectors.survey_form import Stage, survey_form
from ment_xblock.selectors.survey_results import survey_results
from tests.site.seeded import sow
from workbench_site.runtime import SiteRuntime

pytestmark = pytest.mark.django_db
CANNOT_OPEN = {Stage.NO_ROLE, Stage.NOT_FOR_ME, Stage.NOT_YET}


def block_of(username, slug):
    runtime = SiteRuntime(username)
    return runtime.get_block(runtime.course.usage_keys[slug])


def stage(username, slug):
    host, block = LocalHost(), block_of(username, slug)
    form = survey_form(
        host=host,
        # Somebody has left the course; what was open for them still is among what is counted.
        actor=evolve(host.actor(block), is_enrolled=True),
        here=host.block_ref(block),
        definition=block.definition,
        schedule=block.schedule,
    )
    return form.stage


def test_so_many_are_those_who_can_open_the_form():
    sow()
    host = LocalHost()
    facilitator = host.actor(block_of("chiara", "home"))
    people = Participant.objects.filter(
        programme__course_key=facilitator.course_key, user__isnull=False
    )
    lines = {one.name: one for one in learning_overview(host=host, actor=facilitator).surveys}
    names = list(people.values_list("user__username", flat=True))
    for slug in ("pulse", "first-weeks", "half-way", "at-the-end"):
        block = block_of("chiara", slug)
        line = lines[block.display_name]
        found = survey_results(
            host=host,
            actor=facilitator,
            here=host.block_ref(block),
            definition=block.definition,
        )
        assert sum(rate.asked for rate in found.rates.values()) == line.asked
        if not line.is_closed:
            can_open = [name for name in names if stage(name, slug) not in CANNOT_OPEN]
            assert line.asked == len(can_open), slug
    end = lines[block_of("chiara", "at-the-end").display_name]
    assert 0 < end.answered < end.asked < len(names)
