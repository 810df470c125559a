"""Facilitators fill in the charter, also two at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ment_xblock.domain.errors import Invalid, Malformed, NotAllowed
from ment_xblock.models import Charter
from ment_xblock.selectors.charter import charter_for
from ment_xblock.services.charter import save_charter
from tests.world import CHIARA, World

pytestmark = pytest.mark.django_db
KICK_OFF = (date.today() + timedelta(days=30)).isoformat()
THE_DAY_BEFORE = (date.today() + timedelta(days=29)).isoformat()


def save(world: World, typed: dict[str, object], base_revision: int = 0, who: str = CHIARA):
    return save_charter(
        host=world.host, actor=world.actor(who), typed=typed, base_revision=base_revision
    )


def test_what_is_saved_is_read_by_the_others(world: World) -> None:
    assert charter_for(world.course_key).cadence == timedelta(weeks=2)
    saved = save(world, {"goals": ["generations"], "every_weeks": "1"})
    assert (saved.revision, set(saved.changed)) == (1, {"goals", "every_weeks"})
    charter = charter_for(world.course_key)
    assert (charter.goals, charter.cadence) == (("generations",), timedelta(weeks=1))


def test_two_at_once_keep_both_fields_and_are_shown_the_one_they_both_changed(
    world: World,
) -> None:
    save(world, {"number": "8", "funding": "Paid by the fund"})
    second = save(world, {"number": "9", "minutes": "60"}, base_revision=0)
    assert second.changed == ("minutes",)
    assert [(one.field, one.mine, one.theirs) for one in second.conflicts] == [("number", 9, 8)]
    assert Charter.objects.get().values == {
        "number": 8,
        "funding": "Paid by the fund",
        "minutes": 60,
    }


def test_what_cannot_be_is_refused_and_changes_nothing(world: World) -> None:
    save(world, {"kick_off": KICK_OFF})
    for typed in ({"clinic1": THE_DAY_BEFORE}, {"number": "0"}, {"funding_logo": "javascript:x"}):
        with pytest.raises(Invalid):
            save(world, typed, base_revision=1)
    with pytest.raises(Malformed):
        save(world, {"riches": "1"}, base_revision=1)
    with pytest.raises(Malformed):
        save(world, {"number": "7"}, base_revision=2)
    assert Charter.objects.get().values == {"kick_off": KICK_OFF}


def test_nobody_but_the_facilitator(world: World) -> None:
    with pytest.raises(NotAllowed):
        save(world, {"number": "7"}, who="giulia")
    assert not Charter.objects.exists()
