"""What is stored about a pair: the agreement, the meetings, the promises."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ment_xblock.blocks.journal_words import (
    minutes_words,
    outcome_words,
    reason_options,
    state_words,
)
from ment_xblock.blocks.my_data import content
from ment_xblock.blocks.my_data.columns import CHANGED, COURSE, PAIR, STATES, Column, Kind
from ment_xblock.blocks.my_data.values import (
    day,
    in_log,
    meeting,
    moment,
    one_of,
    role_in_pair,
    said_by,
    who,
    yes_no,
)

ABOUT_US: Mapping[str, Kind] = {
    "Pairing": Kind(
        _("My pairs"),
        {
            "programme": COURSE,
            "mentor": Column(_("Mentor"), who),
            "mentee": Column(_("Mentee"), who),
            "state": Column(_("How it stands"), STATES),
            "opened_at": Column(_("A pair since"), moment),
            "closed_at": Column(_("Ended on"), moment),
            "closing_reason": Column(_("Why, in my words")),
            "id": None,
            "revision": None,
        },
    ),
    "Agreement": Kind(
        _("Our agreements"),
        {
            "pairing": PAIR,
            "number": Column(_("Version")),
            "status": Column(
                _("How it stands"),
                one_of(
                    lambda: {
                        "working": _("in the works"),
                        "in_force": _("signed by both"),
                        "replaced": _("replaced by a later version"),
                        "withdrawn": _("taken back"),
                    }
                ),
            ),
            "values": Column(_("What stands in it"), content.agreed),
            "touches": Column(_("What I filled in last"), content.agreed_fields),
            "created_at": Column(_("Begun on"), moment),
            "created_by": Column(_("Begun by"), who),
            "in_force_since": Column(_("Signed by both since"), moment),
            "closed_at": Column(_("Replaced or taken back on"), moment),
            "id": None,
            "revisions": None,
        },
    ),
    "Signature": Kind(
        _("My signatures"),
        {
            "agreement": Column(_("Version of the agreement"), content.version),
            "signed_at": Column(_("Signed on"), moment),
            "language": Column(_("Language in which I read it"), content.language),
            "id": None,
            "participant": None,
            "revisions": None,
            "digest": None,
        },
    ),
    "Task": Kind(
        _("Tasks that we agreed on"),
        {
            "pairing": PAIR,
            "job": Column(_("Task"), content.task),
            "words": Column(_("Task, in our own words")),
            "evidence": Column(_("How we see that it works")),
            "position": Column(_("Place in the agreement")),
            "agreed_at": Column(_("Agreed on"), moment),
            "dropped_at": Column(_("No longer agreed since"), moment),
            "id": None,
        },
    ),
    "Session": Kind(
        _("Meetings I took part in"),
        {
            "pairing": PAIR,
            "state": Column(_("How it stands"), said_by(lambda state: state_words(state)[0])),
            "held_on": Column(_("Held on"), day),
            "starts_at": Column(_("Planned for"), moment),
            "minutes": Column(_("How long"), said_by(minutes_words)),
            "way": Column(_("Way to meet"), in_log("way")),
            "place": Column(_("Place, in my words")),
            "place_author": Column(_("The place was written by"), who),
            "came": Column(_("Who came"), in_log("came")),
            "language": Column(_("Language"), in_log("language")),
            "task": Column(_("Task"), in_log("task")),
            "step": Column(_("How the mentee does it now"), in_log("step")),
            "kinds": Column(_("Kind of knowledge"), in_log("kinds")),
            "direction": Column(_("Which way knowledge went"), in_log("direction")),
            "device": Column(_("Who had the device in hand"), in_log("device")),
            "missed_by": Column(_("Who could not come"), role_in_pair),
            "writer": Column(_("Last written by"), who),
            "created_at": Column(_("Begun on"), moment),
            "planned_at": Column(_("Date proposed on"), moment),
            "accepted_at": Column(_("Date agreed on"), moment),
            "closed_at": Column(_("Called off, or noted as missed, on"), moment),
            "logged_at": Column(_("Written down on"), moment),
            "timed_at": Column(_("Day and length as they stand since"), moment),
            "waits_since": Column(_("Partner asked to say yes on"), moment),
            "counted_at": Column(_("Counts since"), moment),
            "corrected_at": Column(_("Corrected on"), moment),
            "contested_by": Column(_("Said to be not right by"), who),
            "on_paper": Column(_("Entered from paper"), yes_no),
            "mentor_shares": Column(_("Mentor: the facilitator may read our words"), yes_no),
            "mentee_shares": Column(_("Mentee: the facilitator may read our words"), yes_no),
            "id": None,
            "revision": None,
            "touches": None,
        },
    ),
    "SessionText": Kind(
        _("What I wrote about meetings"),
        {
            "session": Column(_("Meeting"), meeting),
            "field": Column(
                _("Question"), lambda field, row, reading: reading.journal(row).label(field)
            ),
            "text": Column(_("What I wrote")),
            "updated_at": CHANGED,
            "id": None,
            "author": None,
        },
    ),
    "Action": Kind(
        _("What we promised"),
        {
            "pairing": PAIR,
            "words": Column(_("The promise, in my words")),
            "evidence": Column(_("How we see that it works")),
            "author": Column(_("Written by"), who),
            "owner": Column(_("Whose it is"), role_in_pair),
            "due": Column(_("Due on"), day),
            "state": Column(
                _("How it stands"),
                one_of(lambda: {"open": _("open"), "done": _("done"), "dropped": _("let go")}),
            ),
            "outcome": Column(
                _("When we looked back"), said_by(lambda outcome: outcome_words(outcome, ""))
            ),
            "reason": Column(_("What was in the way"), one_of(lambda: dict(reason_options()))),
            "session": Column(_("Made in the meeting of"), meeting),
            "reviewed_in": Column(_("Looked back at in the meeting of"), meeting),
            "created_at": Column(_("Written on"), moment),
            "closed_at": Column(_("Done or let go on"), moment),
            "id": None,
        },
    ),
    "Pause": Kind(
        _("Our pauses"),
        {
            "pairing": PAIR,
            "started_at": Column(_("From"), moment),
            "ended_at": Column(_("Until"), moment),
            "reason": Column(_("Why, in my words")),
            "state_before": Column(_("How it stood before"), STATES),
            "id": None,
        },
    ),
    "HelpRequest": Kind(
        _("What I asked the facilitator for"),
        {
            "pairing": PAIR,
            "kind": Column(
                _("What I asked for"),
                one_of(lambda: {"rematch": _("another partner"), "ring_me": _("a call")}),
            ),
            "text": Column(_("What I wrote")),
            "state": Column(
                _("What became of it"),
                one_of(lambda: {"open": _("open"), "called": _("called"), "closed": _("done")}),
            ),
            "note": Column(_("My note on it, as a facilitator")),
            "created_at": Column(_("Asked on"), moment),
            "called_at": Column(_("Called on"), moment),
            "closed_at": Column(_("Closed on"), moment),
            "id": None,
            "participant": None,
        },
    ),
}
