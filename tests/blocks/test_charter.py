"""What the facilitator writes into the charter is what a new agreement starts with."""

from __future__ import annotations

import pytest

from ment_xblock.services.charter import save_charter
from tests.blocks import cast
from tests.blocks.visitor import Visitor, tree_of
from workbench_site.course_run import published_course
from workbench_site.runtime import SiteRuntime

pytestmark = pytest.mark.django_db


def test_a_new_agreement_starts_with_goals_and_rhythm_of_the_charter() -> None:
    world = cast.world()
    save_charter(
        host=world.host,
        actor=world.actor("chiara"),
        typed={"goals": ["generations"], "every_weeks": "1", "number": "3", "minutes": "60"},
        base_revision=0,
    )
    runtime = SiteRuntime("giulia")
    block = runtime.get_block(published_course().usage_keys["agreement"])
    defaults = block.author_settings.defaults
    assert (defaults["goals"], defaults["every_weeks"], defaults["minutes"]) == (
        ["generations"],
        "1",
        60,
    )
    # Fewer meetings than the author asks for cannot be.
    assert "number" not in defaults


def test_the_second_facilitator_reads_in_words_what_the_first_one_chose() -> None:
    cast.world()
    chiara = Visitor("chiara", slug="home")
    typed = {"fields": "goals", "revision": "0"}
    chiara.post("save_charter", **typed, goals=["digital_skills"])
    page = tree_of(chiara.post("save_charter", **typed, goals=["generations"]))
    (theirs,) = page.xpath("//*[contains(@class, 'theirs')]//strong")
    assert theirs.text_content() == "Better digital skills"
    assert page.xpath("//input[@name='goals' and @checked]/@value") == ["generations"]
