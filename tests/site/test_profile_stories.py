"""The profiles of the demo: everybody's is told but Greta's, and Giulia's is for the visitor to finish."""

from __future__ import annotations

from django.test import TestCase, override_settings

from ment_xblock.domain.profile_answers import Part
from ment_xblock.models import Participant
from ment_xblock.selectors.profiles import profiles_of, statuses_of
from tests.site.test_seed import seed


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
class TestProfilesOfTheDemo(TestCase):
    """Seeded once for all tests here."""

    @classmethod
    def setUpTestData(cls):
        seed()
        people = Participant.objects.select_related("user")
        cls.names = {one.pk: one.user.username for one in people}
        programme = people[0].programme_id
        cls.statuses = {cls.names[one.participant_id]: one for one in statuses_of(programme)}
        cls.profiles = {cls.names[one.participant_id]: one for one in profiles_of(programme)}

    def test_giulias_is_half_done_and_all_others_are_complete(self):
        open_ones = {name for name, status in self.statuses.items() if not status.is_complete}
        assert open_ones == {"giulia"}
        assert self.statuses["giulia"].missing == (Part.MEETING, Part.WORK, Part.ABOUT)
        assert not self.statuses["giulia"].is_settled
        assert "greta" not in self.statuses

    def test_giulia_would_suit_mario(self):
        giulia, mario = self.profiles["giulia"], self.profiles["mario"]
        assert set(giulia.skills) >= set(mario.wanted)
        assert giulia.languages & mario.languages
        assert giulia.times & mario.times

    def test_they_are_not_all_alike(self):
        assert len({profile.trade for profile in self.profiles.values()}) > 5
        assert len({profile.languages for profile in self.profiles.values()}) > 8
        assert {profile.is_boss for profile in self.profiles.values()} == {True, False}
