"""The course that is ready to import: whole, and the same each time it is packed."""

import json
import locale
import os
import shutil
import subprocess
import sys
import tarfile
from collections import Counter
from importlib.metadata import entry_points
from io import BytesIO
from xml.etree import ElementTree

import pytest
from xblock.core import XBlock

from ment_xblock.curriculum import surveys
from ment_xblock.curriculum.library import track
from tests.course.files import EN, blocks, by_type, elements, policy, subsections
from tools import course
from tools.course import pack
from tools.course_olx import course_files, languages
from workbench_site import course as demo

LANGUAGES = languages()
POINTERS = {"course", "chapter", "html"}
# The fields that the platform's importer knows of containers, by xmodule/modulestore/xml_importer.py and seq_block.py.
KNOWN = {
    "course": {"org", "course"},
    "chapter": set(),
    "sequential": {"format", "graded", "relative_weeks_due"},
    "vertical": {"discussion_enabled"},
    "html": {"filename"},
}
SHARES = {"training": 0.3, "agreement": 0.2, "meetings": 0.3, "feedback": 0.2}


# The archive


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_archive_holds_every_file_below_course(language):
    files = course_files(language)
    with tarfile.open(fileobj=BytesIO(pack(files))) as archive:
        assert archive.getnames() == sorted(f"course/{name}" for name in files)
        for entry in archive:
            assert archive.extractfile(entry).read() == files[entry.name.removeprefix("course/")]


def test_packed_elsewhere_it_is_the_same_to_the_byte(tmp_path):
    # Another folder, times, rights, order on disk, time zone, language and hash seed.
    there = tmp_path / "elsewhere"
    for name in ("tools", "course", "ment_xblock"):
        shutil.copytree(course.ROOT / name, there / name, symlinks=True)
    for path in there.joinpath("course").rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700)
    found = {one.strip() for one in subprocess.check_output(["locale", "-a"], text=True).split()}
    other = next((one for one in sorted(found) if one.lower().startswith(("tr", "de", "it"))), "C")
    settings = {
        "TZ": "Pacific/Apia",
        "LC_ALL": other,
        "PYTHONHASHSEED": "7",
        "PATH": os.environ["PATH"],
    }
    subprocess.run(
        ["sh", "-c", f"umask 077; {sys.executable} tools/course.py"],
        cwd=there, env=settings, check=True, capture_output=True,
    )  # fmt: skip
    for language in LANGUAGES:
        built = (there / "build" / f"ment-course-{language}.tar.gz").read_bytes()
        assert built == pack(course_files(language))
    assert locale.getlocale()  # ours was left alone


def test_the_tool_writes_where_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(course, "ROOT", tmp_path)
    monkeypatch.setattr(course, "BUILD", tmp_path / "build")
    course.main()
    assert (tmp_path / "build" / "ment-course-en.tar.gz").read_bytes() == pack(EN)
    assert "build/ment-course-en.tar.gz" in capsys.readouterr().out


# OLX


def test_ids_are_unique_also_over_types():
    # A page of the course is linked by its url_name alone (/jump_to_id/…).
    ids = Counter(one.get("url_name") for one in elements() if one.get("url_name"))
    pointed = {
        name.removesuffix(".xml").split("/")[1] for name in EN if name.startswith("chapter/")
    }
    assert pointed == {"prepare", "meet", "act", "reflect"}
    assert not [name for name, number in ids.items() if number > 1]
    assert not set(ids) & {"overview", "short_description", "effort", "help"}


def test_every_pointer_leads_to_a_file_and_every_file_is_pointed_to():
    pointed = {
        f"{one.tag}/{one.get('url_name')}.xml"
        for one in elements()
        if one.tag in POINTERS and one.get("url_name") and not list(one)
    }
    assert pointed == {name for name in EN if name.endswith(".xml")} - {"course.xml"}
    for one in elements():
        if one.get("filename"):
            assert f"html/{one.get('filename')}.html" in EN
    tabs = [tab["url_slug"] for tab in policy()["course/run"]["tabs"] if "url_slug" in tab]
    assert {f"tabs/{slug}.html" for slug in tabs} == {
        name for name in EN if name.startswith("tabs/")
    }
    image = policy()["course/run"]["course_image"]
    assert EN[f"static/{image}"].startswith(b"\x89PNG")


