"""What every host promises of pages outside a unit: who asks for one, and the block that it shows."""

from __future__ import annotations

from tests.contract.world import ANOTHER_COURSE, World


class PagePromises:
    """Mixed into a test case that makes ``self.world`` in ``setUp``."""

    world: World

    def test_nobody_is_a_visitor_without_a_person(self) -> None:
        visitor = self.world.host.visitor(self.world.request_by(by=None), self.world.course_key)
        assert (visitor.course_key, visitor.person) == (self.world.course_key, None)
        assert not any((visitor.is_enrolled, visitor.is_staff, visitor.is_masquerading))

    def test_a_visitor_is_who_acts_in_a_block(self) -> None:
        giulia, chiara = self.world.add_person("giulia"), self.world.add_person("chiara")
        nora = self.world.add_person("nora")
        self.world.enrol(giulia)
        self.world.make_staff(chiara)
        usage_key = self.world.block()
        for who, viewing_as in ((giulia, None), (chiara, None), (nora, None), (chiara, giulia)):
            request = self.world.request_by(by=who, viewing_as=viewing_as)
            block = self.world.open(usage_key, by=who, viewing_as=viewing_as)
            visitor = self.world.host.visitor(request, self.world.course_key)
            assert visitor == self.world.host.actor(block)

    def test_another_course_run_knows_nobody_of_this_one(self) -> None:
        giulia, chiara = self.world.add_person("giulia"), self.world.add_person("chiara")
        self.world.enrol(giulia)
        self.world.make_staff(chiara)
        for course_key in (ANOTHER_COURSE, "nonsense", ""):
            for who in (giulia, chiara):
                visitor = self.world.host.visitor(self.world.request_by(by=who), course_key)
                assert (visitor.is_enrolled, visitor.is_staff) == (False, False)

    def test_a_block_is_opened_for_the_visitor(self) -> None:
        giulia, chiara = self.world.add_person("giulia"), self.world.add_person("chiara")
        self.world.enrol(giulia)
        self.world.make_staff(chiara)
        usage_key = self.world.block()
        for who, viewing_as in ((giulia, None), (chiara, None), (chiara, giulia)):
            request = self.world.request_by(by=who, viewing_as=viewing_as)
            visitor = self.world.host.visitor(request, self.world.course_key)
            block = self.world.host.open_block(request, usage_key)
            assert self.world.host.actor(block) == visitor
            assert self.world.host.block_ref(block).usage_key == usage_key

    def test_a_block_that_is_not_there_is_none(self) -> None:
        giulia = self.world.add_person("giulia")
        request = self.world.request_by(by=giulia)
        for usage_key in ("", "no-such-block", self._missing()):
            assert self.world.host.open_block(request, usage_key) is None

    def _missing(self) -> str:
        usage_key = self.world.block()
        return usage_key[:-3] + "zzz"
