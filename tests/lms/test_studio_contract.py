"""The contract suite for Studio: run it with ``--ds=cms.envs.test``."""

from __future__ import annotations

from xmodule.modulestore.tests.django_utils import ModuleStoreTestCase

from tests.contract.course_promises import PeoplePromises
from tests.contract.studio_promises import StudioPromises
from tests.lms.world import StudioWorld


class InStudio(ModuleStoreTestCase):
    """A world in Studio."""

    def setUp(self):
        super().setUp()
        self.world = StudioWorld()


class TestPeople(PeoplePromises, InStudio):
    """People of the LMS, asked for in Studio."""


class TestStudio(StudioPromises, InStudio):
    """Previews in Studio."""
