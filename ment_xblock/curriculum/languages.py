"""Languages that people can meet in, each by the name it has for itself."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

# Official languages of the European Union, and those most spoken in its workshops beside them.
_CODES = [
    "ar",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fa",
    "fi",
    "fr",
    "ga",
    "hi",
    "hr",
    "hu",
    "it",
    "ka",
    "lt",
    "lv",
    "mk",
    "nb",
    "nl",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
    "sq",
    "sr",
    "sv",
    "sw",
    "tr",
    "uk",
    "ur",
    "vi",
    "zh-hans",
]
# Django does not know these.
_OWN_NAMES = {"mt": "Malti", "pa": "ਪੰਜਾਬੀ", "so": "Soomaali", "ti": "ትግርኛ", "tl": "Filipino"}


def _own_name(code: str) -> str:
    name = _OWN_NAMES.get(code) or get_language_info(code)["name_local"]
    return name[:1].title() + name[1:]


LANGUAGES: Mapping[str, str] = {
    code: name for name, code in sorted((_own_name(code), code) for code in (*_CODES, *_OWN_NAMES))
}


def language_words(code: str) -> str:
    """The name of a language in the reader's language, such as "Italian"; its own name where there is no other.

    Args:
        code: such as ``"it"``.
    """
    names = {
        "mt": _("Maltese"),
        "pa": _("Punjabi"),
        "so": _("Somali"),
        "ti": _("Tigrinya"),
        "tl": _("Filipino"),
    }
    if code in names:
        return names[code]
    return str(get_language_info(code)["name_translated"]) if code in LANGUAGES else code
