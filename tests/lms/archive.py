"""The course that is ready to import, brought into the modulestore by the platform's own importer."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

from opaque_keys.edx.keys import CourseKey
from xmodule.contentstore.django import contentstore
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.xml_importer import import_course_from_xml

ROOT = Path(__file__).resolve().parents[2]


def packed() -> list[Path]:
    """Pack the course as ``make course`` does.

    Returns:
        One archive for each language.
    """
    subprocess.run([sys.executable, ROOT / "tools/course.py"], cwd=ROOT, check=True)
    return sorted((ROOT / "build").glob("ment-course-*.tar.gz"))


def imported(archive: Path, folder: Path, user_id: int) -> CourseKey:
    """Import an archive into a course run of its own.

    xmodule/modulestore/xml_importer.py, import_course_from_xml, is what Studio's import does once it has unpacked the
    archive (cms/djangoapps/contentstore/tasks.py, import_olx).

    Args:
        archive: the archive.
        folder: an empty folder to unpack it in.
        user_id: who imports it.
    """
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    key = CourseKey.from_string(f"course-v1:Craft+RM101+{archive.name.removesuffix('.tar.gz')}")
    import_course_from_xml(
        modulestore(),
        user_id,
        folder,
        source_dirs=["course"],
        static_content_store=contentstore(),
        target_id=key,
        create_if_not_present=True,
        raise_on_failure=True,
    )
    return key


def units(key: CourseKey) -> list:
    """The units of a published course run, in order."""
    store = modulestore()
    with store.branch_setting("published-only", key):
        course = store.get_course(key, depth=None)
        return [
            unit
            for chapter in course.get_children()
            for subsection in chapter.get_children()
            for unit in subsection.get_children()
        ]