def test_the_platform_knows_every_attribute():
    for one in elements():
        known = KNOWN.get(one.tag) or set()
        if one.tag not in KNOWN:
            known = {*XBlock.load_class(one.tag).fields, "xblock-family"}
        assert set(one.attrib) - {"url_name", "display_name"} <= known, one.attrib


def test_people_see_a_name_for_everything():
    for one in elements():
        is_pointer = one.tag in POINTERS and one.get("url_name") and not list(one)
        if not is_pointer and one.tag != "course":
            assert one.get("display_name"), one.attrib
    # The names of units are short enough for an outline on a phone.
    assert all(len(one.get("display_name")) <= 50 for one in elements() if one.tag == "vertical")


# What is in it


def test_the_outline_goes_the_way_of_the_toolkit():
    run = ElementTree.fromstring(EN["course/run.xml"])
    names = [
        ElementTree.fromstring(EN[f"chapter/{one.get('url_name')}.xml"]).get("display_name")
        for one in run
    ]
    assert names == ["Prepare", "Meet", "Act", "Reflect"]
    first = next(subsections())[0]
    assert [one.tag for one in first] == ["ment_dashboard"]


def test_every_block_of_ours_is_in_it():
    modules = policy()["course/run"]["advanced_modules"]
    ours = {entry.name for entry in our_entry_points()}
    assert {one.tag for one in blocks()} == set(modules) == ours
    assert len(modules) == len(set(modules))


def our_entry_points():
    return [one for one in entry_points(group="xblock.v1") if one.name.startswith("ment_")]


def test_every_built_in_module_is_there_once():
    modules = [one.get("module_name") for one in by_type("ment_training")]
    assert modules == [module.id for name in ("junior", "senior") for module in track(name, "en")]


def test_every_built_in_survey_is_there_once_where_it_belongs():
    chapter_of = {
        block.get("instrument"): chapter
        for chapter in ("prepare", "meet", "act", "reflect")
        for block in ElementTree.fromstring(EN[f"chapter/{chapter}.xml"]).iter("ment_survey")
    }
    assert len(by_type("ment_survey")) == len(chapter_of)
    assert chapter_of == {
        "baseline": "prepare", "pulse": "act", "mid": "act", "end": "reflect", "partner": "reflect",
        "owner": "reflect", "follow-up": "reflect",
    }  # fmt: skip
    assert set(chapter_of) == set(surveys.instruments())


def test_surveys_that_know_the_person_are_confidential():
    for block in by_type("ment_survey"):
        items = surveys.instruments()[block.get("instrument")].items
        if any(item.named for item in items) or block.get("instrument") in ("baseline", "pulse"):
            assert block.get("mode") == "confidential"
    modes = {block.get("instrument"): block.get("mode") for block in by_type("ment_survey")}
    assert modes["follow-up"] == "anonymous"


def test_owners_are_asked_their_questions_once():
    (end,) = [one for one in by_type("ment_survey") if one.get("instrument") == "end"]
    items = surveys.instruments()["end"].items
    assert json.loads(end.get("questions")) == [one.id for one in items if not one.owners_only]
    left_out = {one.id for one in items if one.owners_only}
    assert left_out == {one.id for one in surveys.instruments()["owner"].items}


def test_no_unit_has_a_public_discussion_beside_it():
    units = [one for one in elements() if one.tag == "vertical"]
    assert {one.get("discussion_enabled") for one in units} == {"false"}
    hidden = [tab["type"] for tab in policy()["course/run"]["tabs"] if tab.get("is_hidden")]
    assert hidden == ["discussion", "wiki"]


