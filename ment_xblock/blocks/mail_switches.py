"""The form "Which mails I get", for the page that shows a person what is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from webob import Response

from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.rendering import block_uid, html_response, render
from ment_xblock.domain.errors import Malformed
from ment_xblock.domain.notices.kinds import Kind
from ment_xblock.domain.people import Actor
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.mail_switches import switches_of
from ment_xblock.services.mail_switches import choose_mails

KIND_WORDS: Mapping[Kind, Any] = {
    Kind.MATCH_PUBLISHED: gettext_lazy("When I get a partner"),
    Kind.YOUR_TURN: gettext_lazy("When it is my turn to sign"),
    Kind.PARTNER_SIGNED: gettext_lazy("When my partner has signed, too"),
    Kind.SESSION_TOMORROW: gettext_lazy("On the day before a meeting"),
    Kind.LOG_TO_CONFIRM: gettext_lazy(
        "When my partner has written down a meeting, for me to check"
    ),
    Kind.PULSE_WAITING: gettext_lazy("When I have not said yet how a meeting was"),
    Kind.ACTION_DUE: gettext_lazy("When something that I promised is due"),
    Kind.FORM_WAITING: gettext_lazy("When a form waits for me"),
    Kind.WEEKLY_DIGEST: gettext_lazy("On Mondays: which pairs need me, in numbers"),
}


class MailSwitchHandlers:
    """Handlers that a block with the form has; its page shows ``mail_switches(host, actor)``."""

    def mail_switches(self, host: Host, actor: Actor, *, is_saved: bool = False) -> str:
        """The form as HTML; empty for staff who view as a learner, since it is only for the learner.

        Args:
            host: the host.
            actor: the reader, who is a member of the course.
            is_saved: whether a choice has just been stored.
        """
        if actor.is_masquerading:
            return ""
        block: Any = self
        return render(
            "mail/switches.html",
            {
                "uid": block_uid(host.block_ref(block).usage_key),
                "url": block.runtime.handler_url(block, "save_mails"),
                "switches": [(one, KIND_WORDS[one.kind]) for one in switches_of(actor)],
                "email": actor.person.email if actor.person else "",
                "notice": _("Saved.") if is_saved else "",
                "is_saved": is_saved,
                "is_facilitator": actor.is_staff,
            },
        )

    @entry_point(method="POST", who=Who.MEMBER)
    def save_mails(self, call: Call) -> Response:
        """Keep which mails somebody wants."""
        choose_mails(host=call.host, actor=call.actor, wanted=_ticked(call))
        return html_response(self.mail_switches(call.host, call.actor, is_saved=True))


def _ticked(call: Call) -> list[str]:
    given = call.data.get("mails", [])
    ticked = [given] if isinstance(given, str) else given
    if not isinstance(ticked, list) or not all(isinstance(one, str) for one in ticked):
        raise Malformed("not_readable")
    return ticked
