"""The files of the ready course, as tests read them."""

import json
from xml.etree import ElementTree

from tools.course_olx import course_files

EN = course_files("en")


def elements(files=EN):
    """Every element of every OLX file."""
    for name, content in files.items():
        if name.endswith(".xml"):
            yield from ElementTree.fromstring(content).iter()


def blocks(files=EN):
    return [one for one in elements(files) if one.tag.startswith("ment_")]


def by_type(tag):
    return [one for one in blocks() if one.tag == tag]


def pages(files=EN):
    """Every page as people read it."""
    return {
        name: content.decode()
        for name, content in files.items()
        if name.endswith(".html") and not name.startswith(("about/short", "about/effort"))
    }


def policy(name="policy.json", files=EN):
    return json.loads(files[f"policies/run/{name}"])


def subsections():
    for chapter in ("prepare", "meet", "act", "reflect"):
        yield from ElementTree.fromstring(EN[f"chapter/{chapter}.xml"])
