"""The profiles of the demo: everybody's is told but Greta's, and one button pairs who has a place."""

from __future__ import annotations

from django.test import TestCase, override_settings

from ment_xblock.models import Participant, Proposal
from ment_xblock.platform.local import LocalHost
from ment_xblock.selectors.profiles import profiles_of, statuses_of
from ment_xblock.services.matching_run import propose_matching
from tests.site.seeded import sow
from tests.site.test_seed import block_of


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
class TestProfilesOfTheDemo(TestCase):
    """Seeded once for all tests here."""

    @classmethod
    def setUpTestData(cls):
        sow()
        people = Participant.objects.select_related("user")
        cls.names = {one.pk: one.user.username for one in people}
        programme = people[0].programme_id
        cls.statuses = {cls.names[one.participant_id]: one for one in statuses_of(programme)}
        cls.profiles = {cls.names[one.participant_id]: one for one in profiles_of(programme)}

    def test_all_but_gretas_are_complete(self):
        assert all(status.is_complete for status in self.statuses.values())
        assert not self.statuses["giulia"].is_settled
        assert "greta" not in self.statuses

    def test_one_button_pairs_giulia_and_mario(self):
        host = LocalHost()
        run = propose_matching(host=host, actor=host.actor(block_of("chiara")))
        pairs = Proposal.objects.filter(run=run).values_list(
            "mentor__user__username", "mentee__user__username"
        )
        assert set(pairs) == {("giulia", "mario")}

    def test_giulia_would_suit_mario(self):
        giulia, mario = self.profiles["giulia"], self.profiles["mario"]
        assert set(giulia.skills) >= set(mario.wanted)
        assert giulia.languages & mario.languages
        assert giulia.times & mario.times

    def test_they_are_not_all_alike(self):
        assert len({profile.trade for profile in self.profiles.values()}) > 5
        assert len({profile.languages for profile in self.profiles.values()}) > 8
        assert {profile.is_boss for profile in self.profiles.values()} == {True, False}
