"""Who is to be matched, and what is known between any two of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from ment_xblock.domain.profile import Profile

PairOfIds = tuple[int, int]
"""Participant ids of a mentor and a mentee."""


@attrs.frozen
class Cohort:
    """The people of one matching, and what stands between them.

    Attributes:
        mentors: profiles of the juniors.
        mentees: profiles of the seniors.
        open_pairs: pairs that exist already and stay.
        forbidden: pairs that somebody ruled out.
        previous: pairs that were together before.
        both_ask: those of the previous pairs that both want again.
        groups: participant to their cohort in the course, as the host names it; left out where they are in none.
        within_groups: only people of the same cohort of the course are paired.
    """

    mentors: tuple[Profile, ...]
    mentees: tuple[Profile, ...]
    open_pairs: frozenset[PairOfIds] = frozenset()
    forbidden: frozenset[PairOfIds] = frozenset()
    previous: frozenset[PairOfIds] = frozenset()
    both_ask: frozenset[PairOfIds] = frozenset()
    groups: Mapping[int, str] = attrs.field(factory=dict)
    within_groups: bool = False

    @property
    def people(self) -> tuple[Profile, ...]:
        """Everybody, mentors first."""
        return (*self.mentors, *self.mentees)

    def only(self, mentor: Profile, mentee: Profile) -> Cohort:
        """The same rules for two people alone."""
        return attrs.evolve(self, mentors=(mentor,), mentees=(mentee,))

    def with_profile(self, profile: Profile) -> Cohort:
        """The same people, one of them with another profile."""

        def changed(people: Iterable[Profile]) -> tuple[Profile, ...]:
            return tuple(
                profile if one.participant_id == profile.participant_id else one for one in people
            )

        return attrs.evolve(self, mentors=changed(self.mentors), mentees=changed(self.mentees))
