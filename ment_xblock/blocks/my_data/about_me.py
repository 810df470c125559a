"""What is stored about a person alone: their part, profile and training, and the programme's surveys, mails and hints."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ment_xblock.blocks import profile_words
from ment_xblock.blocks.dashboard_pairs import how_words
from ment_xblock.blocks.mail_switches import KIND_WORDS
from ment_xblock.blocks.my_data import content
from ment_xblock.blocks.my_data.columns import CHANGED, COURSE, PAIR, ROLES, Column, Kind
from ment_xblock.blocks.my_data.values import (
    answered_on,
    day,
    meeting,
    moment,
    one_of,
    percent,
    several_of,
    who,
    yes_no,
)
from ment_xblock.domain.alerts.facts import Level

ABOUT_ME: Mapping[str, Kind] = {
    "Participant": Kind(
        _("My part in the programme"),
        {
            "programme": COURSE,
            "role": Column(_("My role"), ROLES),
            "capacity": Column(_("Partners at the same time")),
            "under_18": Column(_("Under 18"), yes_no),
            "guardian_consent": Column(_("A parent or guardian said yes on"), day),
            "created_at": Column(_("I take part since"), moment),
            "id": None,
        },
    ),
    "Profile": Kind(
        _("My profile"),
        {
            "wanted": Column(_("What I want to learn"), content.tasks),
            "skills": Column(_("What I can show"), content.skills),
            "languages": Column(_("Languages"), content.languages),
            "times": Column(_("When I am free"), content.times),
            "ways": Column(_("How we can meet"), several_of(profile_words.way_words)),
            "places": Column(_("Where we can meet"), several_of(profile_words.place_words)),
            "trade": Column(_("Trade"), one_of(profile_words.trades)),
            "wishes": Column(_("Would like to get to know"), several_of(profile_words.trades)),
            "firm": Column(_("Firm")),
            "is_boss": Column(_("Owns or leads the firm"), yes_no),
            "same_firm_ok": Column(_("Partner from the same firm"), yes_no),
            "style": Column(_("What suits me"), content.style),
            "called": Column(_("Called")),
            "said_under_18": Column(_("Under 18"), yes_no),
            "access_needs": Column(_("Makes it easier")),
            "phone": Column(_("Phone")),
            "avoid": Column(_("Rather not paired with")),
            "complete_for": Column(_("Complete as"), ROLES),
            "updated_at": CHANGED,
            "asked_to_change_at": Column(_("I asked to change it on"), moment),
            "reopened_at": Column(_("Opened again for me on"), moment),
            "id": None,
            "participant": None,
            "revision": None,
            "part_revisions": None,
        },
    ),
    "TrainingResult": Kind(
        _("My training"),
        {
            "module": Column(_("Part of the training"), content.module),
            "passed": Column(_("Passed"), yes_no),
            "share": Column(_("My best result"), percent),
            "done": Column(_("Steps that I did")),
            "total": Column(_("Steps in all")),
            "updated_at": CHANGED,
            "id": None,
            "participant": None,
            "usage_key": None,
        },
    ),
    "LearnerChoice": Kind(
        _("What I chose in the training"),
        {
            "kind": Column(
                _("What it is about"),
                one_of(lambda: {"benefits": _("what I hope for"), "tasks": _("tasks")}),
            ),
            "ids": Column(_("What I chose"), content.choices),
            "updated_at": CHANGED,
            "id": None,
            "participant": None,
        },
    ),
    "PrivateNote": Kind(
        _("My private notes, which only I can read"),
        {
            "programme": COURSE,
            "usage_key": Column(_("Where"), content.block),
            "activity": Column(_("What it is about"), content.note_about),
            "field": Column(_("Question"), content.note_question),
            "text": Column(_("What I wrote"), content.note_text),
            "updated_at": CHANGED,
            "id": None,
        },
    ),
}

AROUND_ME: Mapping[str, Kind] = {
    "SurveyParticipation": Kind(
        _("Surveys that I answered"),
        {
            "run": Column(_("Survey"), content.survey),
            "answered_at": Column(_("Answered on"), moment),
            "session": Column(_("After the meeting of"), meeting),
            "pairing": PAIR,
            "id": None,
            "participant": None,
            "occasion": None,
            "version": None,
        },
        together=("answered_at",),
    ),
    "SurveyAnswer": Kind(
        _("My answers in surveys with my name"),
        {
            "run": Column(_("Survey"), content.survey),
            "slot": Column(_("Question"), content.asked),
            "number": Column(_("My answer"), content.answer),
            "option": Column(_("My answer"), content.answer),
            "text": Column(_("My answer")),
            "role": Column(_("Asked as"), ROLES),
            "participation": Column(_("Answered on"), answered_on),
            "id": None,
            "version": None,
            "times": None,
        },
        together=("participation", "slot"),
    ),
    "AgainWish": Kind(
        _("With whom I would like to work again"),
        {
            "partner": Column(_("With"), who),
            "created_at": Column(_("Said on"), moment),
            "id": None,
            "participant": None,
        },
    ),
    "Proposal": Kind(
        _("Pairs that were proposed with me"),
        {
            "mentor": Column(_("Mentor"), who),
            "mentee": Column(_("Mentee"), who),
            "origin": Column(
                _("Who had the idea"),
                one_of(
                    lambda: {
                        "solver": _("the computer"),
                        "hand": _("the facilitator"),
                        "swap": _("the facilitator, who swapped partners"),
                    }
                ),
            ),
            "locked": Column(_("Kept by the facilitator"), yes_no),
            "id": None,
            "run": None,
        },
    ),
    "AlertState": Kind(
        _("Hints to the facilitator that I may need help"),
        {
            "programme": COURSE,
            "rule": Column(_("What it is about"), content.trouble),
            "params": Column(_("In numbers"), content.trouble_numbers),
            "level": Column(
                _("How much it matters"),
                one_of(lambda: {Level.AMBER: _("worth a look"), Level.RED: _("urgent")}),
            ),
            "since": Column(_("Since"), moment),
            "raised_at": Column(_("Noticed on"), moment),
            "handled": Column(_("What the facilitator did"), one_of(lambda: dict(how_words()))),
            "handled_at": Column(_("Done on"), moment),
            "later_until": Column(_("Put off until"), moment),
            "over_at": Column(_("Over since"), moment),
            "pairing": PAIR,
            "id": None,
            "participant": None,
            "urgency": None,
            "handled_level": None,
        },
    ),
    "Notice": Kind(
        _("Mails to me"),
        {
            "programme": COURSE,
            "kind": Column(_("What it was about"), one_of(lambda: KIND_WORDS)),
            "state": Column(
                _("What became of it"),
                one_of(
                    lambda: {
                        "due": _("waits to be sent"),
                        "sent": _("sent"),
                        "failed": _("could not be sent"),
                        "skipped": _("not sent, since it was no longer needed"),
                    }
                ),
            ),
            "sent_at": Column(_("Sent on"), moment),
            "created_at": Column(_("Due on"), moment),
            "attempts": Column(_("Tries")),
            "id": None,
            "key": None,
            "held_until": None,
        },
    ),
    "MailSwitch": Kind(
        _("Mails that I switched off"),
        {
            "programme": COURSE,
            "kind": Column(_("What they are about"), one_of(lambda: KIND_WORDS)),
            "id": None,
        },
    ),
    "ProfileReminder": Kind(
        _("When I was reminded of my profile"),
        {"programme": COURSE, "sent_at": Column(_("Sent on"), moment), "id": None},
    ),
    "CalendarAddress": Kind(
        _("My calendar address"),
        {
            "created_at": Column(_("Switched on"), moment),
            "id": None,
            "participant": None,
        },
    ),
}
