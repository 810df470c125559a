"""From what is to be told to a mail, as plain text and as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone, translation

from ment_xblock.mails.words import how_to_switch_off, words_for
from ment_xblock.platform.ports import Mail
from ment_xblock.services.notices import Letter


def compose(letter: Letter) -> Mail:
    """Write a mail in the language and time zone of the person who gets it.

    Args:
        letter: what it is about, and for whom.
    """
    with _reading_as(letter):
        words = words_for(letter)
        context = {
            "words": words,
            "off": how_to_switch_off(letter),
            "reader": letter.reader.first_name,
            "link": letter.link,
            "language": translation.get_language() or "en",
            "rtl": translation.get_language_bidi(),
        }
        return Mail(
            kind=f"notice_{letter.occasion.kind.value}",
            subject=words.subject,
            text=_rendered("notice.txt", context) + "\n",
            html=_rendered("notice.html", context),
        )


@contextmanager
def _reading_as(letter: Letter) -> Iterator[None]:
    with translation.override(_language_of(letter.reader.language)), timezone.override(letter.zone):
        yield


def _rendered(template: str, context: Mapping[str, Any]) -> str:
    return str(get_template(f"ment_xblock/mail/{template}").render(dict(context))).strip()


def _language_of(wanted: str) -> str:
    """The site's variant of a language, such as ``it`` for ``it-ch``; the site's own where it has none."""
    try:
        return translation.get_supported_language_variant(wanted)
    except LookupError:
        return settings.LANGUAGE_CODE
