"""The doors of a block: what each handler takes, who may call it, and how a refusal is answered.

A host calls handlers for anybody, signed in or not, enrolled or not, with any method (see docs/architecture.md,
"Security of handlers"). So every handler passes through ``entry_point``, which checks before anything is read.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import Any

import attrs
from django.db import DatabaseError
from webob import Request, Response
from xblock.core import XBlock

from ment_xblock.blocks.rendering import message_response, reading_as
from ment_xblock.domain.errors import (
    Invalid,
    Malformed,
    MentError,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Stale,
    WrongState,
)
from ment_xblock.domain.people import Actor, require_facilitator, require_member, require_writer
from ment_xblock.domain.text import storable
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.ports import BlockRef, Host

log = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024

STATUS: Mapping[type[MentError], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    WrongState: 409,
    Stale: 409,
    Malformed: 400,
    Invalid: 422,
}


class Who(StrEnum):
    """Whom a handler lets in. What they may do with one pair is decided by the services."""

    MEMBER = "member"
    PARTNER = "partner"
    FACILITATOR = "facilitator"
    AUTHOR = "author"


@attrs.frozen
class EntryPoint:
    """What a handler declares of itself; the table of who may do what is generated from it.

    Attributes:
        name: of the handler.
        method: HTTP method, ``"GET"`` or ``"POST"``.
        who: whom it lets in.
    """

    name: str
    method: str
    who: Who


@attrs.frozen
class Call:
    """One call of a handler, checked.

    Attributes:
        host: the host.
        actor: who calls.
        here: the block.
        data: the JSON object of a POST, or the query of a GET.
    """

    host: Host
    actor: Actor
    here: BlockRef
    data: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Get a text, without characters that cannot be stored; empty when it was not sent.

        Raises:
            Malformed: it is not a text.
        """
        value = self.data.get(name, "")
        if not isinstance(value, str):
            raise Malformed("not_readable")
        return storable(value)

    def number(self, name: str) -> int:
        """Get a whole number that is not negative.

        Raises:
            Malformed: it was not sent or is not such a number.
        """
        number = self.optional_number(name)
        if number is None:
            raise Malformed("not_readable")
        return number

    def optional_number(self, name: str) -> int | None:
        """Get a whole number that is not negative; None when it was not sent.

        Raises:
            Malformed: it is something else.
        """
        value = str(self.data.get(name, "")).strip()
        return _whole(value) if value else None

    def numbers(self, name: str) -> list[int]:
        """Get whole numbers with spaces between them.

        Raises:
            Malformed: none was sent, or something else.
        """
        found = [_whole(value) for value in str(self.data.get(name, "")).split()]
        if not found:
            raise Malformed("not_readable")
        return found

    def flag(self, name: str) -> bool:
        """Tell whether a box was ticked."""
        return self.data.get(name) in (True, "true", "on", "1")


LONGEST_NUMBER = 12


def _whole(value: str) -> int:
    if not (value.isascii() and value.isdigit()) or len(value) > LONGEST_NUMBER:
        raise Malformed("not_readable")
    return int(value)


Handler = Callable[[Any, Call], Response]


def entry_point(*, method: str, who: Who) -> Callable[[Handler], Any]:
    """Make a method of a block a handler that checks its caller before anything else.

    Args:
        method: the HTTP method it takes.
        who: whom it lets in.
    """

    def decorate(handler: Handler) -> Any:
        @wraps(handler)
        def answer(block: Any, request: Request, suffix: str = "") -> Response:
            try:
                call = _checked_call(block, request, method, who)
                with reading_as(call.actor):
                    return handler(block, call)
            except MentError as error:
                return message_response(error, STATUS[_kind(error)])
            except DatabaseError:
                log.exception("%s of %s failed", handler.__name__, type(block).__name__)
                return message_response(MentError("try_again"), 503)

        answer.entry_point = EntryPoint(handler.__name__, method, who)  # type: ignore[attr-defined]
        return XBlock.handler(answer)

    return decorate


def entry_points(block_class: type[XBlock]) -> list[EntryPoint]:
    """List the handlers of a block class, by name.

    Raises:
        TypeError: a handler of ours declares nothing.
    """
    found = []
    for name in sorted(dir(block_class)):
        attribute = getattr(block_class, name, None)
        if not getattr(attribute, "_is_xblock_handler", False):
            continue
        declared = getattr(attribute, "entry_point", None)
        if declared is None:
            raise TypeError(f"{block_class.__name__}.{name} is reachable but declares nobody")
        found.append(declared)
    return found


def _checked_call(block: Any, request: Request, method: str, who: Who) -> Call:
    host = current_host()
    actor = host.actor(block)
    _let_in(host, block, actor, who, writes=method == "POST")
    if request.method != method:
        raise Malformed("wrong_method")
    data = _json_body(request) if method == "POST" else dict(request.GET)
    return Call(host, actor, host.block_ref(block), data)


def _let_in(host: Host, block: Any, actor: Actor, who: Who, *, writes: bool) -> None:
    if who is Who.AUTHOR:
        if not host.may_author(block):
            raise NotAllowed("authors_only")
    elif who is Who.FACILITATOR:
        require_facilitator(actor)
    elif writes:
        require_writer(actor)
    else:
        require_member(actor)


def _json_body(request: Request) -> dict[str, Any]:
    # What people type travels only as JSON: the platform's tracking log keeps form-encoded bodies.
    if request.content_type != "application/json":
        raise Malformed("not_json")
    if (request.content_length or 0) > LARGEST_BODY:
        raise Malformed("too_large")
    body = request.body_file.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        raise Malformed("too_large")
    try:
        data = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Malformed("not_json") from None
    if not isinstance(data, dict):
        raise Malformed("not_json")
    return data


def _kind(error: MentError) -> type[MentError]:
    return next(kind for kind in type(error).__mro__ if kind in STATUS)
