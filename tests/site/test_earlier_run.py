"""The earlier run of the demo: Chiara takes one person over, and reads why the others stay where they are."""

from __future__ import annotations

from django.test import TestCase

from ment_xblock.domain.next_run import Fate
from ment_xblock.models import Participant
from ment_xblock.platform.local import LocalHost
from ment_xblock.selectors.earlier_runs import earlier_people, earlier_runs
from ment_xblock.services.taking_over import take_over
from tests.site.seeded import sow
from tests.site.test_seed import block_of
from workbench_site.course import COURSE_KEY
from workbench_site.earlier_run import EARLIER_KEY, PEOPLE


class TestEarlierRunOfTheDemo(TestCase):
    """Seeded once for all tests here."""

    @classmethod
    def setUpTestData(cls):
        sow()
        cls.host = LocalHost()
        cls.chiara = cls.host.actor(block_of("chiara"))

    def test_chiara_finds_it_and_sees_who_would_come(self):
        (run,) = earlier_runs(host=self.host, actor=self.chiara)
        assert (run.course_key, run.people) == (EARLIER_KEY, len(PEOPLE))
        found = earlier_people(host=self.host, actor=self.chiara, source=EARLIER_KEY)
        fates = {one.username: one.fate for one in found}
        assert [name for name, fate in fates.items() if fate is Fate.COMES] == ["greta"]
        assert len(set(fates.values())) == 3

    def test_greta_gets_the_role_that_she_had(self):
        take_over(host=self.host, actor=self.chiara, source=EARLIER_KEY, save=True)
        here = Participant.objects.filter(programme__course_key=COURSE_KEY)
        assert here.get(user__username="greta").role == "mentee"
