"""The contract suite for the LMS."""

from __future__ import annotations

from completion.test_utils import CompletionWaffleTestMixin
from xmodule.modulestore.tests.django_utils import ModuleStoreTestCase

from tests.contract.course_promises import ActorPromises, BlockPromises, PeoplePromises
from tests.contract.page_promises import PagePromises
from tests.contract.record_promises import RecordPromises
from tests.lms.world import LmsWorld


class InTheLms(CompletionWaffleTestMixin, ModuleStoreTestCase):
    """A world in the LMS, with completion switched on."""

    ENABLED_SIGNALS = ["course_published"]

    def setUp(self):
        super().setUp()
        self.override_waffle_switch(True)
        self.world = LmsWorld()


class TestPeople(PeoplePromises, InTheLms):
    """People of the LMS."""


class TestActors(ActorPromises, InTheLms):
    """The acting person in the LMS."""


class TestBlocks(BlockPromises, InTheLms):
    """Blocks of a course run in the LMS."""


class TestPages(PagePromises, InTheLms):
    """Pages outside a unit in the LMS."""


class TestRecords(RecordPromises, InTheLms):
    """What the LMS keeps for a learner."""
