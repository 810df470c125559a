"""What to say on the programme home."""

from django.utils.translation import gettext_lazy

MESSAGES = {
    "no_such_alert": gettext_lazy("This is over already. Load the page again."),
    "red_before_amber": gettext_lazy("“Now” cannot come before “soon”. Choose a larger number."),
    "before_kick_off": gettext_lazy("This day comes before the kick-off. Choose a later one."),
    "after_the_end": gettext_lazy("This day comes after the last day of the programme. Choose an earlier one."),
    "not_an_address": gettext_lazy("Please type an address that begins with https:// or with /."),
    "no_such_note": gettext_lazy("This note is gone already, or somebody else wrote it. Load the page again."),
    "your_own_pair": gettext_lazy("You are one of these two. Another facilitator looks after this pair."),
    "not_your_note": gettext_lazy("Somebody else wrote this note. Ask them to delete it."),
    "note_changed": gettext_lazy("Another facilitator changed this note meanwhile. Copy what you typed, and load the page again."),
}  # fmt: skip
