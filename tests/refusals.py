"""An act is refused for the reason expected, and leaves everything as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from ment_xblock.domain.errors import Invalid, MentError


@contextmanager
def refused(error: type[MentError], code: str) -> Iterator[None]:
    """Expect a typed refusal with this code; nothing that is stored may change."""
    before = stored()
    with pytest.raises(error) as caught:
        yield
    assert caught.value.code == code
    assert stored() == before


@contextmanager
def invalid(**problems: str) -> Iterator[None]:
    """Expect exactly these problems, field by field, such as ``mentor="wrong_role"``."""
    before = stored()
    with pytest.raises(Invalid) as caught:
        yield
    assert {one.field: one.code for one in caught.value.problems} == problems
    assert stored() == before


def stored() -> dict[str, list[dict[str, Any]]]:
    """Every row of the app, but for the counters that locks raise."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != "lock_count"}
            for row in model.objects.order_by("pk").values()
        ]
        for model in apps.get_app_config("ment_xblock").get_models()
    }
