"""What is wrong and how to mend it, in words, for each code of the checker.

The texts are marked for translation, not translated: the page that shows them does that.
"""

from collections.abc import Mapping

from attrs import frozen


def gettext_noop(text: str) -> str:
    """Mark a text for the translators' catalogue.

    Args:
        text: The text.

    Returns:
        The same text.
    """
    return text


_ = gettext_noop


@frozen
class Message:
    """Two templates for the parameters of a problem."""

    what: str
    fix: str


MESSAGES: Mapping[str, Message] = {
    "yaml.syntax": Message(
        _("This line cannot be read (%(detail)s)."),
        _("Check the spaces at its start, and put texts with a colon or quotes in quotes."),
    ),
    "yaml.repeated_key": Message(
        _("“%(key)s” stands twice in the same block."), _("Keep one of the two.")
    ),
    "yaml.alias": Message(_("Aliases with * are not allowed."), _("Write the part out again.")),
    "yaml.too_deep": Message(
        _("The blocks are nested too deep."), _("Check the spaces at the start of the lines.")
    ),
    "yaml.too_big": Message(
        _("The file has %(length)s characters; %(limit)s are allowed."),
        _("Make two modules of it."),
    ),
    "field.missing": Message(_("“%(key)s” is missing."), _("Add a line “%(key)s: …” here.")),
    "field.unknown": Message(
        _("“%(key)s” is not known here. Nearest known word: “%(near)s”."),
        _("Check the spelling, or move the line to where it belongs."),
    ),
    "field.type": Message(
        _("Expected: %(expected)s. Found: %(got)s."),
        _("Write a text in quotes, a number without, a flag as true or false."),
    ),
    "field.empty": Message(_("This text is empty."), _("Write the text.")),
    "field.too_long": Message(
        _("This text has %(length)s characters; %(limit)s are allowed."),
        _("Make it shorter, or split it."),
    ),
    "field.bad_id": Message(
        _("“%(value)s” cannot be an id."),
        _("Use small letters, digits and hyphens, a letter first, at most 40 characters."),
    ),
    "field.bad_form": Message(
        _("“%(value)s” has not the form of a %(key)s."),
        _("See the format: url begins with https://, file ends with .svg, language is like en."),
    ),
    "field.not_allowed": Message(
        _("“%(value)s” is not possible here."), _("Use one of: %(allowed)s.")
    ),
    "field.range": Message(
        _("%(value)s is out of range."), _("Use a number from %(least)s to %(most)s.")
    ),
    "field.not_whole": Message(_("%(value)s is not a whole number."), _("Round it.")),
    "list.length": Message(
        _("The list has %(count)s entries."), _("It needs %(least)s to %(most)s.")
    ),
    "id.repeated": Message(
        _("The id “%(id)s” is used twice."), _("Give each entry an id of its own.")
    ),
    "choice.no_right": Message(
        _("No option is right."), _("Mark the right one with “right: true”.")
    ),
    "choice.many_right": Message(
        _("%(count)s options are right, but only one can be chosen."),
        _("Add “multiple: true” to the activity, or leave one right option."),
    ),
    "choice.no_wrong": Message(
        _("Every option is right."), _("Add an option that is wrong, with its reason.")
    ),
    "choose.bounds": Message(
        _("Choosing %(least)s to %(most)s of %(limit)s is not possible."),
        _("Let least be smaller than most, and most not above the number of entries."),
    ),
    "card.unknown_pile": Message(
        _("There is no pile “%(pile)s”."), _("Use the id of a pile of this activity.")
    ),
    "pile.unused": Message(
        _("No card belongs to the pile “%(pile)s”."), _("Add a card for it, or remove the pile.")
    ),
    "conversation.unknown_start": Message(
        _("The start “%(id)s” is not a node."), _("Use the id of the first node.")
    ),
    "conversation.unknown_person": Message(
        _("Nobody has the id “%(id)s”."), _("Use the id of a person of this conversation.")
    ),
    "conversation.unknown_target": Message(
        _("The reply leads to “%(id)s”, which does not exist."),
        _("Use the id of a node or an ending of this conversation."),
    ),
    "conversation.loop": Message(
        _("From “%(id)s” the conversation can run in a circle."),
        _("Let every reply lead on. Learners can replay from any point anyway."),
    ),
    "conversation.unreachable": Message(
        _("Nothing leads to “%(id)s”."), _("Let a reply lead there, or remove it.")
    ),
    "conversation.no_good_ending": Message(
        _("No ending is good."), _("Write one with “outcome: good” that a reply leads to.")
    ),
    "conversation.same_endings": Message(
        _("All endings are alike."), _("Add one with “outcome: mixed” or “outcome: poor”.")
    ),
    "conversation.too_many_paths": Message(
        _("There are more than %(limit)s ways through."), _("Let branches join again earlier.")
    ),
    "minutes.sum": Message(
        _("The module states %(stated)s minutes; its activities add up to %(sum)s."),
        _("Bring them together: at most one tenth apart."),
    ),
    "minutes.activity": Message(
        _("States %(stated)s minutes; reading and doing take about %(estimate)s."),
        _("Correct the number, or shorten or lengthen the activity."),
    ),
    "minutes.module": Message(
        _("States %(stated)s minutes; reading and doing take about %(estimate)s."),
        _("Correct the number, or shorten or lengthen the module."),
    ),
    "pass.rule_track": Message(
        _("This pass rule does not fit the track “%(track)s”."),
        _("Seniors have “taking_part”, juniors “marks” or “all_right”."),
    ),
    "track.no_check": Message(
        _("Nothing counts for credit."), _("Give at least one activity “check: true”.")
    ),
    "track.senior_check": Message(
        _("Seniors get no marks."), _("Remove “check” from this activity.")
    ),
    "toolkit.unknown": Message(
        _("The toolkit has no “%(id)s” that fits here."), _("Use one of: %(allowed)s.")
    ),
    "picture.unknown": Message(_("There is no picture “%(id)s”."), _("Use one of: %(allowed)s.")),
    "reading.grade": Message(
        _("The texts are for school grade %(grade)s; aim at %(limit)s or below."),
        _("Use shorter sentences and shorter words."),
    ),
    "reading.long_sentence": Message(
        _("A sentence has %(words)s words: “%(start)s …”"),
        _("Make two of it; at most %(limit)s words each."),
    ),
    "translation.revision": Message(
        _("This is revision %(here)s; the original is at %(original)s."),
        _("Compare with the original, translate what is new, then change the number."),
    ),
    "translation.count": Message(
        _("%(here)s entries here, %(original)s in the original."),
        _("A translation has the same entries in the same order."),
    ),
    "translation.differs": Message(
        _("“%(here)s” here, “%(original)s” in the original."),
        _("Only texts may differ: ids, answers and numbers stay the same."),
    ),
}


def say(template: str, params: Mapping[str, object]) -> str:
    """Fill a template.

    Args:
        template: With places such as ``%(key)s``; a bare per cent sign stays one.
        params: The parameters of the problem.

    Returns:
        The sentence.
    """
    for key, value in params.items():
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        template = template.replace(f"%({key})s", shown)
    return template
