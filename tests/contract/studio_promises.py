"""What every host promises where a course is made."""

from __future__ import annotations

from typing import Any, Protocol

from tests.contract.world import World


class Studio(World, Protocol):
    """A world in which blocks can be opened as an author sees them."""

    def open_in_studio(self, usage_key: str, *, by: int | None) -> Any:
        """Load the block as for a preview in Studio."""


class StudioPromises:
    """Mixed into a test case that makes ``self.world`` in ``setUp``."""

    world: Studio

    def test_an_author_takes_no_part(self) -> None:
        chiara = self._author()
        self.world.enrol(chiara)
        block = self.world.open_in_studio(self.world.block(), by=chiara)
        actor = self.world.host.actor(block)
        assert actor.course_key == self.world.course_key
        assert actor.user_id == chiara
        assert not any((actor.is_enrolled, actor.is_staff, actor.is_masquerading))

    def test_only_the_course_team_authors(self) -> None:
        chiara, nora = self._author(), self.world.add_person("nora")
        self.world.enrol(nora)
        usage_key = self.world.block()
        may_author = self.world.host.may_author
        assert may_author(self.world.open_in_studio(usage_key, by=chiara))
        assert not may_author(self.world.open_in_studio(usage_key, by=nora))
        assert not may_author(self.world.open_in_studio(usage_key, by=None))

    def test_a_block_has_the_same_address_as_in_the_course(self) -> None:
        usage_key = self.world.block(weight=2.0)
        ref = self.world.host.block_ref(self.world.open_in_studio(usage_key, by=self._author()))
        assert (ref.usage_key, ref.course_key) == (usage_key, self.world.course_key)
        assert ref.weight == 2.0

    def _author(self) -> int:
        chiara = self.world.add_person("chiara")
        self.world.make_staff(chiara)
        return chiara
