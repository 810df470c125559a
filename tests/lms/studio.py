"""A course in Studio, and its author's browser."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.test import Client
from lxml import html as lxml_html
from opaque_keys.edx.keys import UsageKey
from xblock.fields import Scope
from xmodule.modulestore.tests.django_utils import ModuleStoreTestCase

from tests.lms.world import StudioWorld

PASSWORD = "Password1234"
BLOCK_TYPES = (
    "ment_agreement",
    "ment_dashboard",
    "ment_journal",
    "ment_matching",
    "ment_survey",
    "ment_training",
)
# Fields that the platform adds to every block, and that a copy need not share.
NOT_OURS = {
    "xml_attributes",
    "upstream",
    "upstream_version",
    "copied_from_block",
    "copied_from_version",
}


class AuthorInStudio(ModuleStoreTestCase):
    """Chiara is on the course team; Nora has an account of her own. Each block is in the course."""

    def setUp(self):
        super().setUp()
        self.world = StudioWorld()
        self.blocks = {name: self.world.add_block(name) for name in BLOCK_TYPES}
        self.ids = {name: self.world.add_person(name) for name in ("chiara", "nora")}
        self.world.make_staff(self.ids["chiara"])
        self.browsers = {name: self._browser(name) for name in self.ids}

    def _browser(self, name: str) -> Client:
        user = self.world.user(self.ids[name])
        user.set_password(PASSWORD)
        user.save()
        browser = Client()
        assert browser.login(username=name, password=PASSWORD)
        return browser

    def block(self, usage_key: str) -> Any:
        """The block as it is stored, with its author's changes."""
        return self.store.get_item(UsageKey.from_string(usage_key))

    def view(self, usage_key: str, view: str, *, by: str = "chiara") -> str:
        """HTML of a view: cms/djangoapps/contentstore/views/block.py, xblock_view_handler."""
        answer = self.browsers[by].get(
            f"/xblock/{usage_key}/{view}", HTTP_ACCEPT="application/json"
        )
        assert answer.status_code == 200, (usage_key, view, answer.status_code)
        return str(answer.json()["html"])

    def send(self, path: str, data: Mapping[str, Any], *, by: str = "chiara", method="post") -> Any:
        """Send JSON, as the scripts of Studio and of our form do."""
        call = getattr(self.browsers[by], method)
        return call(
            path, json.dumps(data), content_type="application/json", HTTP_ACCEPT="application/json"
        )


def form_of(html: str) -> tuple[str, dict[str, Any]]:
    """Where a settings form is sent, and what it sends if nobody touches it, as FormData has it."""
    (form,) = lxml_html.fromstring(html).xpath("//form[@data-url]")
    data: dict[str, Any] = {}
    for field in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        for value in _values(field):
            name = field.get("name")
            data[name] = value if name not in data else [*_listed(data[name]), value]
    return form.get("data-url"), data


def fields_of(block: Any, *, only_set: bool = True) -> dict[str, Any]:
    """What an author decides of a block of ours, by field.

    Args:
        block: the block.
        only_set: leave out what the author left as it comes.
    """
    ours = [
        name
        for name, field in type(block).fields.items()
        if field.scope in {Scope.settings, Scope.content} and name not in NOT_OURS
    ]
    return {
        name: getattr(block, name)
        for name in ours
        if not only_set or block.fields[name].is_set_on(block)
    }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _values(field: Any) -> list[str]:
    if field.tag == "select":
        chosen = field.xpath(".//option[@selected]") or field.xpath(".//option")[:1]
        return [one.get("value", one.text_content()) for one in chosen]
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n")]
    if field.get("type") in {"checkbox", "radio"}:
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [field.get("value", "")]
