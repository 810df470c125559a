"""What to say whatever the block is."""

from django.utils.translation import gettext_lazy

MESSAGES = {
    # who may
    "not_signed_in": gettext_lazy("You are not signed in any more. Sign in again in another tab, then try once more here."),
    "not_enrolled": gettext_lazy("This page is for people who take this course. If you should be one of them, ask who runs it."),
    "viewing_as_learner": gettext_lazy("You are looking at this page as a learner. Nothing can be changed this way."),
    "facilitator_only": gettext_lazy("Only the facilitator can do this."),
    "authors_only": gettext_lazy("Only a course author can do this, in Studio."),
    "partners_only": gettext_lazy("Only the two partners can do this."),
    # what there is
    "no_such_thing": gettext_lazy("This does not exist any more. Load the page again."),
    "no_such_pair": gettext_lazy("There is no such pair here. Load the page again."),
    "no_such_person": gettext_lazy("There is no such person in this course. Load the page again."),
    "no_such_request": gettext_lazy("This request is closed already. Load the page again."),
    "no_such_version": gettext_lazy("There is no such version. Load the page again."),
    "no_such_section": gettext_lazy("There is no such part. Load the page again."),
    "no_dates": gettext_lazy("There are no dates yet. First fill in when you meet."),
    "no_email": gettext_lazy("We have no email address of yours. Use the print page instead."),
    # requests
    "wrong_method": gettext_lazy("This cannot be done that way. Load the page again."),
    "not_json": gettext_lazy("We could not read this. Load the page again."),
    "not_readable": gettext_lazy("We could not read this. Load the page again."),
    "unknown_field": gettext_lazy("This page has changed. Load it again. Copy what you typed first."),
    "too_large": gettext_lazy("This is too long to send. Please shorten it. Nothing was changed."),
    "try_again": gettext_lazy("That did not work just now. Please try again. Nothing you typed is lost."),
    # fields
    "invalid": gettext_lazy("Something is not right yet. Look at the red lines."),
    "required": gettext_lazy("Please fill this in."),
    "too_long": gettext_lazy("This is too long: %(length)s characters, and %(most)s are possible. Please shorten it."),
    "not_a_number": gettext_lazy("Please type a whole number."),
    "out_of_range": gettext_lazy("Please choose a number from %(least)s to %(most)s."),
    "not_a_date": gettext_lazy("Please type a date, such as 2026-03-31."),
    "too_far_ahead": gettext_lazy("This date is too far ahead. Choose one in the next three years."),
    "too_far_back": gettext_lazy("This date is too long ago. Choose a newer one."),
    "in_future": gettext_lazy("This date has not come yet. Choose the day on which the consent was given."),
    "too_long_ago": gettext_lazy("This consent is more than two years old. Please ask for a new one."),
    "unknown_time_zone": gettext_lazy("There is no such time zone. Type it like Europe/Rome."),
    "not_a_time": gettext_lazy("Please type a time, such as 17:30."),
    "not_an_option": gettext_lazy("Please choose one of the answers shown."),
    "end_before_start": gettext_lazy("The end comes before the start. Choose a later day."),
}  # fmt: skip
