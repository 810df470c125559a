"""What each kind of mail says. Names of the two partners and numbers alone: mail is read by whoever holds the phone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

import attrs
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ment_xblock.domain.notices.kinds import RULES, Kind
from ment_xblock.services.notices import Letter


@attrs.frozen
class Words:
    """A mail without its frame.

    Attributes:
        subject: one line.
        paragraphs: what there is to say, at most a few.
        button: what the one link does.
        why: why the reader gets this mail.
    """

    subject: str
    paragraphs: tuple[str, ...]
    button: str
    why: str


def words_for(letter: Letter) -> Words:
    """Put a letter into words, in the language and time zone that are on."""
    return _KINDS[letter.occasion.kind](letter)


def how_to_switch_off(letter: Letter) -> str:
    """Say where the reader can choose to get no more mails of this kind."""
    if letter.has_dashboard:
        return _(
            "You do not want mails of this kind? Open the page “My mentoring” in your course, and choose under “Which mails I get”."
        )
    if RULES[letter.occasion.kind].for_facilitator:
        return _("You do not want mails of this kind? Tell whoever runs your learning site.")
    return _("You do not want mails of this kind? Tell your facilitator.")


def _match_published(letter: Letter) -> Words:
    partner = {"partner": _partner(letter)}
    return Words(
        subject=_("You have a mentoring partner: %(partner)s") % partner,
        paragraphs=(
            _("From now on, you and %(partner)s are a pair.") % partner,
            _("The page in your course shows what comes first. Then say hello to each other."),
            _("If this does not fit, you may say no there. That is all right."),
        ),
        button=_("See what comes first"),
        why=_("You get this mail because your facilitator has found you a partner."),
    )


def _your_turn(letter: Letter) -> Words:
    partner = {"partner": _partner(letter)}
    return Words(
        subject=_("Your turn: sign the agreement with %(partner)s") % partner,
        paragraphs=(
            _("%(partner)s has signed the agreement of you two. Now it is your turn.") % partner,
            _(
                "Read it through. If it is right for you, sign it. If not, change it: then you both sign the new one."
            ),
        ),
        button=_("Read and sign"),
        why=_("You get this mail because the agreement waits for your name."),
    )


def _partner_signed(letter: Letter) -> Words:
    partner = {"partner": _partner(letter)}
    return Words(
        subject=_("%(partner)s has signed, too") % partner,
        paragraphs=(
            _("You and %(partner)s have now both signed your agreement. It counts from now on.")
            % partner,
            _("You can read it again at any time, and change it together."),
        ),
        button=_("Open the agreement"),
        why=_("You get this mail because you signed first."),
    )


def _session_tomorrow(letter: Letter) -> Words:
    starts_at = letter.occasion.moment or timezone.now()
    meeting = {
        "partner": _partner(letter),
        "day": _day(timezone.localtime(starts_at)),
        "time": time_format(timezone.localtime(starts_at), "TIME_FORMAT"),
    }
    return Words(
        subject=_("Your meeting with %(partner)s: %(day)s, %(time)s") % meeting,
        paragraphs=(
            _("On %(day)s at %(time)s, you meet %(partner)s.") % meeting,
            _(
                "Does something get in the way? Then tell your partner today, and move the meeting on the page."
            ),
        ),
        button=_("See the plan for this meeting"),
        why=_("You get this mail before each meeting that you two have planned."),
    )


def _log_to_confirm(letter: Letter) -> Words:
    meeting = {"partner": _partner(letter), "day": _day(letter.occasion.day)}
    told = _("%(partner)s has written down what you did in your meeting on %(day)s.") % meeting
    asked = _("Is it right? Then one tap is enough. If not, say what was different.")
    if letter.occasion.is_reminder:
        subject = _("Still waiting for you: your meeting on %(day)s") % meeting
        settled = _("If you say nothing, it counts as right in about three days.")
        why = _("You get this mail because you have not answered yet. We remind you only once.")
    else:
        subject = _("Please check: your meeting on %(day)s") % meeting
        settled = _("If you say nothing for seven days, it counts as right.")
        why = _("You get this mail because the two of you say together what happened.")
    return Words(subject, (told, asked, settled), _("Look at it"), why)


def _pulse_waiting(letter: Letter) -> Words:
    meeting = {"day": _day(letter.occasion.day)}
    return Words(
        subject=_("One minute for you: how was your meeting?"),
        paragraphs=(
            _("You had a meeting on %(day)s. Tell us how it was for you. It takes a minute.")
            % meeting,
            _("Your partner never sees what you answer."),
        ),
        button=_("Answer now"),
        why=_("You get this mail because these questions are still open for you."),
    )


def _action_due(letter: Letter) -> Words:
    promise = {"partner": _partner(letter), "day": _day(letter.occasion.day)}
    return Words(
        subject=_("Your promise is due: %(day)s") % promise,
        paragraphs=(
            _(
                "At a meeting with %(partner)s you promised to do something by %(day)s. The page shows what it was."
            )
            % promise,
            _(
                "Is it done? Great! Not yet? There is still a little time. If it does not work out, say so at your next meeting."
            ),
        ),
        button=_("See what I promised"),
        why=_("You get this mail once for each promise, shortly before it is due."),
    )


def _form_waiting(letter: Letter) -> Words:
    return Words(
        subject=_("A few questions for you"),
        paragraphs=(
            _("There is a form for you in your mentoring course. It takes a few minutes."),
            _("The form says at the top who sees your answers."),
        ),
        button=_("Open the form"),
        why=_("You get this mail because you have not answered these questions yet."),
    )


def _weekly_digest(letter: Letter) -> Words:
    week = letter.occasion.figures
    to_ring, urgent = (week.to_ring, week.urgent) if week else (0, 0)
    pairs, met = (week.open_pairs, week.met) if week else (0, 0)
    together = ngettext(
        "%(number)s pair is together now.", "%(number)s pairs are together now.", pairs
    ) % {"number": pairs}
    return Words(
        subject=_ring_subject(to_ring),
        paragraphs=(_ring_line(to_ring, urgent), f"{together} {_meetings(met)}"),
        button=_("See whom to ring today") if to_ring else _("See all pairs"),
        why=_("You get this mail every Monday because you look after this programme."),
    )


def _meetings(met: int) -> str:
    if not met:
        return _("In the last seven days nobody has written down a meeting.")
    return ngettext(
        "In the last seven days there was %(number)s meeting.",
        "In the last seven days there were %(number)s meetings.",
        met,
    ) % {"number": met}


def _ring_subject(to_ring: int) -> str:
    if not to_ring:
        return _("Your mentoring week: all is quiet")
    return ngettext(
        "Your mentoring week: %(number)s pair to look after",
        "Your mentoring week: %(number)s pairs to look after",
        to_ring,
    ) % {"number": to_ring}


def _ring_line(to_ring: int, urgent: int) -> str:
    if not to_ring:
        return _("Nobody needs a call from you at the moment. Nice!")
    line = ngettext(
        "%(number)s pair could do with a call from you.",
        "%(number)s pairs could do with a call from you.",
        to_ring,
    ) % {"number": to_ring}
    if not urgent:
        return line
    hurry = ngettext(
        "%(number)s of them should not wait.", "%(number)s of them should not wait.", urgent
    ) % {"number": urgent}
    return f"{line} {hurry}"


def _partner(letter: Letter) -> str:
    return letter.partner.first_name if letter.partner else ""


def _day(day: date | datetime | None) -> str:
    if day is None:
        return ""
    return _("%(weekday)s, %(date)s") % {
        "weekday": date_format(day, "l"),
        "date": date_format(day, "MONTH_DAY_FORMAT"),
    }


_KINDS: Mapping[Kind, Callable[[Letter], Words]] = {
    Kind.MATCH_PUBLISHED: _match_published,
    Kind.YOUR_TURN: _your_turn,
    Kind.PARTNER_SIGNED: _partner_signed,
    Kind.SESSION_TOMORROW: _session_tomorrow,
    Kind.LOG_TO_CONFIRM: _log_to_confirm,
    Kind.PULSE_WAITING: _pulse_waiting,
    Kind.ACTION_DUE: _action_due,
    Kind.FORM_WAITING: _form_waiting,
    Kind.WEEKLY_DIGEST: _weekly_digest,
}
