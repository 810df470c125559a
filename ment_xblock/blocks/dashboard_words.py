"""The learner's home in words: the way, and the one next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ment_xblock.curriculum import clauses as texts
from ment_xblock.domain.home import Next, NextStep, Stage
from ment_xblock.selectors.home import HomePage, HomePair


@attrs.frozen
class StepWords:
    """The next step, ready to be shown.

    Attributes:
        text: what is to be done, and why.
        button: what stands on the link; empty where there is nothing to open.
        unit: address of the unit; empty where the course has none.
    """

    text: str
    button: str
    unit: str


def step_words(page: HomePage, step: NextStep) -> StepWords:
    """Put a next step into words.

    Args:
        page: a learner's home.
        step: one of its steps.
    """
    pair = next((one for one in page.pairs if one.standing.pairing_id == step.pairing_id), None)
    values = {
        "partner": partner_name(pair) if pair else "",
        "when": _when(step),
        "form": page.form,
    }
    text, button = _STEPS[step.what]
    return StepWords(text() % values, button(), page.unit_of(step))


def partner_name(pair: HomePair) -> str:
    """What a partner is called."""
    return pair.partner.first_name if pair.partner else _("your partner")


def way(page: HomePage) -> list[tuple[str, bool, bool]]:
    """The stages of the way.

    Args:
        page: a learner's home.

    Returns:
        Name, whether it lies behind the learner, and whether the learner is there now.
    """
    stages = list(Stage)
    last = max((place for place, stage in enumerate(stages) if stage in page.done), default=-1)
    # Somebody who meets their partner is there, though a part of the training may be left.
    ahead = [stage for stage in (*stages[last + 1 :], *stages) if stage not in page.done]
    here = ahead[0] if ahead else None
    if not page.facts.was_paired:
        here = _STAGE_WITHOUT_PARTNER.get(page.step.what, here)
    return [(_STAGES[stage](), stage in page.done, stage is here) for stage in Stage]


def channel_words(language: str, pair: HomePair) -> list[str]:
    """How the two reach each other, as agreed."""
    return [
        texts.words(language, "fields", "channels", 1, "options", channel) or channel
        for channel in pair.channels
    ]


def _when(step: NextStep) -> str:
    if step.at is None:
        return ""
    return date_format(timezone.localtime(step.at), "DATETIME_FORMAT")


_STAGES: Mapping[Stage, Callable[[], str]] = {
    Stage.TRAIN: lambda: _("Train"),
    Stage.PROFILE: lambda: _("Profile"),
    Stage.MATCH: lambda: _("Match"),
    Stage.AGREEMENT: lambda: _("Agree"),
    Stage.SESSIONS: lambda: _("Meet"),
    Stage.FEEDBACK: lambda: _("Look back"),
}

# Who has no partner yet is where their next step is.
_STAGE_WITHOUT_PARTNER: Mapping[Next, Stage] = {
    Next.BEGIN_TRAINING: Stage.TRAIN,
    Next.GO_ON_TRAINING: Stage.TRAIN,
    Next.TRY_AGAIN: Stage.TRAIN,
    Next.PROFILE: Stage.PROFILE,
}

_STEPS: Mapping[Next, tuple[Callable[[], str], Callable[[], str]]] = {
    Next.CHOOSE_ROLE: (
        lambda: _("Say whether you are here as a mentor or as a mentee. It takes one tap."),
        lambda: _("Choose my role"),
    ),
    Next.SIGN: (
        lambda: _("%(partner)s waits for your signature. Read the agreement, then sign it."),
        lambda: _("Read the agreement"),
    ),
    Next.SIGN_CHANGE: (
        lambda: _("Your agreement with %(partner)s is to change. Read what is new, then sign it."),
        lambda: _("Read the agreement"),
    ),
    Next.SIGN_FIRST: (
        lambda: _("Your agreement with %(partner)s is filled in. Read it once more, then sign it."),
        lambda: _("Read the agreement"),
    ),
    Next.FILL_AGREEMENT: (
        lambda: _("You and %(partner)s are a pair. Fill in your agreement together."),
        lambda: _("Open the agreement"),
    ),
    Next.CONFIRM_LOG: (
        lambda: _("%(partner)s wrote down how you met. Look whether it is right: one tap."),
        lambda: _("Look at it"),
    ),
    Next.SETTLE_LOG: (
        lambda: _(
            "You and %(partner)s do not agree on a meeting yet. Talk about it, then change it together."
        ),
        lambda: _("Look at it"),
    ),
    Next.LOG_SESSION: (
        lambda: _("Did you meet %(partner)s? Write down how it was. It takes three minutes."),
        lambda: _("Write it down"),
    ),
    Next.ANSWER_PULSE: (
        lambda: _(
            "How was your last meeting? Answer a few short questions. Your partner never sees them."
        ),
        lambda: _("Answer"),
    ),
    Next.ACCEPT_DATE: (
        lambda: _("%(partner)s proposes a date. Does it suit you?"),
        lambda: _("Look at the date"),
    ),
    Next.END_FORM: (
        lambda: _(
            "Look back: what has changed? Five minutes, and it helps those who come after you."
        ),
        lambda: _("Look back"),
    ),
    Next.ANSWER_SURVEY: (
        lambda: _("A few questions wait for you: “%(form)s”."),
        lambda: _("Answer"),
    ),
    Next.WAIT_FOR_CONSENT: (
        lambda: _(
            "You can sign as soon as a parent or guardian says yes. Ask at home, then tell your facilitator."
        ),
        lambda: _("Read the agreement"),
    ),
    Next.BEGIN_TRAINING: (
        lambda: _(
            "Begin with the first part of your training. You can stop at any time and go on later."
        ),
        lambda: _("Begin"),
    ),
    Next.PROFILE: (
        lambda: _(
            "Tell us what you can show or want to learn, and when you have time. Three minutes, then we look for a partner."
        ),
        lambda: _("My profile"),
    ),
    Next.PLAN_SESSION: (
        lambda: _("Find a date for your next meeting with %(partner)s."),
        lambda: _("Find a date"),
    ),
    Next.GO_ON_TRAINING: (
        lambda: _("Go on with your training where you left it."),
        lambda: _("Go on"),
    ),
    Next.TRY_AGAIN: (
        lambda: _(
            "A part of your training is not passed yet. Try again as often as you like: your best try counts."
        ),
        lambda: _("Try again"),
    ),
    Next.CLOSE_PAIR: (
        lambda: _(
            "You and %(partner)s have met as often as you agreed. Talk once more about what you both gained. "
            "Then end the pair in your agreement, or agree on more meetings there."
        ),
        lambda: _("Open the agreement"),
    ),
    Next.MEET: (
        lambda: _("You meet %(partner)s: %(when)s."),
        lambda: _("See the meeting"),
    ),
    Next.WAIT_FOR_DATE: (
        lambda: _(
            "You proposed a date. Now it is the turn of %(partner)s. You have nothing to do."
        ),
        lambda: _("See the date"),
    ),
    Next.WAIT_FOR_PARTNER: (
        lambda: _("You have signed. Now it is the turn of %(partner)s. You have nothing to do."),
        lambda: _("Read the agreement"),
    ),
    Next.WAIT_FOR_MATCH: (
        lambda: _("We are looking for a good partner for you. You have nothing to do now."),
        lambda: _("My profile"),
    ),
    Next.REST: (
        lambda: _("You and %(partner)s are on a pause. Nothing is late."),
        lambda: _("Open the agreement"),
    ),
    Next.ALL_DONE: (
        lambda: _("You have done everything for now. Well done."),
        lambda: "",
    ),
}
