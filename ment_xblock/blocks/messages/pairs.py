"""What to say of people, pairs and their agreement."""

from django.utils.translation import gettext_lazy

MESSAGES = {
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
