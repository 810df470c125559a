"""What a page of the profile would send."""

from __future__ import annotations

from typing import Any

from ment_xblock.models import ForbiddenPair, Programme
from ment_xblock.services.profiles import reopen_profile
from tests.blocks import cast
from tests.services.matchmaking import change, open_run, propose, take_part
from tests.who_what.requests import agreement
from tests.world import CHIARA
from workbench_site.models import CourseStaff

SLUG = "profile"
EARLIER = "course-v1:MENT+RM101+earlier"


DESK = (
    "desk",
    "save_person",
    "pair",
    "close_request",
)


def furnish(_pair: int) -> None:
    """Giulia's profile was opened again after she was paired; all the others' stay settled.

    On the desk lies a proposal with two pairs, beside it somebody without a partner, and a pair that is ruled out.
    Giulia and Ioana were a pair before.
    """
    world = cast.world()
    reopen_profile(
        host=world.host, actor=world.actor(CHIARA), participant_id=cast.participant("giulia")
    )
    cast.act("decline", cast.make_pair("giulia", "ioana"), "ioana", reason="Not now")
    ids = {name: take_part(world, name) for name in ("amir", "sofia", "tomas", "ioana")}
    change(
        world,
        "forbid",
        first_id=ids["sofia"],
        second_id=cast.participant("anna"),
        reason="Neighbours",
    )
    earlier = {"course_key": EARLIER}
    Programme.objects.create(created_at=world.host.now(), **earlier)
    CourseStaff.objects.create(user_id=world.user_id(CHIARA), **earlier)
    propose(world)
    take_part(world, "paolo")
    take_part(world, "amir", capacity=2)


def request(handler: str, pair: int, variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    if handler in DESK:
        return agreement.request(handler, pair, variant)
    mentor, mentee = cast.participant("amir"), cast.participant("paolo")
    run = open_run()
    proposals = {
        f"{one.mentor.user.username}": one.pk
        for one in run.proposals.select_related("mentor__user")
    }
    swapped = {"first": proposals["amir"], "second": proposals["sofia"]}
    requests: dict[str, dict[str, Any]] = {
        "profile": {"part": variant},
        "save_part": {
            "part": "work",
            "revision": "0",
            "trade": "wood",
            "firm": "Morbelli & Co.",
            "is_boss": "no",
            "same_firm_ok": "yes",
            "wishes": ["food", "metal"],
        },
        "choose_role": {"role": "mentor"},
        "ask_to_change": {},
        "decline_match": {"pairing": pair, "reason": "We are cousins"},
        "ask_again": {"partner": cast.participant("ioana"), "again": "true"},
        "propose_pairs": {
            "tasks": "lot",
            "times": "normal",
            "variety": "off",
            "fields": "tasks times variety within_cohorts",
            "within_cohorts": "true",
        },
        "discard_proposal": {},
        "publish_pairs": {"run": run.pk, "version": run.version},
        "lock_pair": {"proposal": proposals["amir"], "locked": "true"},
        "unpair": {"proposal": proposals["amir"]},
        "propose_by_hand": {"mentor": mentor, "mentee": mentee},
        "swap_cost": swapped,
        "swap_pairs": swapped,
        "forbid_pair": {"first": mentor, "second": mentee, "reason": "Cousins", "wished": "true"},
        "allow_pair": {"forbidden": ForbiddenPair.objects.get().pk},
        "set_capacity": {"participant": mentee, "capacity": "2"},
        "remind_profiles": {},
        "reopen_profile": {"participant": mentee},
        "import_people": {"file": "username,role\nlena,mentor", "save": "true"},
        "export_people": {},
        "earlier_runs": {},
        "take_over": {"run": EARLIER, "save": "true"},
        "matching_progress": {},
        "matching_page": {"proposals_offset": "0", "left_offset": "0", "profiles_offset": "0"},
        "save_settings": {
            "display_name": "Who I am",
            "weight": "0.5",
            "welcome": "Good that you are here.",
            "own_tasks": "order-timber | information | Order timber online | price-list",
        },
    }
    return requests[handler]
