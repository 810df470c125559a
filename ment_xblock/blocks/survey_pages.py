"""The learner's pages of a survey: the form, and a kind word where there is nothing to fill in."""

from __future__ import annotations

from typing import Any

import attrs
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.blocks.survey_charts import curve
from ment_xblock.blocks.survey_preview import intro_words, thanks_words
from ment_xblock.blocks.survey_studio import ONE
from ment_xblock.blocks.survey_tasks import with_tasks
from ment_xblock.blocks.survey_words import question
from ment_xblock.domain.people import Actor
from ment_xblock.domain.survey.items import LIKERT, Definition, Kind, When
from ment_xblock.domain.survey.schedule import After, Schedule
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.survey_form import Stage, SurveyForm, Waiting, survey_form
from ment_xblock.selectors.survey_mine import MyAnswer, my_answers
from ment_xblock.selectors.survey_register import register

HANDLERS = ("page", "answer")


@attrs.frozen
class Reading:
    """Who reads which survey.

    Attributes:
        block: the block.
        host: the host.
        actor: the reader.
        here: the block's address.
        definition: what it asks.
        schedule: when it is open.
    """

    block: Any
    host: Host
    actor: Actor
    here: BlockRef
    definition: Definition
    schedule: Schedule

    @property
    def uid(self) -> str:
        """What the ids of the page begin with."""
        return block_uid(self.here.usage_key)

    def urls(self, *names: str) -> dict[str, str]:
        """Addresses of handlers."""
        runtime = self.block.runtime
        return {name: runtime.handler_url(self.block, name).rstrip("?") for name in names}


def whole_page(reading: Reading, shown: str) -> str:
    """The page as it is when the unit is opened.

    Args:
        reading: who reads.
        shown: what the reader's handlers will exchange.
    """
    return render("survey/page.html", {**_common(reading), "stage": shown})


def stage(reading: Reading, *, has_sent: bool = False, fresh: bool = False) -> str:
    """What a learner sees: the form, thanks, or why there is nothing to fill in.

    Args:
        reading: who reads.
        has_sent: they have just sent their answers.
        fresh: it takes the place of something else, so the focus moves to it.
    """
    form = survey_form(
        host=reading.host,
        actor=reading.actor,
        here=reading.here,
        definition=reading.definition,
        schedule=reading.schedule,
    )
    if form.stage is Stage.OPEN and not has_sent:
        return _form(reading, form, fresh)
    heading, *lines = _said(reading, form, has_sent)
    return render(
        "survey/quiet.html",
        {
            **_common(reading),
            **_beside(reading),
            "heading": heading,
            "lines": lines,
            "goes_on": has_sent and form.stage is Stage.OPEN,
            "fresh": fresh,
        },
    )


def _form(reading: Reading, form: SurveyForm, fresh: bool) -> str:
    return render(
        "survey/form.html",
        {
            **_common(reading),
            **_beside(reading),
            "intro": intro_words(reading.block),
            "is_anonymous": reading.definition.is_anonymous,
            "is_optional": not reading.block.expected,
            "seen": form.seen,
            "draft": f"answers-{form.wording}",
            "occasions": [_occasion(waiting) for waiting in form.waiting],
            "questions": [with_tasks(question(item), form.tasks) for item in form.items],
            "marks_optional": any(item.required for item in form.items),
            "one_by_one": reading.block.layout == ONE,
            "fresh": fresh,
        },
    )


def _common(reading: Reading) -> dict[str, Any]:
    return {
        "uid": reading.uid,
        "urls": reading.urls(*HANDLERS),
        "title": reading.block.display_name,
        "masquerading": reading.actor.is_masquerading,
    }


def _beside(reading: Reading) -> dict[str, Any]:
    """The reader's own pulses, and what changed because of surveys."""
    is_pulse = reading.definition.when is When.PULSE
    mine = my_answers(actor=reading.actor, here=reading.here) if is_pulse else ()
    means = [(one.held_on or one.answered_at.date(), mean) for one in mine if (mean := _mean(one))]
    means.sort()
    return {"curve": curve(means), "changes": register(actor=reading.actor)}


