"""Alerts in the facilitator's words: why, what to do next, and a message that can be sent as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import attrs
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ment_xblock.domain.alerts.facts import Level, Rule
from ment_xblock.selectors.today import CallLine, Reason


@attrs.frozen
class AlertCard:
    """One reason, ready to be shown.

    Attributes:
        alert_id: key of the alert.
        is_red: how bad.
        reason: why, in one sentence.
        words: what the person who asks wrote for the facilitators; empty where nothing was.
        step: what to do next.
        message: a message to copy, to the person it is about or to both.
        to: whom the message is for.
        mail: the message as a link that opens in a mail program; empty where somebody has no address.
    """

    alert_id: int
    is_red: bool
    reason: str
    words: str
    step: str
    message: str
    to: str
    mail: str


@attrs.frozen
class CallCard:
    """One call, ready to be shown.

    Attributes:
        first: the worst reason, with what to do and a message for whom it is about.
        more: other reasons with which the same call deals.
        apart: reasons that need a call of their own; what somebody wrote there is not shown before that.
        alert_ids: keys of all alerts with which this call deals, with spaces between.
    """

    first: AlertCard
    more: tuple[AlertCard, ...]
    apart: tuple[AlertCard, ...]
    alert_ids: str


def call_card(line: CallLine) -> CallCard:
    """Put a line of the list of whom to ring into words."""
    first, *more = [alert_card(line, reason) for reason in line.in_this_call]
    return CallCard(
        first=first,
        more=tuple(more),
        apart=tuple(alert_card(line, reason) for reason in line.in_another_call),
        alert_ids=" ".join(str(reason.alert_id) for reason in line.in_this_call),
    )


def alert_card(line: CallLine, reason: Reason) -> AlertCard:
    """Put one reason into words.

    Args:
        line: the pair.
        reason: one of its alerts.
    """
    names = {
        "name": reason.name or _("somebody who left"),
        "mentor": line.mentor or _("somebody who left"),
        "mentee": line.mentee or _("somebody who left"),
    }
    why, step, message = _WORDS[reason.rule]
    to = reason.name or _("%(mentor)s and %(mentee)s") % names
    text = message() % {**names, "to": _first_names(line, reason)}
    return AlertCard(
        alert_id=reason.alert_id,
        is_red=reason.level is Level.RED,
        reason=why(reason.params) % {**names, **reason.params},
        words=reason.words,
        step=step() % names,
        message=text,
        to=to,
        mail=_mail_link(reason.addresses, text),
    )


def rule_name(rule: Rule) -> str:
    """What a kind of trouble is called, in a few words."""
    return _NAMES[rule]()


def _mail_link(addresses: tuple[str, ...], text: str) -> str:
    """Two partners are written to as blind copies: neither has told the other an address."""
    if not addresses:
        return ""
    quoted = ",".join(quote(address, safe="@") for address in addresses)
    to = f"{quoted}?" if len(addresses) == 1 else f"?bcc={quoted}&"
    return f"mailto:{to}subject={quote(_('Our mentoring'))}&body={quote(text)}"


def _first_names(line: CallLine, reason: Reason) -> str:
    if reason.name:
        return reason.name.split()[0]
    first = [name.split()[0] for name in (line.mentor, line.mentee) if name]
    return _(" and ").join(first)


def _days(params: Mapping[str, Any], one: str, many: str) -> str:
    return ngettext(one, many, int(params.get("days", 0)))


def _ring_me(_params: Mapping[str, Any]) -> str:
    return _("%(name)s asks to be rung. The partner does not know.")


def _low_pulse(params: Mapping[str, Any]) -> str:
    if int(params.get("running", 1)) > 1:
        return _(
            "%(name)s gave low answers after the last %(running)s meetings. The partner does not know."
        )
    return _("%(name)s gave a low answer after the last meeting. The partner does not know.")


def _another_partner(params: Mapping[str, Any]) -> str:
    if int(params.get("pairs", 1)) > 1:
        return _(
            "%(name)s asks for another partner, and has more than one: ask who is meant. No partner knows."
        )
    return _("%(name)s asks for another partner. The partner does not know.")


def _change_wanted(_params: Mapping[str, Any]) -> str:
    return _(
        "%(name)s would like to change something in how it goes on. The partner does not know."
    )


def _contested(params: Mapping[str, Any]) -> str:
    return ngettext(
        "The two do not agree on what they wrote about a meeting.",
        "The two do not agree on what they wrote about %(count)s meetings.",
        int(params.get("count", 1)),
    )


def _apart(_params: Mapping[str, Any]) -> str:
    return _("After the same meeting, one felt much better than the other. Neither knows.")


def _unanswered(params: Mapping[str, Any]) -> str:
    return _days(
        params,
        "They have been a pair for %(days)s day, and neither has done anything about it.",
        "They have been a pair for %(days)s days, and neither has done anything about it.",
    )


def _first_missing(params: Mapping[str, Any]) -> str:
    return _days(
        params,
        "They have been a pair for %(days)s day and have not met yet.",
        "They have been a pair for %(days)s days and have not met yet.",
    )


def _unsigned(params: Mapping[str, Any]) -> str:
    return _days(
        params,
        "Their agreement is not signed, %(days)s day after the match.",
        "Their agreement is not signed, %(days)s days after the match.",
    )


def _no_session(params: Mapping[str, Any]) -> str:
    return _days(
        params,
        "No meeting for %(days)s day, and none is booked.",
        "No meeting for %(days)s days, and none is booked.",
    )


def _device(_params: Mapping[str, Any]) -> str:
    return _("In the last %(running)s meetings, %(mentor)s held the device.")


def _overdue(params: Mapping[str, Any]) -> str:
    if int(params.get("count", 1)) > 1:
        return _("%(count)s promises are late, one of them by %(days)s days.")
    return _("One promise is late by %(days)s days.")


def _pulses(_params: Mapping[str, Any]) -> str:
    return _("%(name)s has not answered the short form after the last %(running)s meetings.")


def _unconfirmed(params: Mapping[str, Any]) -> str:
    return _days(
        params,
        "What was written about a meeting has waited %(days)s day for the partner.",
        "What was written about a meeting has waited %(days)s days for the partner.",
    )


def _end_forms(params: Mapping[str, Any]) -> str:
    return _days(
        params,
        "%(name)s has not answered the form at the end, %(days)s day after it was due.",
        "%(name)s has not answered the form at the end, %(days)s days after it was due.",
    )


Words = Callable[[], str]
_WORDS: Mapping[Rule, tuple[Callable[[Mapping[str, Any]], str], Words, Words]] = {
    Rule.RING_ME: (
        _ring_me,
        lambda: _("Ring %(name)s today. Listen first."),
        lambda: _("Hello %(to)s, you asked me to ring. When does it suit you today or tomorrow?"),
    ),
    Rule.LOW_PULSE: (
        _low_pulse,
        lambda: _(
            "Ring %(name)s and ask how it is going. Do not quote the answers to the partner."
        ),
        lambda: _(
            "Hello %(to)s, I would like to hear how it is going for you. When can I ring you for five minutes?"
        ),
    ),
    Rule.ANOTHER_PARTNER: (
        _another_partner,
        lambda: _(
            "Ring %(name)s, alone, before anything else happens. If it stays so, end the pair: nobody is to blame."
        ),
        lambda: _(
            "Hello %(to)s, thank you for telling me. Shall we talk for ten minutes about how to go on? Your partner knows nothing of it."
        ),
    ),
    Rule.LOG_CONTESTED: (
        _contested,
        lambda: _("Ask each of them what happened. You can settle it among the meetings."),
        lambda: _(
            "Hello %(to)s, you see one of your meetings differently. That happens. Can we talk about it, all three, for ten minutes?"
        ),
    ),
    Rule.RATINGS_APART: (
        _apart,
        lambda: _("Ring each of them alone, and ask what would make the next meeting better."),
        lambda: _(
            "Hello %(to)s, I ring all pairs these weeks to hear how it is going. When does it suit you?"
        ),
    ),
    Rule.CHANGE_WANTED: (
        _change_wanted,
        lambda: _("Ask %(name)s what should change. Often it is the time, the place or the task."),
        lambda: _(
            "Hello %(to)s, you would like to change something. Tell me what, and we find a way. Your partner knows nothing of it."
        ),
    ),
    Rule.MATCH_UNANSWERED: (
        _unanswered,
        lambda: _("Ask whether they have seen the match. A “no, thank you” is fine, too."),
        lambda: _(
            "Hello %(to)s, you are a pair now. Have you seen it? Open “Our agreement” together, or tell me if it does not suit you."
        ),
    ),
    Rule.FIRST_SESSION_MISSING: (
        _first_missing,
        lambda: _("Offer two dates for a first meeting of half an hour."),
        lambda: _(
            "Hello %(to)s, would one of these two dates suit you for a first meeting? Half an hour is enough."
        ),
    ),
    Rule.AGREEMENT_UNSIGNED: (
        _unsigned,
        lambda: _("Ask what is in the way. Often it is one line that can be changed."),
        lambda: _(
            "Hello %(to)s, your agreement still waits for a signature. Is something unclear, or shall we change a line?"
        ),
    ),
    Rule.NO_SESSION: (
        _no_session,
        lambda: _("Ask whether they want to book the next date, or to pause."),
        lambda: _(
            "Hello %(to)s, I have not seen a meeting of yours for a while. Shall we find a date, or would a pause be good?"
        ),
    ),
    Rule.DEVICE_WITH_MENTOR: (
        _device,
        lambda: _("Remind %(mentor)s: the hands of %(mentee)s stay on the device."),
        lambda: _(
            "Hello %(to)s, a tip for the next time: let the learner hold the phone, even if it takes longer. Hands learn."
        ),
    ),
    Rule.ACTION_OVERDUE: (
        _overdue,
        lambda: _("Ask whether the promise is still right, and make it smaller."),
        lambda: _(
            "Hello %(to)s, some promises of yours are open. Are they still right? Make them smaller if need be."
        ),
    ),
    Rule.PULSES_MISSING: (
        _pulses,
        lambda: _("Tell %(name)s what the short form is for, and that the partner never sees it."),
        lambda: _(
            "Hello %(to)s, after a meeting there is a form of one minute. It helps me to help you. Your partner never sees it."
        ),
    ),
    Rule.LOG_UNCONFIRMED: (
        _unconfirmed,
        lambda: _("Nothing to worry about: after seven days it counts by itself."),
        lambda: _(
            "Hello %(to)s, one of your meetings waits for a tap. Have a look when you have a minute."
        ),
    ),
    Rule.END_FORMS_MISSING: (
        _end_forms,
        lambda: _("Ask %(name)s for five minutes; the answers decide how we do it next time."),
        lambda: _(
            "Hello %(to)s, one form is left, five minutes. What you say decides how we do it next time."
        ),
    ),
}

_NAMES: Mapping[Rule, Words] = {
    Rule.RING_ME: lambda: _("Asks to be rung"),
    Rule.LOW_PULSE: lambda: _("Low answers"),
    Rule.ANOTHER_PARTNER: lambda: _("Asks for another partner"),
    Rule.LOG_CONTESTED: lambda: _("A meeting is not agreed on"),
    Rule.RATINGS_APART: lambda: _("Answers far apart"),
    Rule.CHANGE_WANTED: lambda: _("Wants a change"),
    Rule.MATCH_UNANSWERED: lambda: _("Nothing done yet"),
    Rule.FIRST_SESSION_MISSING: lambda: _("Not met yet"),
    Rule.AGREEMENT_UNSIGNED: lambda: _("Agreement not signed"),
    Rule.NO_SESSION: lambda: _("No meeting for long"),
    Rule.DEVICE_WITH_MENTOR: lambda: _("The mentor holds the device"),
    Rule.ACTION_OVERDUE: lambda: _("Promises are late"),
    Rule.PULSES_MISSING: lambda: _("Short forms missing"),
    Rule.LOG_UNCONFIRMED: lambda: _("A meeting waits for a yes"),
    Rule.END_FORMS_MISSING: lambda: _("Form at the end missing"),
}
