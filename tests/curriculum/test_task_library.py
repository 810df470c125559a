"""The task library: complete, balanced, and safe to show."""

import re
from collections import Counter
from importlib.resources import files
from xml.etree import ElementTree

import attrs
import pytest

from ment_xblock.curriculum.task_library import (
    LibraryTask,
    UnknownTask,
    all_tasks,
    areas,
    digcomp_credit,
    skill_steps,
    task,
    task_words,
    trades,
)
from ment_xblock.curriculum.texts import UnknownTextError, data, languages
from ment_xblock.domain.agreement.terms import OWN_JOB
from ment_xblock.domain.errors import NotFound

TASKS = all_tasks()
IDS = [entry.id for entry in TASKS]
STATIC = files("ment_xblock") / "static"
PICTURES = STATIC / "ment_xblock" / "pictures" / "tasks"
LANGUAGES = sorted(languages("task_library"))

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "g", "path", "rect", "circle"}
COLOURS = {"none", "#1d2733", "#0a6b66", "#e3f1f0", "#c9703a", "#fff"}
NUMBER = r"-?[0-9]+(\.[0-9]+)?"
ATTRIBUTES = {
    **dict.fromkeys(("fill", "stroke"), "|".join(COLOURS)),
    **dict.fromkeys(("x", "y", "cx", "cy", "r", "rx", "width", "height", "stroke-width"), NUMBER),
    **dict.fromkeys(("stroke-linecap", "stroke-linejoin"), "round"),
    "viewBox": "0 0 64 64",
    "d": r"[MLHVCSAZmlhvcsaz0-9 .-]+",
    "transform": rf"rotate\({NUMBER} {NUMBER} {NUMBER}\)",
}


def faults(svg):
    """List what a picture must not have; only what is listed as harmless is let through."""
    if "<!" in svg or "<?" in svg or not svg.startswith("<svg "):
        return ["more than plain elements"]
    found = []
    for element in ElementTree.fromstring(svg).iter():
        name = element.tag.removeprefix(SVG)
        if not element.tag.startswith(SVG) or name not in SHAPES:
            found.append(f"element {name}")
        if (element.text or "").strip() or (element.tail or "").strip():
            found.append("text")
        found += [
            f"attribute {key}={value}"
            for key, value in element.attrib.items()
            if not re.fullmatch(ATTRIBUTES.get(key, "(?!)"), value)
        ]
    return found


def test_there_are_enough_tasks_and_no_id_twice():
    assert len(TASKS) >= 40
    assert len(set(IDS)) == len(IDS) == len(data("task_library", "tasks")["tasks"])


@pytest.mark.parametrize("entry", TASKS, ids=IDS)
def test_each_task_is_well_formed(entry):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", entry.id)
    assert len(entry.id) <= 40
    assert entry.id != OWN_JOB
    assert entry.revision >= 1
    assert entry.area in areas("en")
    assert entry.trades
    assert set(entry.trades) <= set(trades("en"))
    assert len(set(entry.trades)) == len(entry.trades)
    assert entry.trades == ("any",) or "any" not in entry.trades


def test_the_areas_are_balanced_and_in_order():
    counts = Counter(entry.area for entry in TASKS)
    assert list(counts) == list(areas("en"))
    assert min(counts.values()) >= 6
    assert max(counts.values()) <= 2 * min(counts.values())


@pytest.mark.parametrize("trade", [trade for trade in trades("en") if trade != "any"])
def test_each_trade_has_tasks_of_its_own_and_all_the_general_ones(trade):
    assert any(trade in entry.trades for entry in TASKS)
    general = {entry.id for entry in TASKS if entry.trades == ("any",)}
    assert general < {entry.id for entry in TASKS if entry.fits(trade)}


def test_a_task_of_some_trades_does_not_fit_the_others():
    assert task("measure-room").fits("wood")
    assert not task("measure-room").fits("beauty")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_wording_is_short_and_its_own(language):
    words = [task_words(entry.id, language) for entry in TASKS]
    for pair in words:
        for line in (str(pair.wording), str(pair.example)):
            assert 10 <= len(line) <= 60
            assert line[0].isupper()
            assert line[-1] not in ".!?"
            assert line == " ".join(line.split())
    assert len({str(pair.wording) for pair in words}) == len(TASKS)
    assert len({str(pair.example) for pair in words}) == len(TASKS)


