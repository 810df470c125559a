"""The English words of the agreement: complete, fillable, short and easy to read."""

import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from statistics import mean
from string import Formatter
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).parents[2] / "ment_xblock" / "curriculum" / "clauses"


class NoDuplicates(yaml.SafeLoader):
    """Refuses a key that is there twice; YAML itself would silently keep the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        assert not twice, f"twice in the file: {twice}{node.start_mark}"
        return super().construct_mapping(node, deep)


def load(name: str) -> dict[str, Any]:
    source = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(source, Loader=NoDuplicates)


STRUCTURE, TEXTS = load("clauses"), load("en")
CLAUSES = {clause["id"]: clause for clause in STRUCTURE["clauses"]}
FIELDS = {
    field["id"]: field | {"revision": clause["revision"]}
    for clause in CLAUSES.values()
    for field in clause.get("fields", [])
}

PEOPLE = {"mentor", "mentee"}
IN_TEXTS = PEOPLE | {"facilitator", "contact", "months"}
# The longest names that still have to look right, and the words that stand in for a missing name.
VALUES = {
    "mentor": "Massimiliano",
    "mentee": "Anna-Katharina",
    "facilitator": "your facilitator",
    "contact": "chiara@example.org",
    "months": 24,
    "guardian_date": "1 December 2025",
}

# Two clauses must list things exactly, and may be longer for it.
SENTENCES = {"confidential": 12, "data": 9}
LENGTH = {"title": 32, "intro": 80, "label": 60, "hint": 90, "ask": 80, "option": 32}
# Measured over the 24 clauses: mean 3.8, highest 6.7 (minors).
MEAN_GRADE, HIGHEST_GRADE = 4.5, 7.0


def clause_texts() -> Iterator[tuple[str, dict[str, str]]]:
    for clause_id, revisions in TEXTS["clauses"].items():
        for texts in revisions.values():
            yield clause_id, texts


def field_texts() -> Iterator[tuple[str, dict[str, Any]]]:
    for field_id, revisions in TEXTS["fields"].items():
        for texts in revisions.values():
            yield field_id, texts


def strings() -> Iterator[tuple[str, str, str]]:
    """Every text of the file: whose it is, which part it is, and its words."""
    for section_id, texts in TEXTS["sections"].items():
        yield from ((section_id, part, words) for part, words in texts.items())
    for clause_id, texts in clause_texts():
        yield from ((clause_id, part, words) for part, words in texts.items())
    for field_id, texts in field_texts():
        options = texts.get("options", {})
        yield from ((field_id, part, texts[part]) for part in texts if part != "options")
        yield from ((field_id, "option", words) for words in options.values())


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def filled(words: str) -> str:
    return words.format(**VALUES)


def sentences(words: str) -> list[str]:
    parts = (re.split(r"(?<=[.?!])\s+", line) for line in words.splitlines())
    return [part for line in parts for part in line if part]


def grade(words: str) -> float:
    """Flesch-Kincaid grade: the school years a reader needs (Kincaid et al. 1975)."""
    tokens = re.findall(r"[a-z']+", words.lower())
    per_sentence = len(tokens) / len(sentences(words))
    return 0.39 * per_sentence + 11.8 * mean(map(syllables, tokens)) - 15.59


def syllables(token: str) -> int:
    bare = token.replace("'", "")
    spoken = re.sub(r"(?<=[^aeiouyl])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxz])es$", "", bare)
    return max(1, len(re.findall(r"[aeiouy]+", spoken)))


def plain(words: str) -> str:
    """The words with short names put in: how long a person's name is does not count."""
    return words.format(**VALUES | {"mentor": "Lena", "mentee": "Mark", "contact": "0123"})


def test_syllables_are_counted_as_spoken() -> None:
    spoken = {"we": 1, "time": 1, "stopped": 1, "wanted": 2, "agreement": 3, "table": 2, "hands": 1}
    assert {word: syllables(word) for word in spoken} == spoken


def test_file_says_its_language_and_nothing_else_is_in_it() -> None:
    assert TEXTS["language"] == "en"
    assert set(TEXTS) == {"language", "sections", "clauses", "fields"}


def test_every_section_has_its_words() -> None:
    assert list(TEXTS["sections"]) == STRUCTURE["sections"]
    assert all(set(texts) == {"title", "intro"} for texts in TEXTS["sections"].values())


def test_every_clause_has_its_words_at_all_its_revisions() -> None:
    revisions = {clause_id: list(texts) for clause_id, texts in TEXTS["clauses"].items()}
    assert revisions == {
        clause_id: list(range(1, clause["revision"] + 1)) for clause_id, clause in CLAUSES.items()
    }
    assert all(set(texts) == {"title", "text"} for _, texts in clause_texts())


