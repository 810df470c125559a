"""The course of the demo site: its units in order. Add a line here to show another block."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

import attrs
from django.utils.translation import gettext_lazy as _

from ment_xblock.curriculum.library import track
from ment_xblock.domain.training.values import TRACKS, Module

COURSE_KEY = "course-v1:MENT+RM101+demo"
TITLE = _("Reverse mentoring")


@attrs.frozen
class Unit:
    """One page of the course.

    Attributes:
        slug: its place in addresses.
        title: its name in the outline, translatable.
        olx: the block, as an author would export it.
    """

    slug: str
    title: str
    olx: str


def _training(module: Module) -> Unit:
    title = f"{module.id.upper()} · {module.title}"
    return Unit(
        slug=module.id,
        title=title,
        olx=f"<ment_training display_name={quoteattr(title)} module_name={quoteattr(module.id)}/>",
    )


def _anonymous(name: str, items: str) -> str:
    """An anonymous survey half way, with a question of the author's own."""
    own = {"id": "own-change", "kind": "text", "words": {"text": "What should we change?"}}
    questions = quoteattr(json.dumps([*items.split(), own]))
    return (
        f'<ment_survey display_name={quoteattr(name)} instrument="mid" mode="anonymous" '
        f'time_zone="Europe/Rome" questions={questions}/>'
    )


AT_THE_END = (
    "trust hierarchy reciprocity support tasks-reached tasks-evidence recommend next-round job-changed could-teach "
    "young-workers lead-conversation see-business belonging"
)

UNITS: tuple[Unit, ...] = (
    Unit(
        slug="home",
        title=_("My mentoring"),
        olx='<ment_dashboard display_name="My mentoring"/>',
    ),
    *(_training(module) for name in TRACKS for module in track(name)),
    Unit(
        slug="profile",
        title=_("My profile"),
        olx='<ment_matching display_name="My profile"/>',
    ),
    Unit(
        slug="agreement",
        title=_("Our agreement"),
        olx='<ment_agreement display_name="Our agreement" weight="1" facilitator_name="Chiara Valdesi" '
        'contact="chiara@example.org, or room 12 on Mondays"/>',
    ),
    Unit(
        slug="journal",
        title=_("Our meetings"),
        olx='<ment_journal display_name="Our meetings" weight="1" time_zone="Europe/Rome"/>',
    ),
    Unit(
        slug="pulse",
        title=_("How was this meeting?"),
        olx='<ment_survey display_name="How was this meeting?" instrument="pulse" weight="1" time_zone="Europe/Rome"/>',
    ),
    Unit(
        slug="first-weeks",
        title=_("The first weeks"),
        olx=_anonymous(
            "The first weeks", "role-clarity trust voice hierarchy support openness teaching"
        ),
    ),
    Unit(
        slug="half-way",
        title=_("Half way"),
        olx=_anonymous(
            "Half way",
            "role-clarity trust voice hierarchy communication progress reciprocity support openness behaviour teaching "
            "organisation",
        ),
    ),
    Unit(
        slug="at-the-end",
        title=_("At the end"),
        olx='<ment_survey display_name="At the end" instrument="end" mode="confidential" after="pair-closed" weight="1" '
        f'time_zone="Europe/Rome" questions={quoteattr(json.dumps(AT_THE_END.split()))}/>',
    ),
)
