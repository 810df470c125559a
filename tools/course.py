"""Pack ``course/`` into an archive that Studio imports: ``python tools/course.py`` → ``build/ment-course-en.tar.gz``.

The same files give the same bytes: no times, no users, names in order.
"""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "course"
ARCHIVE = ROOT / "build" / "ment-course-en.tar.gz"


def pack(source: Path = SOURCE) -> bytes:
    """Make the archive.

    Args:
        source: folder with ``course.xml``.

    Returns:
        A gzipped tar whose files stand below ``course/``, as Studio expects them.
    """
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            entry = tarfile.TarInfo(f"course/{file.relative_to(source).as_posix()}")
            content = file.read_bytes()
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(plain.getvalue(), mtime=0)


def main() -> None:
    """Write the archive and say where it is."""
    ARCHIVE.parent.mkdir(exist_ok=True)
    ARCHIVE.write_bytes(pack())
    print(f"{ARCHIVE.relative_to(ROOT)}: import it in Studio, Tools → Import.")


if __name__ == "__main__":
    main()