def _mean(one: MyAnswer) -> float | None:
    """The mean of what was answered from 1 to 5; high is good."""
    ends = LIKERT[0] + LIKERT[-1]
    values = [
        ends - number if item.reversed else number
        for item in one.items
        if item.kind is Kind.LIKERT and isinstance(number := one.values.get(item.id), int)
    ]
    return sum(values) / len(values) if values else None


def _occasion(waiting: Waiting) -> tuple[str, int, str]:
    """Name of the input, its value, and what the form is about."""
    partner = waiting.partner or _("your partner")
    if waiting.session_id is None:
        return "_pairing", waiting.pairing_id or 0, partner
    day = date_format(waiting.held_on, "DATE_FORMAT") if waiting.held_on else ""
    words = _("%(day)s, with %(partner)s") % {"day": day, "partner": partner}
    return "_session", waiting.session_id, words


def _said(reading: Reading, form: SurveyForm, has_sent: bool) -> tuple[str, ...]:
    """A heading and some lines."""
    if has_sent or form.stage is Stage.ANSWERED:
        return _thanks(reading, form, has_sent)
    match form.stage:
        case Stage.NO_ROLE:
            return (
                _("First: your role"),
                _("We ask different things of mentors and mentees. You have no role here yet."),
                _("You choose it in your profile or in the training. Your facilitator can help."),
            )
        case Stage.NOT_FOR_ME:
            return (_("This survey is not for your role"), _not_for_me(reading.definition))
        case Stage.NOT_YET:
            return (_("Not open yet"), *_opens(reading, form))
        case Stage.CLOSED:
            return (
                _("This survey is closed"),
                _("Nothing can be sent any more. That does not matter for anything else you do."),
                _("Is there something you want to say? Your facilitator is glad to hear from you."),
            )
    return (_("This survey is being changed"), _("Please come back in a while."))


def _thanks(reading: Reading, form: SurveyForm, has_sent: bool) -> tuple[str, ...]:
    heading = _("Thank you!") if has_sent else _("You have answered. Thank you!")
    lines = [thanks_words(reading.block)]
    if reading.definition.is_anonymous:
        lines.append(
            _("What all of you said is shown once the survey is closed. Nobody sees who said what.")
        )
    if reading.definition.when is When.PULSE:
        more = len(form.waiting)
        lines.append(
            ngettext(
                "There is %(number)s more meeting to look back on.",
                "There are %(number)s more meetings to look back on.",
                more,
            )
            % {"number": more}
            if more
            else _("This page asks you again after each meeting.")
        )
    return (heading, *lines)


def _not_for_me(definition: Definition) -> str:
    if all(item.owners_only for item in definition.items):
        return _("It is for mentees who own their firm. It does not count for you.")
    return _("There is nothing for you to do here. It does not count for you.")


def _opens(reading: Reading, form: SurveyForm) -> tuple[str, ...]:
    """What it waits for; and where it looks back on meetings, why."""
    schedule = reading.schedule
    if schedule.opens_at is not None and reading.host.now() < schedule.opens_at:
        day = {"day": date_format(schedule.opens_at, "DATE_FORMAT")}
        return (_("It opens on %(day)s.") % day,)
    if not schedule.looks_back:
        return (_opens_with(schedule),)
    why = _("It asks how it is going with you and your partner.")
    if not form.has_had_pair:
        why = _("It asks how it is going with a partner, and you have none yet.")
    return (why, _opens_with(schedule), _("Until then there is nothing for you to do here."))


def _opens_with(schedule: Schedule) -> str:
    if schedule.after is After.SESSION_NUMBER:
        return _("It opens after your meeting number %(number)s.") % {
            "number": schedule.session_number
        }
    if schedule.after is After.PAIR_CLOSED:
        if schedule.weeks_later:
            return ngettext(
                "It opens %(number)s week after you and your partner have come to the end.",
                "It opens %(number)s weeks after you and your partner have come to the end.",
                schedule.weeks_later,
            ) % {"number": schedule.weeks_later}
        return _("It opens when you and your partner have come to the end.")
    if schedule.looks_back and schedule.waits_for_session:
        return _("It opens after your first meeting, as soon as that is in the journal.")
    if schedule.looks_back:
        return _("It opens as soon as you have a partner.")
    return _("It opens after each meeting, as soon as that is in the journal.")
