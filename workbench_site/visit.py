"""Who uses the site through an address, and in which language. All links carry it on."""

from __future__ import annotations

from urllib.parse import urlencode

import attrs
from django.conf import settings
from django.http import HttpRequest, QueryDict


@attrs.frozen
class Visit:
    """What an address says about its reader: ``?student=mario&viewed_by=chiara&lang=it``.

    It is in the address and not in a cookie, so that two tabs of one browser can be two people in two languages.

    Attributes:
        student: username of the person acting; empty or unknown for nobody.
        viewed_by: username of course staff who look at the course as that person.
        lang: language chosen in the bar; empty to leave it to the browser.
    """

    student: str = ""
    viewed_by: str = ""
    lang: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Visit:
        """Read the visit from the address of a request."""
        return cls.of_query(request.GET)

    @classmethod
    def of_query(cls, query: QueryDict) -> Visit:
        """Read the visit from the query of an address; a language that is not offered is dropped."""
        lang = query.get("lang", "")
        return cls(
            student=query.get("student", ""),
            viewed_by=query.get("viewed_by", ""),
            lang=lang if lang in dict(settings.LANGUAGES) else "",
        )

    @property
    def query(self) -> str:
        """The visit as a query string, without the question mark."""
        return urlencode({name: value for name, value in attrs.asdict(self).items() if value})

    def address(self, path: str) -> str:
        """Lead a link on to ``path`` as the same person."""
        return f"{path}?{self.query}" if self.query else path
