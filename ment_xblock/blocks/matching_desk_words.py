"""Words of the matching desk itself: what was decided, how far the computer is, how balanced the pairs are."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from ment_xblock.blocks.dashboard_charter import goal_words
from ment_xblock.blocks.matching_words import criterion_words, listed
from ment_xblock.domain.matching import DEFAULT_LEVELS, Raised
from ment_xblock.selectors.matching_desk_values import DecisionLine
from ment_xblock.selectors.matching_levels import LevelsNow

GOOD_FIT, FAIR_FIT = 0.65, 0.4
SMALL_CHANGE = 5
"""In hundredths of the fit of two pairs: below this a swap makes hardly any difference."""
LARGE_CHANGE = 25


def notice_said(code: str) -> str:
    """What has just been done; empty for nothing."""
    return {
        "proposed": _("Here is a proposal. Nobody but you sees it before you publish."),
        "discarded": _("The proposal is gone. Nothing was sent."),
        "published": _("Done. The pairs are open, and everybody gets a mail. They sign their agreement, or say no with a reason that only you read."),
        "locked": _("This pair stays when you propose again."),
        "unlocked": _("This pair may change when you propose again."),
        "unpaired": _("The two are apart. Propose again to find them other partners."),
        "by_hand": _("The pair is in the proposal, and stays when you propose again."),
        "swapped": _("The partners are swapped, and stay so when you propose again."),
        "forbidden": _("These two will not be proposed to each other. Only facilitators see that. Propose again to find other partners."),
        "allowed": _("These two may be proposed to each other again."),
        "capacity_set": _("Saved. Propose again to use the new number."),
        "reminded": _("The reminders are on their way. Nobody is reminded again today."),
        "reopened": _("The profile is open again for this person."),
        "imported": _("These people have their roles now."),
    }.get(code, "")  # fmt: skip


def progress_words(progress: str) -> str:
    """How far the computer is."""
    return {
        "waiting": _("Waiting for its turn"),
        "scoring": _("Comparing everybody with everybody"),
        "explaining": _("Writing down why"),
        "done": _("Done"),
        "failed": _("That did not work. Please propose again."),
    }.get(progress, "")


def fit_word(fit: float) -> tuple[str, str]:
    """How well two people fit: the look of the tag, and the word on it."""
    if fit >= GOOD_FIT:
        return "good", _("good fit")
    if fit >= FAIR_FIT:
        return "", _("fair fit")
    return "warn", _("weak fit")


def swap_verdict(change: int) -> str:
    """What a swap does to the fit of both pairs together.

    Args:
        change: in hundredths of a full fit of one pair.
    """
    if abs(change) < SMALL_CHANGE:
        return _("Both ways fit about as well.")
    if change >= LARGE_CHANGE:
        return _("The new pairs fit much better.")
    if change > 0:
        return _("The new pairs fit a little better.")
    if change <= -LARGE_CHANGE:
        return _("The new pairs fit much less well.")
    return _("The new pairs fit a little less well.")


def level_words() -> dict[str, str]:
    """How much something counts, in the reader's language."""
    return {
        "off": _("Not at all"),
        "little": _("A little"),
        "normal": _("Normal"),
        "lot": _("A lot"),
    }


def raised_lines(counts: LevelsNow) -> list[str]:
    """What the goals of the charter raise, and which ones; empty where the facilitator has chosen."""
    if counts.is_own:
        return []
    return [
        _raised_words(one)
        % {
            "criterion": criterion_words()[one.criterion],
            "goals": listed([f"“{words}”" for words in goal_words(one.goals)]),
        }
        for one in counts.raised
    ]


def _raised_words(one: Raised) -> str:
    if one.level is DEFAULT_LEVELS[one.criterion]:
        return _("Because your goal is %(goals)s, this counts a lot: %(criterion)s.")
    return _("Because your goal is %(goals)s, this counts more than usual: %(criterion)s.")


def balance_lines(balance: Mapping[str, int]) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """The toolkit's points of a balanced pair, each with what was counted: sentence, count, of how many."""
    pairs = balance.get("pairs", 0)

    def of_all(key: str, words: str) -> tuple[str, int, int]:
        return words, balance.get(key, 0), pairs

    return [
        (
            _("Skills that complete each other"),
            [
                of_all("first_task", _("The mentor can show the task that the mentee wants most")),
                of_all("any_task", _("The mentor can show one of the chosen tasks at least")),
            ],
        ),
        (
            _("What they expect"),
            [
                of_all("times", _("Both are free at the same time")),
                (
                    _("Both like to work in the same way, of those who said"),
                    balance.get("style", 0),
                    balance.get("with_style", 0),
                ),
                (
                    _("The mentor gets to know a trade that they asked for"),
                    balance.get("wishes", 0),
                    balance.get("with_wishes", 0),
                ),
            ],
        ),
        (
            _("Generations and cultures"),
            [
                of_all("pairs", _("A young mentor with an experienced mentee")),
                of_all("other_trade", _("Two trades meet")),
                of_all("other_firm", _("Two firms meet")),
                of_all("more_languages", _("The two do not speak all the same languages")),
            ],
        ),
    ]


def decision_words(line: DecisionLine) -> str:
    """What was decided, in one sentence without who and when."""
    somebody = _("somebody who left")
    names = {
        "mentor": line.mentor or somebody,
        "mentee": line.mentee or somebody,
        "person": line.mentor or line.mentee or somebody,
        "count": line.details.get("people", line.details.get("pairs", 0)),
        "capacity": line.details.get("capacity", 0),
        "source": line.source,
    }
    words = {
        "propose": _("proposed pairs"),
        "levels": _("let the goals say again what counts")
        if line.details.get("by_goals")
        else _("changed what counts"),
        "lock": _("locked %(mentor)s and %(mentee)s"),
        "unlock": _("unlocked %(mentor)s and %(mentee)s"),
        "unpair": _("took %(mentor)s and %(mentee)s apart"),
        "hand": _("put %(mentor)s and %(mentee)s together by hand"),
        "swap": _("swapped partners: now %(mentor)s and %(mentee)s"),
        "forbid": _("ruled out %(mentor)s and %(mentee)s"),
        "allow": _("allowed %(mentor)s and %(mentee)s again"),
        "capacity": _("set the number of partners of %(person)s to %(capacity)s"),
        "publish": _("published; pairs: %(count)s"),
        "discard": _("threw the proposal away"),
        "remind": _("sent reminders; people: %(count)s"),
        "reopen": _("opened the profile of %(person)s again"),
        "import": _("took people over from %(source)s; people: %(count)s")
        if line.source
        else _("read a file; people: %(count)s"),
    }
    return words.get(line.kind, line.kind) % names
