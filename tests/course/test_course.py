"""The course that is ready to import: whole, and the same each time it is packed."""

import json
import tarfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from xblock.core import XBlock

from ment_xblock.curriculum.library import track
from tools.course import SOURCE, pack

CONTAINERS = {"course", "chapter", "sequential", "vertical"}


def elements():
    """Every element of every OLX file, with its file."""
    for file in sorted(SOURCE.rglob("*.xml")):
        for element in ElementTree.parse(file).iter():
            yield file, element


def blocks():
    return [element for _, element in elements() if element.tag not in CONTAINERS]


def test_packed_twice_it_is_the_same_to_the_byte():
    assert pack() == pack()


def test_the_archive_holds_every_file_below_course():
    with tarfile.open(fileobj=BytesIO(pack())) as archive:
        names = set(archive.getnames())
    files = {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*") if path.is_file()}
    assert names == {f"course/{name}" for name in files}


def test_ids_are_unique_within_their_type():
    # A pointer and the file that it points to are one block: only the pointer bears the name.
    ids = [(one.tag, one.get("url_name")) for _, one in elements() if one.get("url_name")]
    assert len(ids) == len(set(ids))


def test_every_pointer_leads_to_a_file():
    pointers = [
        element
        for _, element in elements()
        if element.tag in CONTAINERS and element.get("url_name") and not list(element)
    ]
    assert pointers
    for pointer in pointers:
        assert (SOURCE / pointer.tag / f"{pointer.get('url_name')}.xml").is_file()


@pytest.mark.parametrize("block", blocks(), ids=lambda block: block.get("url_name"))
def test_the_class_of_every_block_knows_its_attributes(block):
    fields = XBlock.load_class(block.tag).fields
    assert set(block.attrib) - {"url_name", "xblock-family"} <= set(fields)


def test_every_built_in_module_is_there_once():
    modules = [block.get("module_name") for block in blocks() if block.tag == "ment_training"]
    assert modules == [module.id for name in ("junior", "senior") for module in track(name, "en")]


def test_grading_counts_only_what_both_roles_have():
    policy = json.loads((SOURCE / "policies/run/grading_policy.json").read_text())
    graders = {grader["type"]: grader for grader in policy["GRADER"]}
    formats = {one.get("format") for _, one in elements() if one.get("graded") == "true"}
    assert set(graders) == formats
    # Somebody's other track is 0 of 0 and left out, so one subsection of training is what each role has.
    assert all(grader["min_count"] == 1 for grader in graders.values())
    assert sum(grader["weight"] for grader in graders.values()) == pytest.approx(1)


def test_the_advanced_modules_name_every_block_type():
    policy = json.loads((SOURCE / "policies/run/policy.json").read_text())
    assert set(policy["course/run"]["advanced_modules"]) == {block.tag for block in blocks()}


def test_the_tool_writes_where_it_says(tmp_path: Path, monkeypatch):
    from tools import course

    monkeypatch.setattr(course, "ARCHIVE", course.ROOT / "build" / "test-course.tar.gz")
    course.main()
    assert course.ARCHIVE.read_bytes() == pack()
    course.ARCHIVE.unlink()