def test_english_has_every_revision_of_every_task_and_nothing_else():
    words = data("task_library", "en")["tasks"]
    assert {key: list(entry) for key, entry in words.items()} == {
        entry.id: list(range(1, entry.revision + 1)) for entry in TASKS
    }
    for revisions in words.values():
        for parts in revisions.values():
            assert set(parts) == {"wording", "example"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_has_words_that_english_lacks(language):
    english = data("task_library", "en")
    for section, entries in data("task_library", language).items():
        assert set(entries) <= set(english[section])


def test_areas_trades_and_steps_are_named_in_order():
    assert list(areas("en")) == [
        "information",
        "communication",
        "content",
        "safety",
        "problem-solving",
    ]
    steps = ["never", "somebody-else", "with-help", "with-notes", "alone"]
    assert list(skill_steps("en")) == steps
    assert next(iter(trades("en"))) == "any"
    for names in (areas("en"), trades("en"), skill_steps("en")):
        assert len({str(name) for name in names.values()}) == len(names)
        assert all(len(str(name)) <= 45 for name in names.values())


def test_digcomp_is_credited_as_its_licence_asks():
    credit = digcomp_credit("en")
    for part in (
        "DigComp 2.2",
        "Vuorikari, R., Kluzer, S. and Punie, Y. (2022)",
        "Publications Office of the European Union",
        "CC BY 4.0",
        "in our own words",
    ):
        assert part in str(credit.words)
    assert credit.source == "https://doi.org/10.2760/115376"
    assert credit.licence == "https://creativecommons.org/licenses/by/4.0/"


def test_a_task_is_found_by_its_id():
    found = task("quote-as-pdf")
    assert found == LibraryTask(id="quote-as-pdf", revision=1, area="content", trades=("any",))
    assert found.picture == "ment_xblock/pictures/tasks/quote-as-pdf.svg"
    assert str(task_words("quote-as-pdf", "en").wording) == "Send a quote as PDF from my phone"


def test_a_task_cannot_be_changed():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        task("quote-as-pdf").area = "safety"


@pytest.mark.parametrize("find", [task, lambda task_id: task_words(task_id, "en")])
def test_an_unknown_task_is_a_typed_error(find):
    with pytest.raises(UnknownTask) as caught:
        find("fly-to-the-moon")
    assert isinstance(caught.value, NotFound)
    assert (caught.value.code, caught.value.params) == ("unknown_task", {"task": "fly-to-the-moon"})


def test_a_revision_that_never_was_is_a_typed_error():
    with pytest.raises(UnknownTextError):
        task_words("quote-as-pdf", "en", revision=99)


def test_each_task_has_its_picture_and_no_picture_is_left_over():
    assert sorted(file.name for file in PICTURES.iterdir()) == sorted(f"{i}.svg" for i in IDS)
    assert all(STATIC.joinpath(*entry.picture.split("/")).is_file() for entry in TASKS)


@pytest.mark.parametrize("entry", TASKS, ids=IDS)
def test_each_picture_is_safe_small_and_in_the_common_style(entry):
    svg = STATIC.joinpath(*entry.picture.split("/")).read_text(encoding="utf-8")
    assert faults(svg) == []
    assert len(svg.encode()) < 1500
    root = ElementTree.fromstring(svg)
    assert root.attrib == {
        "width": "64",
        "height": "64",
        "viewBox": "0 0 64 64",
        "fill": "none",
        "stroke": "#1d2733",
        "stroke-width": "2.5",
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
    }


def test_no_two_pictures_are_the_same():
    assert len({file.read_text(encoding="utf-8") for file in PICTURES.iterdir()}) == len(TASKS)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path d="M0 0" onload="alert(1)"/>',
        '<path d="M0 0" style="fill:red"/>',
        '<path d="M0 0" id="a"/>',
        '<rect fill="url(#a)"/>',
        '<rect fill="#ff0000"/>',
        '<image href="https://example.com/a.png"/>',
        '<a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:alert(1)"/>',
        '<g xmlns="http://www.w3.org/1999/xhtml"/>',
        "<text>PDF</text>",
        "<g>PDF</g>",
        "<!-- note -->",
    ],
)
def test_the_check_of_pictures_finds_faults(inside):
    clean = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{}</svg>'
    assert faults(clean.format('<path d="M4 6h10" stroke="#0a6b66"/>')) == []
    assert faults(clean.format(inside))
