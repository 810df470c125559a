"""The pages of the ready course: plain, whole, readable, and the same in every language."""

import shutil
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from ment_xblock.curriculum.readability import GRADE, grade, long_sentences
from tests.course.files import EN, elements, pages, policy
from tools.course_olx import SHAPE, WORDS, CourseIncomplete, course_files, languages, page_html

LANGUAGES = languages()


# Pages


class Outline(HTMLParser):
    """Tags, headings and links of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.links, self.open = Counter(), [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.open.append(tag)
        self.attributes += attrs
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


EVERY_PAGE = [(language, name) for language in LANGUAGES for name in pages(course_files(language))]


@pytest.mark.parametrize(("language", "name"), EVERY_PAGE)
def test_a_page_is_plain_and_whole(language, name):
    outline = Outline(pages(course_files(language))[name])
    assert not outline.open
    assert set(outline.tags) <= {
        "div",
        "p",
        "ul",
        "ol",
        "li",
        "a",
        "strong",
        "em",
        "h2",
        "h3",
        "h4",
    }
    assert {key for key, _value in outline.attributes} <= {"lang", "dir", "href"}
    levels = [int(tag[1]) for tag in outline_headings(pages(course_files(language))[name])]
    assert not levels or levels[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))


def outline_headings(html):
    return [tag.tag for tag in ElementTree.fromstring(html).iter() if tag.tag in ("h2", "h3", "h4")]


@pytest.mark.parametrize(("language", "name"), EVERY_PAGE)
def test_every_link_leads_to_a_unit(language, name):
    files = course_files(language)
    units = {
        f"/jump_to_id/{one.get('url_name')}" for one in elements(files) if one.tag == "vertical"
    }
    assert set(Outline(pages(files)[name]).links) <= units
    if name.startswith("about/"):
        assert not Outline(pages(files)[name]).links, "who reads it is not in the course yet"


def test_a_link_names_the_unit_it_leads_to():
    names = {
        one.get("url_name"): one.get("display_name") for one in elements() if one.tag == "vertical"
    }
    for html in pages().values():
        for link in ElementTree.fromstring(html).iter("a"):
            assert link.text == names[link.get("href").rsplit("/", 1)[1]]


@pytest.mark.parametrize("path", sorted(WORDS.glob("en/**/*.md")), ids=lambda path: path.stem)
def test_a_12_year_old_can_read_it(path):
    text = path.read_text()
    assert not long_sentences(text)
    assert grade([text]) <= GRADE


def test_the_short_description_fits_on_a_card():
    assert len(EN["about/short_description.html"].decode()) <= 150, "as Studio asks for"
    assert all(b"<" not in EN[f"about/{one}.html"] for one in ("short_description", "effort"))


# Translations


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_links_and_headings_of_the_original(language):
    theirs = pages(course_files(language))
    for name, html in pages().items():
        assert Outline(theirs[name]).links == Outline(html).links, name
        assert outline_headings(theirs[name]) == outline_headings(html), name
    assert policy(files=course_files(language))["course/run"]["language"] == language


def test_a_language_that_is_written_from_the_right():
    assert page_html("Hello", "ar").startswith('<div lang="ar" dir="rtl">')
    assert page_html("Hello", "it").startswith('<div lang="it" dir="ltr">')


def test_no_word_brings_html_of_its_own():
    html = page_html("## <b>x</b>\n\nSee [<script>](/jump_to_id/j1) & go", "en")
    assert set(Outline(html).tags) == {"div", "h2", "p", "a"}


def test_a_half_translated_course_says_what_is_missing(tmp_path):
    shutil.copytree(WORDS / "en", tmp_path / "it")
    (tmp_path / "it" / "pages" / "welcome.md").unlink()
    (tmp_path / "it" / "pages" / "benvenuti.md").write_text("Ciao")
    names = tmp_path / "it" / "names.yaml"
    names.write_text(names.read_text().replace("  meet: Meet\n", "  incontra: Incontra\n"))
    with pytest.raises(CourseIncomplete) as caught:
        course_files("it", words=tmp_path)
    assert caught.value.missing == ["names.yaml: outline.meet", "pages/welcome.md"]
    assert caught.value.left_over == ["names.yaml: outline.incontra", "pages/benvenuti.md"]
    assert "pages/welcome.md" in str(caught.value)


def test_the_shape_has_no_words():
    for path in SHAPE.rglob("*.xml"):
        assert "display_name" not in path.read_text(), path
        assert not [one for one in ElementTree.parse(path).iter() if (one.text or "").strip()]