def test_it_holds_no_date():
    # In a self-paced course the platform counts the weeks from each learner's own beginning.
    course_policy = policy()["course/run"]
    assert course_policy["self_paced"] is True
    assert not {"start", "end", "due", "enrollment_start", "enrollment_end"} & set(course_policy)
    assert not [
        one for one in elements() if {"start", "due", "opens_on", "closes_on"} & set(one.attrib)
    ]
    weeks = [int(one.get("relative_weeks_due", 0)) for one in subsections() if one.get("graded")]
    assert all(1 <= number <= 18 for number in weeks), "the platform's longest self-paced course"


# Grading


def test_what_counts_is_what_both_roles_have():
    graders = policy("grading_policy.json")["GRADER"]
    assert {one["type"].lower(): one["weight"] for one in graders} == SHARES
    assert sum(SHARES.values()) == pytest.approx(1)
    assert {one.get("format") for one in subsections() if one.get("graded")} == {
        grader["type"] for grader in graders
    }
    assert all(grader["drop_count"] == 0 for grader in graders)


def grade_of(subsection_shares):
    """The course grade as xmodule/graders.py works it out: 0 of 0 is left out, what ``min_count`` misses is 0."""
    total = 0.0
    for grader in policy("grading_policy.json")["GRADER"]:
        shares = [
            earned / possible
            for kind, earned, possible in subsection_shares
            if kind == grader["type"] and possible > 0
        ]
        shares += [0.0] * (grader["min_count"] - len(shares))
        total += grader["weight"] * sum(shares) / len(shares)
    return total


@pytest.mark.parametrize("role", ["mentor", "mentee", "owner"])
def test_each_role_can_reach_everything(role):
    shares = [
        (one.get("format"), *possible_for(role, one)) for one in subsections() if one.get("graded")
    ]
    assert grade_of([(kind, points, points) for kind, points in shares]) == pytest.approx(1)
    # And whoever did all but one kind of thing does not pass by accident with training alone.
    only = [(kind, points if kind == "Training" else 0, points) for kind, points in shares]
    assert grade_of(only) == pytest.approx(0.3)


def possible_for(role, subsection):
    """The points of a subsection for a role; a block that is not for it is 0 of 0."""
    points = 0.0
    for block in subsection.iter():
        if block.tag == "ment_training":
            mine = "j" if role == "mentor" else "s"
            points += float(block.get("weight", 1)) * block.get("module_name").startswith(mine)
        elif block.tag == "ment_survey":
            asked = {"partner": {"mentee", "owner"}, "owner": {"owner"}}
            is_asked = role in asked.get(block.get("instrument"), {role})
            points += float(block.get("weight", 1)) * is_asked
        elif block.tag in ("ment_agreement", "ment_journal"):
            points += float(block.get("weight", 1))
    return (points,)


def test_the_three_months_later_change_no_grade():
    (later,) = [one for one in by_type("ment_survey") if one.get("instrument") == "follow-up"]
    assert float(later.get("weight")) == 0
    graded = [one for one in subsections() if one.get("graded")]
    assert all(b.get("url_name") != later.get("url_name") for one in graded for b in one.iter())


def test_the_blocks_agree_on_how_many_meetings_there_are():
    numbers = {one.get("required_sessions") for one in blocks() if one.get("required_sessions")}
    assert numbers == {"6"}


# The demo


def test_the_demo_shows_what_the_course_has():
    theirs = [ElementTree.fromstring(unit.olx) for unit in demo.UNITS]
    assert {one.tag for one in theirs} == {one.tag for one in blocks()}
    for attribute in ("module_name", "instrument"):
        shown = {one.get(attribute) for one in theirs} - {None}
        offered = {one.get(attribute) for one in blocks()} - {None}
        assert shown <= offered
    modules = [one.get("module_name") for one in theirs if one.tag == "ment_training"]
    assert modules == [one.get("module_name") for one in by_type("ment_training")]
