"""What to say in surveys."""

from django.utils.translation import gettext_lazy

MESSAGES = {
    # answering
    "not_asked": gettext_lazy("This question is not asked here. Load the page again."),
    "not_an_answer": gettext_lazy("Please choose one of the answers shown."),
    "answer_needed": gettext_lazy("Please answer this one."),
    "answer_both": gettext_lazy("Please answer both, for now and for the start, or neither."),
    "nothing_answered": gettext_lazy("Nothing is answered yet. Answer at least one question."),
    "no_role": gettext_lazy("You have no role here yet. Your facilitator can give you one."),
    "staff_do_not_answer": gettext_lazy("Course staff do not answer surveys of their own course."),
    "survey_not_for_you": gettext_lazy("This survey is not for your role."),
    "survey_changed": gettext_lazy("The questions have changed while you answered. Load the page again to see them."),
    "survey_closed": gettext_lazy("This survey is closed. Nothing can be changed any more."),
    "survey_not_open_yet": gettext_lazy("This survey is not open yet."),
    "survey_mode_changed": gettext_lazy("This survey is being changed. Please come back in a while."),
    "survey_open": gettext_lazy("This survey is anonymous and still open. There is nothing to see before it is closed."),
    "already_answered": gettext_lazy("You have answered already. Thank you! Answers cannot be changed."),
    "has_answered": gettext_lazy("This person has answered a survey, so they stay on the list. Set the number of partners to 0 instead."),
    # the register
    "finding_needed": gettext_lazy("Please write what came up."),
    "too_many": gettext_lazy("There are %(most)s lines already. Delete some first."),
    # the editor
    "survey_mode_fixed": gettext_lazy("Somebody has answered already, and was promised this. Make a new survey instead."),
    "survey_broken": gettext_lazy("This survey is not ready yet. Please tell your facilitator."),
    "survey_unknown_item": gettext_lazy("This question belongs to no survey of ours. Leave it out."),
    "survey_then_needs_numbers": gettext_lazy("Only scales and steps of skill can be asked twice."),
    "survey_no_options_here": gettext_lazy("This kind of question has no answers to choose from."),
    "survey_no_rows_here": gettext_lazy("Only a table has lines."),
    "survey_unknown_best": gettext_lazy("This is not one of the answers."),
    "survey_owners_are_mentees": gettext_lazy("Questions for owners can only go to the mentees."),
    "survey_pulse_is_confidential": gettext_lazy("The survey after each meeting cannot be anonymous: there are too few people in a meeting."),
    "survey_rating_is_confidential": gettext_lazy("The survey about a partner cannot be anonymous: one person may answer it more than once."),
    "survey_needs_names": gettext_lazy("This question needs to know who answers. Leave it out, or make the survey confidential."),
    "survey_nothing_asked": gettext_lazy("These people would not be asked anything. Ask somebody else, or tick more questions."),
    "survey_how_many_items": gettext_lazy("Please ask from 1 to %(most)s questions."),
    "survey_how_many_options": gettext_lazy("Please write from %(least)s to %(most)s lines."),
    "survey_repeated": gettext_lazy("Something stands here twice. Keep one of the two."),
}  # fmt: skip
