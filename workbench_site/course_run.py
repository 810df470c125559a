"""The published course: the units of ``course.py`` parsed once per process, and kept in memory."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import attrs
from workbench.runtime import ScenarioIdManager, WorkbenchRuntime
from xblock.core import XBlock
from xblock.exceptions import NoSuchUsage
from xblock.runtime import DictKeyValueStore, KeyValueStore, KvsFieldData, Runtime

from workbench_site import course
from workbench_site.course import Unit


@attrs.frozen
class CourseRun:
    """A course run as published. Ids are counted per unit, so every process gives each block the same id.

    Attributes:
        key: the course run.
        units: its pages in order, by slug.
        ids: knows the blocks.
        fields: what the author wrote.
        usage_keys: the block at the top of each unit, by slug.
    """

    key: str
    units: dict[str, Unit]
    ids: ScenarioIdManager = attrs.field(factory=ScenarioIdManager)
    fields: dict[KeyValueStore.Key, Any] = attrs.field(factory=dict)
    usage_keys: dict[str, str] = attrs.field(factory=dict)

    @classmethod
    def publish(cls, key: str, units: tuple[Unit, ...]) -> CourseRun:
        """Parse the units of a course.

        Args:
            key: the course run.
            units: its pages in order.
        """
        run = cls(key, {unit.slug: unit for unit in units})
        runtime = WorkbenchRuntime()
        runtime.id_reader = runtime.id_generator = run.ids
        runtime._services["field-data"] = KvsFieldData(DictKeyValueStore(run.fields))
        for unit in units:
            run.ids.set_scenario(unit.slug)
            run.usage_keys[unit.slug] = runtime.parse_xml_string(unit.olx)
        return run

    def blocks(self, runtime: Runtime) -> Iterator[XBlock]:
        """Walk through all blocks of the course, in its order."""
        for usage_key in self.usage_keys.values():
            yield from _with_children(runtime.get_block(usage_key))

    def slug_of(self, usage_key: str) -> str:
        """Name the unit in which a block stands; empty for a block of elsewhere."""
        try:
            self.ids.get_definition_id(usage_key)
        except NoSuchUsage:
            return ""
        slug = usage_key.partition(".")[0]
        return slug if slug in self.units else ""


@lru_cache(maxsize=1)
def published_course() -> CourseRun:
    """The course of this site. Two threads that come first at once make two equal ones."""
    return CourseRun.publish(course.COURSE_KEY, course.UNITS)


def _with_children(block: XBlock) -> Iterator[XBlock]:
    yield block
    for child in block.get_children() if block.has_children else ():
        yield from _with_children(child)
