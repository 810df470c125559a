"""A person who uses the demo site as a browser does: real HTTP, CSRF enforced, every commit hook run."""

from __future__ import annotations

import json
from typing import Any

import attrs
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from django.utils.http import urlencode
from lxml import html

from workbench_site.course_run import published_course

TOKEN = "x" * 32


@attrs.frozen
class Visitor:
    """Somebody at one of the doors of the site.

    Attributes:
        username: as whom they come; empty for nobody.
        viewed_by: the staff member who looks at the course as that person.
        lang: language chosen.
        door: ``handler``, ``unauth_handler`` or ``studio_handler``.
        slug: the unit.
    """

    username: str = ""
    viewed_by: str = ""
    lang: str = ""
    door: str = "handler"
    slug: str = "agreement"

    def unit(self) -> HttpResponse:
        """Open the unit."""
        return self._open(reverse("unit", args=[self.slug]))

    def studio(self) -> HttpResponse:
        """Open the unit in Studio."""
        return self._open(reverse("studio", args=[self.slug]))

    def get(self, handler: str, **query: Any) -> HttpResponse:
        """Follow a link to a handler."""
        return self._open(self.address(handler), query)

    def post(self, handler: str, **data: Any) -> HttpResponse:
        """Send JSON to a handler, as our script does."""
        return self.send(handler, json.dumps(data))

    def send(
        self,
        handler: str,
        body: str | bytes,
        content_type: str = "application/json",
        *,
        method: str = "POST",
        token: str = TOKEN,
    ) -> HttpResponse:
        """Send anything to a handler."""
        client = self._client()
        client.cookies["csrftoken"] = TOKEN
        with TestCase.captureOnCommitCallbacks(execute=True):
            return client.generic(
                method,
                f"{self.address(handler)}?{self._visit()}",
                body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass"),
                content_type=content_type,
                HTTP_X_CSRFTOKEN=token,
            )

    def address(self, handler: str) -> str:
        """The path of a handler."""
        usage_key = published_course().usage_keys[self.slug]
        return reverse(self.door, args=[usage_key, handler, ""])

    def _open(self, path: str, query: dict[str, Any] | None = None) -> HttpResponse:
        asked = "&".join(filter(None, [self._visit(), urlencode(query or {}, doseq=True)]))
        with TestCase.captureOnCommitCallbacks(execute=True):
            return self._client().get(f"{path}?{asked}")

    def _visit(self) -> str:
        asked = {"student": self.username, "viewed_by": self.viewed_by, "lang": self.lang}
        return urlencode({name: value for name, value in asked.items() if value})

    @staticmethod
    def _client() -> Client:
        return Client(enforce_csrf_checks=True, SERVER_NAME="localhost")


def text_of(response: HttpResponse) -> str:
    """What stands in an answer, as it was sent."""
    return response.content.decode(response.charset or "utf-8")


def tree_of(response: HttpResponse) -> Any:
    """An answer as a tree of elements, whole page or piece."""
    return (
        html.fromstring(f"<div>{text_of(response)}</div>")
        if _is_piece(response)
        else html.fromstring(text_of(response))
    )


def code_of(response: HttpResponse) -> str:
    """The code of a refusal; empty where there is none."""
    return next(iter(tree_of(response).xpath("//@data-code")), "")


def problems_of(response: HttpResponse) -> dict[str, str]:
    """Field to sentence, for what is shown beside fields."""
    return {
        line.get("data-field"): line.text_content()
        for line in tree_of(response).xpath("//*[@data-field]")
    }


def values_of(form: Any) -> dict[str, Any]:
    """What a browser would send, were a form sent as it is shown."""
    values: dict[str, Any] = {}
    for one in form.xpath(".//input | .//textarea | .//select"):
        kind, name = one.get("type", one.tag), one.get("name")
        if kind in {"radio", "checkbox"} and one.get("checked") is None:
            continue
        value = (
            one.value
            if one.tag == "select"
            else one.text
            if one.tag == "textarea"
            else one.get("value")
        )
        values[name] = [*values.get(name, []), value] if kind == "checkbox" else value or ""
    return values


def sent_by(form: Any) -> dict[str, Any]:
    """The same as our script sends it: one value by itself, several as a list."""
    values = values_of(form)
    for name in set(form.xpath(".//input[@type='hidden']/@name")):
        values[name] = form.xpath(".//input[@type='hidden'][@name=$name]/@value", name=name)
    return {
        name: one[0] if isinstance(one, list) and len(one) == 1 else one
        for name, one in values.items()
    }


def _is_piece(response: HttpResponse) -> bool:
    return "<html" not in text_of(response)[:200]
