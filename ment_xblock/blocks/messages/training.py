"""What to say in the training."""

from django.utils.translation import gettext_lazy

MESSAGES = {
    # training
    "no_module": gettext_lazy("This part is not ready yet. Please tell your facilitator."),
    "no_such_activity": gettext_lazy("There is no such part here. Load the page again."),
    "activity_not_open": gettext_lazy("Other parts come first. Load the page again to go on where you are."),
    "role_first": gettext_lazy("First say which role is yours. Load the page again."),
    "role_known": gettext_lazy("You have a role already. If it is not the right one, tell your facilitator."),
    "staff_have_no_role": gettext_lazy("Course staff have no role of their own here."),
    "not_your_track": gettext_lazy("This part is for the other role."),
    "choose_reply": gettext_lazy("Please choose what to say."),
    "choose_between": gettext_lazy("Please choose from %(least)s to %(most)s."),
    "module_broken": gettext_lazy("This module cannot be saved yet.\n%(mistakes)s"),
    "answer_type": gettext_lazy("We could not read this answer. Load the page again."),
    "answer_missing": gettext_lazy("We could not read this answer. Load the page again."),
    "answer_no_rule": gettext_lazy("We could not read this answer. Load the page again."),
    "answer_repeated": gettext_lazy("Something was sent twice. Load the page again."),
    "answer_too_long": gettext_lazy("This talk is too long. Load the page again."),
    "answer_unknown_key": gettext_lazy("This part has changed. Load the page again. Copy what you typed first."),
    "answer_unknown_id": gettext_lazy("This part has changed. Load the page again. Copy what you typed first."),
    "answer_unknown_activity": gettext_lazy("There is no such part here. Load the page again."),
    "answer_no_conversation": gettext_lazy("There is no such talk here. Load the page again."),
    "conversation_unknown_choice": gettext_lazy("This talk has changed. Load the page again and start anew."),
    "conversation_after_end": gettext_lazy("This talk is over. Load the page again to try another way."),
    "conversation_not_at_end": gettext_lazy("This talk is not over yet. Load the page again."),
}  # fmt: skip
