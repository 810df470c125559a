"""The course of the demo site: its units in order. Add a line here to show another block."""

from __future__ import annotations

import attrs
from django.utils.translation import gettext_lazy as _

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


UNITS: tuple[Unit, ...] = (
    Unit(
        slug="agreement",
        title=_("Our agreement"),
        olx='<ment_agreement display_name="Our agreement" weight="1" facilitator_name="Chiara Valdesi" '
        'contact="chiara@example.org, or room 12 on Mondays"/>',
    ),
)
