"""Facts of a matching as sentences: for the facilitator with names, for the two themselves as "you"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import attrs
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ment_xblock.blocks.profile_words import (
    day_part_words,
    day_words,
    place_words,
    style_words,
    trades,
    way_words,
)
from ment_xblock.blocks.task_cards import TaskCard
from ment_xblock.curriculum.languages import language_words
from ment_xblock.domain.matching import Fact
from ment_xblock.domain.people import Role

MOST_TIMES = 3


@attrs.frozen
class Speaker:
    """Puts the facts about one pair, or one person, into words.

    Attributes:
        cards: the tasks that the block offers.
        names: participant id to first name.
        mentor: what the junior is called; of somebody without a partner, their own name.
        mentee: what the senior is called.
    """

    cards: Mapping[str, TaskCard]
    names: Mapping[int, str]
    mentor: str = ""
    mentee: str = ""

    def say(self, fact: Fact) -> str:
        """One sentence for the facilitator; empty for a fact of an older version that has no words any more."""
        words = _SAYINGS.get(fact.code)
        return words(self, fact.params) if words else ""

    def say_all(self, facts: Iterable[Fact]) -> list[str]:
        """Sentences, without those that are empty."""
        return [said for fact in facts if (said := self.say(fact))]

    def tasks(self, ids: Iterable[str]) -> str:
        """Tasks by their names."""
        return listed([f"“{self.cards[task].words}”" for task in ids if task in self.cards])

    def people(self, ids: Iterable[int]) -> str:
        """People by their names."""
        return listed([self.names.get(pk, _("somebody who left")) for pk in ids])

    def named(self, params: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """The names of the two, and what else a sentence needs."""
        return {"mentor": self.mentor, "mentee": self.mentee, **params, **more}


def listed(words: Sequence[str]) -> str:
    """Several things as people say them: "a, b and c"."""
    words = list(words)
    if len(words) < 2:  # noqa: PLR2004 (a list of two has an "and")
        return "".join(words)
    return _("%(some)s and %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


def said_times(times: Iterable[str]) -> str:
    """A few free times: "Tuesday evening and Friday (midday, evening)"."""
    days, parts = day_words(), day_part_words()
    split = [time.partition("-") for time in times]
    found = [
        (day, [part for _day, _dash, part in one]) for day, one in groupby(split, lambda t: t[0])
    ]
    said = [
        _("%(day)s %(part)s")
        % {
            "day": days.get(day, day),
            "part": ", ".join(parts.get(part, part) for part in some).lower(),
        }
        for day, some in found
    ]
    if len(said) > MOST_TIMES:
        more = len(said) - MOST_TIMES
        rest = ngettext("%(count)s more day", "%(count)s more days", more) % {"count": more}
        said = [*said[:MOST_TIMES], rest]
    return listed(said)


def own_sentences(
    cards: Mapping[str, TaskCard], facts: Iterable[Fact], i_am: Role, partner: str
) -> list[str]:
    """Why two people fit, said to one of them.

    Args:
        cards: the tasks that the block offers.
        facts: what the two may know.
        i_am: the reader's role.
        partner: what the partner is called.
    """
    speaker = Speaker(cards, {}, mentor=partner, mentee=partner)
    sayings = _TO_MENTOR if i_am is Role.MENTOR else _TO_MENTEE
    return [sayings[fact.code](speaker, fact.params) for fact in facts if fact.code in sayings]


def _covers(self: Speaker, params: Mapping[str, Any]) -> str:
    words = _(
        "%(mentor)s can show %(count)s of the %(wanted)s tasks that %(mentee)s chose: %(tasks)s."
    )
    return words % self.named(params, count=len(params["tasks"]), tasks=self.tasks(params["tasks"]))


def _covers_to_mentor(self: Speaker, params: Mapping[str, Any]) -> str:
    words = _("You can show %(mentee)s %(count)s of the %(wanted)s chosen tasks: %(tasks)s.")
    return words % self.named(params, count=len(params["tasks"]), tasks=self.tasks(params["tasks"]))


def _covers_to_mentee(self: Speaker, params: Mapping[str, Any]) -> str:
    words = _("%(mentor)s can show you %(count)s of your %(wanted)s tasks: %(tasks)s.")
    return words % self.named(params, count=len(params["tasks"]), tasks=self.tasks(params["tasks"]))


def _tried(self: Speaker, params: Mapping[str, Any]) -> str:
    words = _("%(mentor)s has tried with help: %(tasks)s.")
    return words % self.named(params, tasks=self.tasks(params["tasks"]))


def _tried_to_mentor(self: Speaker, params: Mapping[str, Any]) -> str:
    return _("You have tried what %(mentee)s wants to learn: %(tasks)s.") % self.named(
        params, tasks=self.tasks(params["tasks"])
    )


def _times(self: Speaker, params: Mapping[str, Any]) -> str:
    return _("Both are free on %(times)s.") % {"times": said_times(params["times"])}


def _times_to_both(self: Speaker, params: Mapping[str, Any]) -> str:
    return _("You are both free on %(times)s.") % {"times": said_times(params["times"])}


def _language(self: Speaker, params: Mapping[str, Any]) -> str:
    return _("Both speak %(languages)s.") % {"languages": _languages(params)}


def _language_to_both(self: Speaker, params: Mapping[str, Any]) -> str:
    return _("You both speak %(languages)s.") % {"languages": _languages(params)}


def _languages(params: Mapping[str, Any]) -> str:
    return listed([language_words(code) for code in params["languages"]])


def _way(self: Speaker, params: Mapping[str, Any]) -> str:
    ways, places = way_words(), place_words()
    said = [ways.get(way, way) for way in params["ways"]]
    where = [places.get(place, place) for place in params["places"]]
    if not where:
        return _("Both can meet this way: %(ways)s.") % {"ways": listed(said).lower()}
    return _("Both can meet this way: %(ways)s. Where: %(places)s.") % {
        "ways": listed(said).lower(),
        "places": listed(where).lower(),
    }


def _style(self: Speaker, params: Mapping[str, Any]) -> str:
    sides = style_words()
    pairs = [one.partition("=") for one in params["style"]]
    said = [sides[name][1].get(side, side) for name, _equals, side in pairs if name in sides]
    return _("Both like it so: %(style)s.") % {"style": listed(said).lower()}


def _other_style(self: Speaker, params: Mapping[str, Any]) -> str:
    sides = style_words()
    asked = " ".join(sides[name][0] for name in params["style"] if name in sides)
    return _("They answered differently: %(questions)s") % {"questions": asked}


def _trade(code: str) -> str:
    return trades().get(code, code)


def _other_trade(self: Speaker, params: Mapping[str, Any]) -> str:
    mine, theirs = params["trades"]
    words = _("They come from two trades: %(first)s and %(second)s.")
    return words % {"first": _trade(mine).lower(), "second": _trade(theirs).lower()}


def _one_trade(self: Speaker, params: Mapping[str, Any]) -> str:
    words = _("Both work in the same trade: %(trade)s.")
    return words % {"trade": _trade(params["trade"]).lower()}


def _wish_open(self: Speaker, params: Mapping[str, Any]) -> str:
    words = _("%(mentor)s would like to get to know another trade: %(trades)s.")
    return words % self.named(
        params, trades=listed([_trade(one) for one in params["trades"]]).lower()
    )


def _few_times(self: Speaker, params: Mapping[str, Any]) -> str:
    words = _("They are both free only on %(times)s.")
    return words % {"times": said_times(params["times"])}


def _lacks(self: Speaker, params: Mapping[str, Any]) -> str:
    words = _("%(mentor)s cannot show this yet: %(tasks)s.")
    return words % self.named(params, tasks=self.tasks(params["tasks"]))


def _plain(words: Callable[[], str]) -> Callable[[Speaker, Mapping[str, Any]], str]:
    return lambda self, params: words() % self.named(params)


def _fits_less(self: Speaker, params: Mapping[str, Any]) -> str:
    words = _("Next for %(mentee)s came %(other)s, who fits less well: above all by %(criterion)s.")
    return words % self.named(
        {},
        other=self.people([params["other"]]),
        criterion=criterion_words()[params["criterion"]].lower(),
    )


def _needed_there(self: Speaker, params: Mapping[str, Any]) -> str:
    words = _("%(other)s would fit %(mentee)s as well or better, but is proposed to %(their)s.")
    return words % self.named(
        {}, other=self.people([params["other"]]), their=self.people([params["mentee"]])
    )


def _fits_as_well(self: Speaker, params: Mapping[str, Any]) -> str:
    words = _(
        "%(other)s would fit %(mentee)s as well or better, and has no partner in this proposal."
    )
    return words % self.named({}, other=self.people([params["other"]]))


def _barred_language(self: Speaker, params: Mapping[str, Any]) -> str:
    if not params.get("languages"):
        return _("%(person)s has not said which languages they speak.") % {"person": self.mentor}
    return _("%(barred)s of %(people)s possible partners do not speak %(languages)s.") % {
        **params,
        "languages": listed([language_words(code) for code in params["languages"]]),
    }


def _if_language(self: Speaker, params: Mapping[str, Any]) -> str:
    count, language = params["count"], language_words(params["language"])
    said = ngettext(
        "%(count)s person would fit if %(person)s also spoke %(language)s.",
        "%(count)s people would fit if %(person)s also spoke %(language)s.",
        count,
    ) % {"count": count, "person": self.mentor, "language": language}
    if params["meet"] < count:
        meet = _("Free at the same time: %(meet)s.") % {"meet": params["meet"]}
        return f"{said} {meet}"
    return said


def _one_more_place(self: Speaker, params: Mapping[str, Any]) -> str:
    return _("It would help if one of these took one more partner: %(people)s.") % {
        "people": self.people(params["people"])
    }


def _all_taken(self: Speaker, params: Mapping[str, Any]) -> str:
    count = params["fitting"]
    return ngettext(
        "%(count)s person would fit, but has no place left.",
        "%(count)s people would fit, but none of them has a place left.",
        count,
    ) % {"count": count}


def _barred(words: Callable[[], str]) -> Callable[[Speaker, Mapping[str, Any]], str]:
    def say(self: Speaker, params: Mapping[str, Any]) -> str:
        counted = _("%(barred)s of %(people)s possible partners") % params
        return f"{counted}: {words()}"

    return say


def _counted(words: Callable[[int], str]) -> Callable[[Speaker, Mapping[str, Any]], str]:
    return lambda _speaker, params: words(params["count"]) % params


def criterion_words() -> dict[str, str]:
    """What makes two people fit, in the reader's language."""
    return {
        "tasks": _("Tasks that the mentor can show"),
        "times": _("Common free times"),
        "way": _("How and where to meet"),
        "style": _("What suits both"),
        "wishes": _("Trades that the mentor wants to get to know"),
        "variety": _("Other trade, other firm"),
    }


