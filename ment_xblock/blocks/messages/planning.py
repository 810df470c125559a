"""What to say when two people look for a date."""

from django.utils.translation import gettext_lazy

MESSAGES = {
    # beside a field
    "meeting_in_past": gettext_lazy("This lies in the past. Choose a day and a time to come."),
    "time_is_skipped": gettext_lazy("The clocks go forward that night, so this time does not exist. Choose another one."),
    "day_is_planned": gettext_lazy("You two plan to meet on this day already. Choose another day, or move that meeting."),
    # acts on a meeting
    "partner_proposed": gettext_lazy("A date has just been proposed. Look at it first."),
    "enough_planned": gettext_lazy("You have many meetings ahead. Hold one first, then plan the next."),
    "date_has_passed": gettext_lazy("This date has passed. Propose a new one."),
    "not_begun_yet": gettext_lazy("This meeting has not begun yet. You can move it, or call it off."),
    "pair_is_over": gettext_lazy("This pair has ended, so there is nothing to plan any more."),
}  # fmt: skip
