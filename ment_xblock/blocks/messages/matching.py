"""What to say at the matching desk."""

from django.utils.translation import gettext_lazy

MESSAGES = {
    # the open run
    "no_open_matching": gettext_lazy("There is no proposal on the desk. Press “Propose pairs” first."),
    "matching_busy": gettext_lazy("The computer is still comparing people. Wait a moment, then try again."),
    "matching_changed": gettext_lazy("Somebody else changed the proposal while you were reading. Nothing was sent. Look at it again, then publish."),
    "nothing_to_publish": gettext_lazy("There is no pair in this proposal, so there is nothing to publish."),
    "pairs_broken": gettext_lazy("Nothing was sent, because something changed: %(count)s pairs do not fit any more. They are marked below. Take them apart, or propose again."),
    "no_such_proposal": gettext_lazy("This pair is not in the proposal any more. Load the page again."),
    "no_such_rule": gettext_lazy("This is allowed again already. Load the page again."),
    "nobody_to_remind": gettext_lazy("There is nobody to remind now: all profiles are complete, or everybody was reminded in the last 20 hours."),
    # why two people cannot be put together
    "already_proposed": gettext_lazy("These two are proposed to each other already."),
    "no_place_left": gettext_lazy("No place is left: this person takes no more than %(capacity)s at a time. Change that number first."),
    "swap_shares_person": gettext_lazy("These two pairs share a person. Choose two pairs of four people."),
    "forbid_oneself": gettext_lazy("Choose two different people."),
    "no_such_run": gettext_lazy("There is no such run, or you are not course staff there any more. Choose another one."),
    "barred_gone": gettext_lazy("This person has no complete profile, or is not in the course any more."),
    "barred_capacity": gettext_lazy("One of the two has more partners here than they take."),
    "barred_language": gettext_lazy("The two have no language in common."),
    "barred_boss": gettext_lazy("One of the two leads the firm in which both work."),
    "barred_same_firm": gettext_lazy("They work in the same firm, and not both agree to that."),
    "own_partner_by_hand": gettext_lazy("One of these people is you, or is or was your partner. So that you do not learn here whom they would rather not work with, another facilitator decides this."),
    "barred_forbidden": gettext_lazy("This pair is ruled out. Allow it first."),
    "barred_previous": gettext_lazy("They were a pair before, and not both have asked for it again."),
    "barred_other_cohort": gettext_lazy("They are in two cohorts, and only people of one cohort are paired. You can change that at “What counts”."),
    "barred_already": gettext_lazy("These two are a pair already."),
    # said to a learner
    "again_asked": gettext_lazy("Noted. If your former partner asks for it as well, you can be paired again."),
    "again_not": gettext_lazy("Taken back. You two will not be paired again."),
    "done_decline": gettext_lazy("You have said no. Your facilitator knows now, and will look for another partner."),
    # files
    "file_not_a_table": gettext_lazy("This is not a table that we can read. Save it as CSV in your spreadsheet, and try again."),
    "file_lacks_columns": gettext_lazy("The first line must name the columns: “username” or “email”, and “role”."),
    "file_too_long": gettext_lazy("This file is too long. %(most)s lines are possible; please split it."),
    "file_empty": gettext_lazy("There is nobody in this file, only headings."),
    "file_has_problems": gettext_lazy("Nothing was saved. Mend the lines that are marked, then try again."),
    "who_missing": gettext_lazy("Who is it? Write a username or an email address."),
    "unknown_role": gettext_lazy("The role is “mentor” or “mentee”."),
    "not_yes_or_no": gettext_lazy("Please write “yes” or “no”."),
    "named_twice": gettext_lazy("This person is in line %(line)s already."),
    "not_in_course": gettext_lazy("Nobody with this name or address learns in this course. Enrol them first."),
}  # fmt: skip
