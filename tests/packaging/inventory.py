"""Run by the tests in a fresh interpreter: print what an installed ``ment_xblock`` consists of, as JSON.

Usage: python inventory.py FOLDER, where FOLDER is put before everything else on ``sys.path``.
"""

import hashlib
import json
import sys
from importlib import metadata
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, sys.argv[1])

OUR_GROUPS = ("xblock.v1", "lms.djangoapp", "cms.djangoapp", "openedx.course_tab")


def hashes(package: Path) -> dict[str, str]:
    return {
        path.relative_to(package).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for pattern in ("**/*", *(f"{link}/**/*" for link in ("locale", "translations")))
        for path in package.glob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }


def entry_points() -> dict[str, str]:
    loaded = {}
    for entry_point in metadata.distribution("ment-xblock").entry_points:
        if entry_point.group in OUR_GROUPS:
            loaded[f"{entry_point.group}:{entry_point.name}"] = file_of(entry_point)
    return loaded


def file_of(entry_point: metadata.EntryPoint) -> str:
    if entry_point.group == "openedx.course_tab":  # Its base class is the platform's.
        return find_spec(entry_point.module).origin
    return sys.modules[entry_point.load().__module__].__file__


if __name__ == "__main__":
    import django

    django.setup()
    package = Path(str(files("ment_xblock")))
    print(json.dumps({"place": str(package), "files": hashes(package), "loaded": entry_points()}))
