"""The guides lead somewhere, and say of the ready course what is in it."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tools.course_olx import course_files

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    *ROOT.glob("course/*.md"),
    *ROOT.glob("benchmarks/*.md"),
]
GUIDE = (ROOT / "docs/guides/set-up-your-course.md").read_text()
EN = course_files("en")


def anchors(path):
    """The headings of a page, as they are linked."""
    titles = re.findall(r"^#+ +(.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(path):
    text = re.sub(r"`[^`\n]*`", "", path.read_text())
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(("http://", "https://", "/jump_to_id/")):
            continue
        name, _hash, heading = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        assert not heading or heading in anchors(target), link


def test_the_guide_knows_the_grading():
    policy = json.loads(EN["policies/run/grading_policy.json"])
    for grader in policy["GRADER"]:
        assert f"| {grader['type']} | {grader['weight']:.0%} |".replace("%", " %") in GUIDE
    assert f"The pass mark is {policy['GRADE_CUTOFFS']['Pass']:.0%}".replace("%", " %") in GUIDE


def test_the_guide_knows_the_weeks():
    said = dict(re.findall(r"([a-z][a-z ]+?) (\d+)[,)]", GUIDE[GUIDE.index("(training 3") :]))
    found = {}
    for name, content in EN.items():
        if name.startswith("chapter/"):
            for one in ElementTree.fromstring(content).iter("sequential"):
                found[one.get("url_name")] = one.get("relative_weeks_due")
    assert said["training"] == found["mentors"] == found["mentees"]
    assert said["agreement"] == found["agreement"]
    assert said["half way"] == found["in-between"]
    assert said["meetings"] == found["meetings"] == found["short-answers"]
    assert said["looking back"] == found["at-the-end"]


def test_the_guide_names_units_as_people_see_them():
    names = {
        one.get("display_name")
        for name, content in EN.items()
        if name.startswith("chapter/")
        for one in ElementTree.fromstring(content).iter()
    }
    for unit in (
        "My mentoring", "My profile", "Where I stand today", "Our agreement", "Our meetings", "Half way",
        "How was this meeting?", "Looking back", "What my mentor does well", "What it did for the firm",
        "Three months later",
    ):  # fmt: skip
        assert unit in names
        assert unit in GUIDE