def test_every_field_has_its_words_at_the_revision_of_its_clause() -> None:
    assert list(TEXTS["fields"]) == list(FIELDS)
    for field_id, revisions in TEXTS["fields"].items():
        assert max(revisions) == FIELDS[field_id]["revision"], field_id
        assert min(revisions) >= 1, field_id


@pytest.mark.parametrize("field_id", FIELDS)
def test_field_has_the_parts_it_needs_and_no_others(field_id: str) -> None:
    field = FIELDS[field_id]
    texts = TEXTS["fields"][field_id][field["revision"]]
    needed = {"label"}
    needed |= {"ask"} if field.get("required") else set()
    needed |= {"options"} if "options" in field else set()
    assert set(texts) - {"hint"} == needed
    assert list(texts.get("options", {})) == field.get("options", [])


def test_every_text_is_words() -> None:
    for owner, part, words in strings():
        assert isinstance(words, str), (owner, part)
        assert words == words.strip() != "", (owner, part)
        assert "  " not in words, (owner, part)


def test_names_stand_only_where_they_can_be_filled_in() -> None:
    allowed = {"text": IN_TEXTS, "label": PEOPLE, "hint": PEOPLE, "ask": PEOPLE}
    for owner, part, words in strings():
        extra = {"guardian_date"} if (owner, part) == ("minors", "text") else set()
        assert placeholders(words) <= allowed.get(part, set()) | extra, (owner, part)


def test_facts_that_the_pair_must_know_are_filled_in() -> None:
    must_hold = {
        "parties": {"mentor", "mentee", "facilitator", "contact"},
        "confidential": {"facilitator"},
        "minors": {"mentor", "guardian_date"},
        "data": {"facilitator", "months"},
    }
    for clause_id, names in must_hold.items():
        for texts in TEXTS["clauses"][clause_id].values():
            assert names <= placeholders(texts["text"]), clause_id


def test_filled_texts_have_no_braces_and_every_sentence_begins_with_a_capital() -> None:
    for owner, part, words in strings():
        ready = filled(words)
        assert not set("{}") & set(ready), (owner, part)
        for sentence in sentences(ready):
            assert re.match(r"[“]?[A-Z0-9]", sentence), (owner, sentence)


def test_every_line_of_a_clause_is_a_whole_sentence_or_ends_in_a_fact() -> None:
    for clause_id, texts in clause_texts():
        for line in filter(None, texts["text"].splitlines()):
            assert line.endswith((".", "?", ": {contact}", ": {guardian_date}")), (clause_id, line)


def test_labels_print_well_before_a_colon_and_asks_are_one_sentence() -> None:
    for field_id, texts in field_texts():
        assert texts["label"][-1].isalpha(), field_id
        assert texts.get("hint", "ends.").endswith("."), field_id
        assert texts.get("ask", "ends.").endswith("."), field_id
        assert len(sentences(texts.get("ask", "one."))) == 1, field_id


def test_labels_and_titles_can_be_told_apart() -> None:
    labels = [texts["label"] for _, texts in field_texts()]
    # A clause may keep its title in its next revision.
    titles = {(clause_id, texts["title"]) for clause_id, texts in clause_texts()}
    assert len(set(labels)) == len(labels)
    assert len({title for _, title in titles}) == len(titles)


def test_data_clause_points_to_the_clause_that_says_who_sees_what() -> None:
    for texts in TEXTS["clauses"]["confidential"].values():
        assert f"“{texts['title']}”" in TEXTS["clauses"]["data"][1]["text"]


def test_texts_are_short() -> None:
    for owner, part, words in strings():
        if part == "text":
            assert len(sentences(words)) <= SENTENCES.get(owner, 4), owner
            assert all(len(sentence.split()) <= 22 for sentence in sentences(words)), owner
        else:
            assert len(filled(words)) <= LENGTH[part], (owner, part)


def test_titles_of_clauses_have_two_to_five_words() -> None:
    for clause_id, texts in clause_texts():
        assert 2 <= len(texts["title"].split()) <= 5, clause_id


def test_no_word_tells_the_sex_of_a_person() -> None:
    for owner, part, words in strings():
        gendered = r"\b(he|she|him|his|her|hers|himself|herself|man|woman|men|women)\b"
        assert not re.search(gendered, words.lower()), (owner, part)


def test_clauses_are_easy_to_read() -> None:
    grades = {clause_id: grade(plain(texts["text"])) for clause_id, texts in clause_texts()}
    assert max(grades.values()) <= HIGHEST_GRADE, grades
    assert mean(grades.values()) <= MEAN_GRADE, grades
