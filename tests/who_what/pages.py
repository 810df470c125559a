"""The pages outside a unit against everybody who can ask for them.

302 leads a stranger to where one signs in, and a learner from a desk to the unit; 403 not for you; 404 no such page.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen
class Caller:
    """Who asks for a page.

    Attributes:
        name: in the table.
        student: as whom they come; empty for nobody.
        viewed_by: the staff member who looks at the course as that person.
    """

    name: str
    student: str = ""
    viewed_by: str = ""


CALLERS = (
    Caller("nobody"),
    Caller("nora", "nora"),  # signed in, not enrolled
    Caller("otto", "otto"),  # staff of another course
    Caller("viewed", "giulia", "chiara"),  # staff who view as a learner
    Caller("left", "giulia"),  # a partner who is enrolled no more
    Caller("lena", "lena"),  # enrolled, without a role
    Caller("mentor", "giulia"),
    Caller("mentee", "mario"),
    Caller("chiara", "chiara"),  # the facilitator
)

HOME = "<str:course_key>/"
DESK = "<str:course_key>/<slug:desk>/"

# nobody nora otto viewed left lena mentor mentee chiara
PAGES: Mapping[str, Mapping[str, str]] = {
    HOME: {
        "": "302 403 403 200 403 200 200 200 200",
    },
    DESK: {
        "matching": "302 403 403 302 403 302 302 302 200",
        "agreements": "302 403 403 302 403 302 302 302 200",
        "meetings": "302 403 403 302 403 302 302 302 200",
        "nowhere": "302 403 403 404 403 404 404 404 404",
    },
}
