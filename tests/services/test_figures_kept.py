"""The figures that a page shows were counted a moment ago, and say when; facilitators' own acts show at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ment_xblock.domain.errors import NotAllowed
from ment_xblock.domain.figures import MANY_PAIRS, Counting
from ment_xblock.models import FacilitatorNote, FigureCount, Pairing, Programme
from ment_xblock.selectors.figures import figures_of
from ment_xblock.services import figures
from ment_xblock.services.periodic import settle_everything
from tests.services.at_once import at_once
from tests.world import CHIARA, World

pytestmark = pytest.mark.django_db


def shown(world: World, *, anew: bool = False) -> Counting:
    return figures.counted_figures(host=world.host, actor=world.actor(CHIARA), anew=anew)


def grow(world: World) -> None:
    """Let the last counting look like that of a large programme."""
    row = FigureCount.objects.get(programme__course_key=world.course_key)
    row.values["pairs"] = MANY_PAIRS
    row.save()


def test_they_equal_a_counting_of_now(world: World) -> None:
    world.signed_pair()
    now = figures_of(host=world.host, actor=world.actor(CHIARA))
    assert shown(world).figures == now
    assert shown(world).figures == now, "read back as they were stored"


def test_a_small_programme_is_counted_anew_after_a_minute(world: World) -> None:
    world.pair()
    first = shown(world)
    world.pair("piotr", "anna")
    assert shown(world) == first
    world.wait(minutes=1)
    second = shown(world)
    assert (first.figures.pairs, second.figures.pairs) == (1, 2)
    assert second.counted_at - first.counted_at >= timedelta(minutes=1)


def test_or_at_once_where_the_facilitator_asks(world: World) -> None:
    world.pair()
    shown(world)
    world.pair("piotr", "anna")
    assert shown(world, anew=True).figures.pairs == 2
    assert shown(world).figures.pairs == 2


def test_what_facilitators_note_shows_at_once(world: World) -> None:
    world.pair()
    first = shown(world)
    FacilitatorNote.objects.create(
        programme=Programme.objects.get(), kind="focus", text="x", created_at=world.host.now()
    )
    assert (first.figures.focus_notes, shown(world).figures.focus_notes) == (0, 1)
    assert shown(world).counted_at == first.counted_at


def test_a_large_programme_is_counted_by_the_job(world: World) -> None:
    world.pair()
    shown(world)
    grow(world)
    Pairing.objects.all().delete()
    world.wait(minutes=29)
    assert shown(world).figures.pairs == MANY_PAIRS
    assert settle_everything(host=world.host).figures == 1
    assert shown(world).figures.pairs == 0


def test_and_by_the_page_where_no_job_runs(world: World) -> None:
    world.pair()
    shown(world)
    grow(world)
    world.wait(minutes=30)
    assert shown(world).figures.pairs == 1


def test_the_job_leaves_alone_what_nobody_looks_at_and_what_is_small(world: World) -> None:
    world.pair()
    assert settle_everything(host=world.host).figures == 0
    assert not FigureCount.objects.exists()
    shown(world)
    assert settle_everything(host=world.host).figures == 0


def test_a_version_that_counts_more_counts_anew(world: World) -> None:
    world.pair()
    shown(world)
    row = FigureCount.objects.get()
    del row.values["matched"]
    row.values["pairs"] = 7
    row.save()
    assert (shown(world).figures.pairs, shown(world).figures.matched) == (1, 2)


def test_a_course_without_a_programme_has_figures_of_nothing(world: World) -> None:
    assert shown(world).figures.pairs == 0
    assert not FigureCount.objects.exists()


def test_nobody_but_the_facilitator(world: World) -> None:
    world.pair()
    for username in ("giulia", "nora"):
        with pytest.raises(NotAllowed):
            figures.counted_figures(host=world.host, actor=world.actor(username))
    assert not FigureCount.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_leave_one_row(world: World) -> None:
    world.pair()
    actor = world.actor(CHIARA)
    looks = [lambda: figures.counted_figures(host=world.host, actor=actor)] * 4
    assert {found.figures.pairs for found in at_once(*looks)} == {1}
    assert FigureCount.objects.count() == 1
