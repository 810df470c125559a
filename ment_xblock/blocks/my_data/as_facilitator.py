"""What is stored of somebody who facilitated a programme."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ment_xblock.blocks.matching_desk_words import progress_words
from ment_xblock.blocks.my_data import content
from ment_xblock.blocks.my_data.columns import COURSE, PAIR, Column, Kind
from ment_xblock.blocks.my_data.values import moment, one_of, said_by, who, yes_no

AS_FACILITATOR: Mapping[str, Kind] = {
    "MatchRun": Kind(
        _("Matchings that I made, as a facilitator"),
        {
            "programme": COURSE,
            "state": Column(
                _("What became of it"),
                one_of(
                    lambda: {
                        "proposed": _("proposed"),
                        "published": _("published"),
                        "discarded": _("thrown away or replaced"),
                    }
                ),
            ),
            "progress": Column(_("How far the computer is"), said_by(progress_words)),
            "levels": Column(_("What counts"), content.levels),
            "within_cohorts": Column(_("Only within a cohort"), yes_no),
            "balance": Column(_("How balanced the pairs are"), content.balance),
            "created_at": Column(_("Begun on"), moment),
            "closed_at": Column(_("Ended on"), moment),
            "id": None,
            "version": None,
        },
    ),
    "ForbiddenPair": Kind(
        _("Pairs that I ruled out, as a facilitator"),
        {
            "programme": COURSE,
            "first": Column(_("One person"), who),
            "second": Column(_("The other person"), who),
            "origin": Column(
                _("Who had the idea"),
                one_of(
                    lambda: {
                        "facilitator": _("the facilitator"),
                        "wish": _("asked for in a profile"),
                    }
                ),
            ),
            "reason": Column(_("Why, in my words")),
            "created_at": Column(_("Ruled out on"), moment),
            "id": None,
        },
    ),
    "Decision": Kind(
        _("What I decided at the matching desk"),
        {
            "programme": COURSE,
            "kind": Column(_("What I did"), content.decision),
            "reason": Column(_("Why, in my words")),
            "at": Column(_("Decided on"), moment),
            # The sentence says these.
            "mentor": None,
            "mentee": None,
            "details": None,
            "id": None,
            "run": None,
            "version": None,
        },
    ),
    "FacilitatorNote": Kind(
        _("Notes that I wrote, as a facilitator"),
        {
            "programme": COURSE,
            "kind": Column(
                _("What it is about"),
                one_of(
                    lambda: {
                        "pair": _("a pair"),
                        "focus": _("an interview or a focus group"),
                        "evidence": _("an item of the toolkit"),
                    }
                ),
            ),
            "pairing": PAIR,
            "about": Column(_("On"), content.note_on),
            "tags": Column(_("Tags"), content.tags),
            "text": Column(_("What I wrote")),
            "created_at": Column(_("Written on"), moment),
            "id": None,
        },
    ),
}
