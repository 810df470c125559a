"""Everything of the package that can be called from outside, found in the code."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points as installed

from django.urls import URLPattern, URLResolver
from xblock.core import XBlock

import ment_xblock
from ment_xblock.blocks.entry_points import EntryPoint, entry_points


def our_blocks() -> dict[str, type[XBlock]]:
    """Block type to class, for every block that the package brings."""
    return {
        point.name: point.load()
        for point in installed(group="xblock.v1")
        if point.module.startswith(f"{ment_xblock.__name__}.")
    }


def our_doors() -> dict[str, EntryPoint]:
    """``block.handler`` to what it declares."""
    return {
        f"{block_type}.{door.name}": door
        for block_type, block_class in our_blocks().items()
        for door in entry_points(block_class)
    }


def our_addresses() -> list[str]:
    """Every address that a module ``urls`` of the package adds to a host."""
    modules = pkgutil.walk_packages(ment_xblock.__path__, f"{ment_xblock.__name__}.")
    names = [module.name for module in modules if module.name.endswith(".urls")]
    return [address for name in names for address in _flat(import_module(name).urlpatterns)]


def _flat(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _flat(pattern.url_patterns, address)
        else:
            yield address
