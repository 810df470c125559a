"""Links that keep who is visiting, and what the bar at the top shows."""

from __future__ import annotations

from typing import Any

import attrs
from django import template
from django.urls import reverse
from django.utils.formats import number_format

from workbench_site import people

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: dict[str, Any], name: str, *args: Any) -> str:
    """The address of a page, as the same person.

    Args:
        context: of the template.
        name: of the page.
        args: parts of the address.
    """
    return context["request"].visit.address(reverse(name, args=args))


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], **changes: str) -> str:
    """The address of this page for another visit.

    Args:
        context: of the template.
        changes: what is different, such as ``lang="it"``.
    """
    request = context["request"]
    return attrs.evolve(request.visit, **changes).address(request.path)


@register.simple_tag
def people_groups() -> list[people.Group]:
    """Everybody one can act as, grouped."""
    return people.groups()


@register.filter
def teaches(person: Any) -> bool:
    """Tell whether a person is course staff."""
    return people.is_course_staff(person)


@register.filter
def points(value: float) -> str:
    """Write points with two decimals at most, and none that say nothing."""
    rounded = round(value, 2)
    return number_format(int(rounded) if rounded == int(rounded) else rounded)
