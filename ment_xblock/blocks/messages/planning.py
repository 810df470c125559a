"""What to say when two people look for a date."""

from django.utils.translation import gettext_lazy

MESSAGES = {
    # beside a field
    "meeting_in_past": gettext_lazy("This lies in the past. Choose a day and a time to come."),
    "time_is_skipped": gettext_lazy("The clocks go forward that night, so this time does not exist. Choose another one."),
    "day_is_planned": gettext_lazy("You two plan to meet on this day already. Choose another day, or move that meeting."),
    # acts on a meeting
    "no_such_meeting": gettext_lazy("There is no such meeting here. Load the page again."),
    "meeting_changed": gettext_lazy("Your partner has just changed this meeting. Look at it again first."),
    "partner_proposed": gettext_lazy("Your partner has just proposed a date, too. Look at it first."),
    "enough_planned": gettext_lazy("You have many meetings ahead. Hold one first, then plan the next."),
    "date_has_passed": gettext_lazy("This date has passed. Propose a new one."),
    "not_begun_yet": gettext_lazy("This meeting has not begun yet. You can move it, or call it off."),
    "pair_is_over": gettext_lazy("This pair has ended, so there is nothing to plan any more."),
    "meeting_cannot_plan": gettext_lazy("Nothing can be planned here now."),
    "meeting_cannot_accept": gettext_lazy("There is nothing to accept here any more. Load the page again."),
    "meeting_cannot_move": gettext_lazy("This meeting cannot be moved any more. Plan a new one."),
    "meeting_cannot_cancel": gettext_lazy("This meeting is not ahead of you any more. Load the page again."),
    "meeting_cannot_miss": gettext_lazy("This meeting is written down already. Load the page again."),
    "meeting_not_yours_to_plan": gettext_lazy("Only the two partners plan their meetings."),
    "meeting_not_yours_to_accept": gettext_lazy("It is for your partner to say yes to this date."),
    "meeting_not_yours_to_move": gettext_lazy("Only the two partners can move a meeting."),
    "meeting_not_yours_to_cancel": gettext_lazy("Only the two partners can call a meeting off."),
    "meeting_not_yours_to_miss": gettext_lazy("Only the two partners can say that they did not meet."),
}  # fmt: skip
