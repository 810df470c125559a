"""What to say for each code: what happened, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MESSAGES = {
    # who may
    "not_signed_in": gettext_lazy("You are not signed in any more. Sign in again in another tab, then try once more here."),
    "not_enrolled": gettext_lazy("This page is for people who take this course."),
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
    # acts on a pair
    "cannot_edit": gettext_lazy("The agreement cannot be changed now."),
    "cannot_sign": gettext_lazy("There is nothing to sign now."),
    "cannot_decline": gettext_lazy("It is too late to say no here. You can end the pair instead."),
    "cannot_withdraw_change": gettext_lazy("There is no proposed change to take back."),
    "cannot_pause": gettext_lazy("This pair cannot pause now."),
    "cannot_resume": gettext_lazy("This pair is not on a pause."),
    "cannot_end": gettext_lazy("This pair has ended already."),
    "cannot_ask_rematch": gettext_lazy("This pair has ended already."),
    "not_yours_to_edit": gettext_lazy("Only the two partners can change the agreement."),
    "not_yours_to_sign": gettext_lazy("You have signed this version already."),
    "not_yours_to_decline": gettext_lazy("You have signed already. You can end the pair instead."),
    "not_yours_to_end": gettext_lazy("Say “no, thank you” instead, as long as nobody has signed."),
    "not_yours_to_withdraw_change": gettext_lazy("Only the two partners can take back a change."),
    "not_yours_to_ask_rematch": gettext_lazy("Only the two partners can ask for another partner."),
    "no_pause": gettext_lazy("This pair is not on a pause."),
    "guardian_consent_missing": gettext_lazy("You are under 18, so a parent or guardian has to agree first. Ask your facilitator to note the date. Then you can sign."),
    "changed_meanwhile": gettext_lazy("The agreement changed while you were reading. Look at it again, then sign."),
    "signed_meanwhile": gettext_lazy("Your partner has just signed. If you save now, this becomes a new version, and you both sign again."),
    "clause_added": gettext_lazy("The mentor is under 18, so one more rule belongs in the agreement. Fill it in, then both sign."),
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
    # people and pairs
    "staff_cannot_be_paired": gettext_lazy("Course staff cannot be paired. Choose somebody else."),
    "not_enrolled_any_more": gettext_lazy("This person is not enrolled in the course any more. Choose somebody else."),
    "wrong_role": gettext_lazy("This person has another role. Change the role first, or choose somebody else."),
    "no_capacity": gettext_lazy("This person has as many partners as they can take. Raise their number of partners first."),
    "pair_with_oneself": gettext_lazy("Nobody can be their own partner. Choose two people."),
    "already_paired": gettext_lazy("These two are a pair already."),
    "below_open_pairings": gettext_lazy("This person has %(open)s partners now. End a pair first."),
    "role_in_use": gettext_lazy("This person is in a pair in their present role. End the pair first."),
    "has_been_paired": gettext_lazy("This person has been in a pair, so they stay on the list. Set the number of partners to 0 instead."),
}  # fmt: skip


def message(code: str, params: Mapping[str, Any] | None = None) -> str:
    """Put a code into words in the reader's language.

    Args:
        code: of a ``MentError`` or a ``FieldProblem``.
        params: values for the words.
    """
    words = MESSAGES.get(code)
    if words is None:
        return _("That did not work. Load the page again.")
    return str(words) % dict(params or {}) if params else str(words)