Saying = Callable[[Speaker, Mapping[str, Any]], str]

_SAYINGS: Mapping[str, Saying] = {
    "covers_tasks": _covers,
    "tried_tasks": _tried,
    "same_times": _times,
    "same_language": _language,
    "same_way": _way,
    "same_style": _style,
    "wish_granted": lambda self, params: (
        _("%(mentor)s wants to get to know this trade: %(trade)s.")
        % self.named({}, trade=_trade(params["trade"]).lower())
    ),
    "other_trade": _other_trade,
    "other_firm": _plain(lambda: _("They come from two firms.")),
    "lacks_tasks": _lacks,
    "no_task_chosen": _plain(lambda: _("%(mentee)s has not chosen a task yet.")),
    "no_common_time": _plain(lambda: _("They are never free at the same time.")),
    "few_times": _few_times,
    "no_common_way": _plain(lambda: _("They want to meet in different ways.")),
    "no_common_place": _plain(lambda: _("They want to meet in different places.")),
    "other_style": _other_style,
    "wish_open": _wish_open,
    "one_firm": _plain(lambda: _("Both work in the same firm.")),
    "one_trade": _one_trade,
    "nobody_else": _plain(lambda: _("Nobody else is possible for %(mentee)s.")),
    "fits_less": _fits_less,
    "needed_there": _needed_there,
    "fits_as_well": _fits_as_well,
    "nobody_fits": _plain(lambda: _("At the moment there is nobody with whom a pair is possible.")),
    "nobody_there": _plain(lambda: _("Nobody of the other role has a profile yet.")),
    "run_again": _plain(lambda: _("Somebody who fits has a place left. Propose again.")),
    "all_taken": _all_taken,
    "one_more_place": _one_more_place,
    "barred_language": _barred_language,
    "barred_boss": _barred(lambda: _("one of the two leads the firm in which both work.")),
    "barred_same_firm": _barred(lambda: _("same firm, and not both agree to that.")),
    "barred_forbidden": _barred(lambda: _("ruled out below.")),
    "barred_previous": _barred(
        lambda: _("they were a pair before, and not both ask for it again.")
    ),
    "barred_already": _barred(lambda: _("they are a pair already.")),
    "barred_other_cohort": _barred(
        lambda: _("they are in another cohort, and only people of one cohort are paired.")
    ),
    "if_language": _if_language,
    "if_other_cohort": _counted(
        lambda count: ngettext(
            "%(count)s person of another cohort would fit if pairs across cohorts were allowed.",
            "%(count)s people of other cohorts would fit if pairs across cohorts were allowed.",
            count,
        )
    ),
    "if_same_firm": _counted(
        lambda count: ngettext(
            "%(count)s person of the same firm would fit if both agreed to it.",
            "%(count)s people of the same firm would fit if both agreed to it.",
            count,
        )
    ),
    "if_forbidden": _counted(
        lambda count: ngettext(
            "%(count)s person would fit if you allowed a pair that is ruled out.",
            "%(count)s people would fit if you allowed a pair that is ruled out.",
            count,
        )
    ),
    "if_previous": _counted(
        lambda count: ngettext(
            "%(count)s former partner would fit if both asked for it.",
            "%(count)s former partners would fit if both asked for it.",
            count,
        )
    ),
}

_TO_MENTOR: Mapping[str, Saying] = {
    "covers_tasks": _covers_to_mentor,
    "tried_tasks": _tried_to_mentor,
    "same_times": _times_to_both,
    "same_language": _language_to_both,
}
_TO_MENTEE: Mapping[str, Saying] = {
    "covers_tasks": _covers_to_mentee,
    "tried_tasks": _tried,
    "same_times": _times_to_both,
    "same_language": _language_to_both,
}
