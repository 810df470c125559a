"""Pack the ready course into archives that Studio imports: ``python tools/course.py`` → ``build/ment-course-<language>.tar.gz``.

The same files give the same bytes, on any machine: no times, no users, no rights, names in order.
"""

from __future__ import annotations

import gzip
import io
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.course_olx import ROOT, course_files, languages

BUILD = ROOT / "build"


def pack(files: Mapping[str, bytes]) -> bytes:
    """Make an archive.

    Args:
        files: content by path.

    Returns:
        A gzipped tar whose files stand below ``course/``, as Studio expects them.
    """
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in sorted(files.items()):
            entry = tarfile.TarInfo(f"course/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(plain.getvalue(), mtime=0)


def main() -> None:
    """Write an archive for each language, and say where they are."""
    BUILD.mkdir(exist_ok=True)
    for language in languages():
        archive = BUILD / f"ment-course-{language}.tar.gz"
        archive.write_bytes(pack(course_files(language)))
        print(f"{archive.relative_to(ROOT)}: import it in Studio, Tools → Import.")


if __name__ == "__main__":
    main()
