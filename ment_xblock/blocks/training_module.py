"""The module of a block: built-in, or written by the author."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language

from ment_xblock.curriculum import library
from ment_xblock.curriculum.source import read_source
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.training.errors import ModuleInvalid
from ment_xblock.domain.training.parse import parse_module
from ment_xblock.domain.training.values import Module

OWN = "own"


def module_of(name: str, own_text: str) -> Module:
    """The module that an author chose, in the reader's language where there is a translation.

    Args:
        name: id of a built-in module, or ``"own"``.
        own_text: the author's module as YAML.

    Raises:
        NotFound: there is none: the author has not written it yet, or an import brought one with mistakes.
    """
    if name == OWN:
        module = _own(own_text)
        if module is None:
            raise NotFound("no_module")
        return module
    try:
        return library.module(name, get_language() or library.ORIGINAL)
    except KeyError:
        raise NotFound("no_module") from None


# Reading YAML takes a tenth of a second, and every report of credit asks for the track.
@lru_cache(maxsize=64)
def _own(text: str) -> Module | None:
    try:
        return parse_module(read_source(text).data, library.known())
    except ModuleInvalid:
        return None
