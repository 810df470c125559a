"""The checker: line and hint for each mistake, the command line, translations, the document."""

import re
from pathlib import Path

import pytest

from ment_xblock.curriculum import library
from ment_xblock.curriculum.check import built_in_files, check_text, main
from ment_xblock.curriculum.messages import MESSAGES, say
from ment_xblock.curriculum.readability import grade, long_sentences, sentences, syllables
from ment_xblock.curriculum.source import read_source
from ment_xblock.domain.training.errors import ModuleInvalid
from ment_xblock.domain.training.minutes import WORDS_A_MINUTE, estimate

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs/curriculum-format.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```yaml\n(.*?)```", DOCUMENT, re.S)[1]
J8 = (ROOT / "ment_xblock/curriculum/modules/en/j8.yaml").read_text(encoding="utf-8")


def test_the_example_in_the_document_is_a_good_module():
    report = check_text(EXAMPLE)
    assert report.findings == ()
    assert report.module.title == "Photos of warm bread"


def test_the_document_names_every_type_and_every_number():
    for kind in {one.kind for i in library.MODULE_IDS for one in library.module(i).activities}:
        assert f"| `{kind}`" in DOCUMENT or f"`{kind}`," in DOCUMENT
    assert f"{WORDS_A_MINUTE} words a minute" in DOCUMENT


def line_of(text, part):
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def spoilt(old, new):
    assert EXAMPLE.count(old) == 1
    return EXAMPLE.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        (
            "    check: true\n    minutes: 1\n    title: In",
            "    chekc: true\n    minutes: 1\n    title: In",
            "field.unknown",
            "chekc",
        ),
        ("        right: true\n", "        right: maybe\n", "field.type", "flag"),
        (
            "            to: hers",
            "            to: nowhere",
            "conversation.unknown_target",
            "nowhere",
        ),
        ("start: asks", "start: ask", "conversation.unknown_start", "“ask”"),
        ("    minutes: 0.5\n", "    minutes:\n", "field.missing", "minutes"),
        ("percent: 60", "percent: 600", "field.range", "600"),
        ("      - id: mine\n", "      - id: hers\n", "id.repeated", "hers"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_a_way_to_mend_it(old, new, code, said):
    text = spoilt(old, new)
    report = check_text(text)
    assert report.module is None
    assert report.fails(strict=False)
    finding = next(one for one in report.findings if one.problem.code == code)
    at = new.splitlines()[0]
    # The second of two equal ids is the one that is told.
    expected = line_of(text, at) if code != "id.repeated" else line_of(EXAMPLE, "- id: hers")
    assert finding.line == expected
    assert said in finding.what
    assert finding.fix
    assert "%(" not in finding.what + finding.fix


def test_a_missing_key_is_told_at_the_part_that_misses_it():
    text = spoilt("        reason: First the light. Everything else depends on it.\n", "")
    (finding,) = check_text(text).findings
    assert finding.problem.path == "activities[1].steps[0].reason"
    assert finding.line == line_of(text, "- id: place")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: [1\nb: 2", "yaml.syntax", 2),
        ("a: 1\nb: “x\n\tc: 2", "yaml.syntax", 3),
        ("a: 1\na: 2", "yaml.repeated_key", 2),
        ("a: &x [1]\nb: *x", "yaml.alias", 2),
        ("a: " + "[" * 40 + "]" * 40, "yaml.too_deep", 1),
        ("[1, 2]: x", "yaml.syntax", 1),
        ("a: !!python/object:os.system x", "field.unknown", 1),
        ("x" * 100_001, "yaml.too_big", 1),
        ("", "field.type", 1),
        ("--- a\n--- b", "yaml.syntax", 2),
        ("a: \x07", "yaml.syntax", 1),
    ],
)
def test_text_that_is_no_yaml_module(text, code, line):
    finding = next(one for one in check_text(text).findings if one.problem.code == code)
    assert finding.line == line
    assert "%(" not in finding.what + finding.fix


def test_plain_words_stay_words():
    source = read_source("a: No\nb: yes\nc: true\nd: 3\ne: 2026-01-01\nf:\ng: 1.5\nh: ~\n")
    assert source.data == {
        "a": "No",
        "b": "yes",
        "c": True,
        "d": 3,
        "e": "2026-01-01",
        "f": None,
        "g": 1.5,
        "h": None,
    }
    assert source.line("e") == 5
    assert source.line("e.deeper[3].still") == 5
    assert source.line("nowhere") == 1


def test_bad_source_raises_one_problem():
    with pytest.raises(ModuleInvalid):
        read_source("a: [")


def test_advice_does_not_keep_a_module_from_being_saved():
    long = "word " * 30
    report = check_text(spoilt("Light from the side.\n", f"{long.strip()}.\n"))
    assert report.module
    assert {one.problem.code for one in report.findings} == {"reading.long_sentence"}
    assert not report.fails(strict=False)
    assert report.fails(strict=True)


def test_dishonest_minutes_are_advice():
    text = spoilt("minutes: 0.5", "minutes: 4.5").replace("minutes: 3.5\n", "minutes: 7.5\n")
    codes = {one.problem.code for one in check_text(text).findings}
    assert codes == {"minutes.activity", "minutes.module"}


def test_hard_texts_are_advice():
    hard = "Organisational heterogeneity necessitates considerable interdisciplinary coordination. "
    text = EXAMPLE.replace("You help a baker to take a photo that makes people hungry.", hard * 8)
    finding = next(one for one in check_text(text).findings if one.advice)
    assert finding.problem.code == "reading.grade"


def test_every_code_has_its_words():
    source = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("domain/training", "curriculum")
        for path in (ROOT / "ment_xblock" / folder).glob("*.py")
        if path.name != "messages.py"
    )
    heads = "yaml|field|list|id|choice|choose|card|pile|conversation|minutes|pass|track|toolkit"
    codes = set(re.findall(rf'"((?:{heads}|picture|reading|translation)\.[a-z_]+)"', source))
    assert codes - {"pass.rule"} == set(MESSAGES)  # that one is a place


def test_messages_fill_in_lists_and_leave_per_cent_signs():
    assert say("%(a)s of %(b)s: 10 % apart", {"a": 1, "b": ("x", "y")}) == "1 of x, y: 10 % apart"


def test_the_command_line(tmp_path, capsys):
    good = tmp_path / "good.yaml"
    good.write_text(EXAMPLE, encoding="utf-8")
    bad = tmp_path / "bad.yaml"
    bad.write_text(spoilt("start: asks", "start: ask"), encoding="utf-8")
    soft = tmp_path / "soft.yaml"
    soft.write_text(
        spoilt("minutes: 0.5", "minutes: 0.5") + "  - " + "word " * 26, encoding="utf-8"
    )
    assert main([str(good)]) == 0
    assert capsys.readouterr().out == ""
    assert main([str(good), str(bad)]) == 1
    line = line_of(EXAMPLE, "start: asks")
    out = capsys.readouterr().out
    assert out.startswith(f"{bad}:{line}: ")
    assert " → " in out
    assert main([str(soft)]) == 0
    assert "advice: " in capsys.readouterr().out
    assert main(["--strict", str(soft)]) == 1
    assert main([str(tmp_path / "none.yaml")]) == 1


def test_the_built_in_files_pass_from_the_command_line(capsys):
    assert main(["--strict"]) == 0
    assert capsys.readouterr().out == ""
    assert len(built_in_files()) >= 16


def translated(text):
    """J8 as if in Italian: the same with other words."""
    return text.replace("language: en", "language: it").replace("Limits", "Limiti")


def test_a_translation_with_the_same_parts_is_accepted():
    report = check_text(translated(J8))
    assert report.module.language == "it"
    assert not report.fails(strict=False)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("        light: green", "        light: amber", "translation.differs"),
        ("revision: 1", "revision: 2", "translation.revision"),
        ("id: friendly-no", "id: gentile", "translation.differs"),
        ("  - I practise with made-up customers.\n", "", "translation.count"),
        (
            "    text: Tick what you have. You can print the list at the end.\n",
            "",
            "translation.differs",
        ),
    ],
)
def test_a_translation_that_differs_is_told(old, new, code):
    text = translated(J8)
    assert text.count(old) == 1
    report = check_text(text.replace(old, new))
    assert [one.problem.code for one in report.findings if not one.advice] == [code]


def test_an_own_module_in_another_language_needs_no_original():
    report = check_text(EXAMPLE.replace("language: en", "language: it"))
    assert report.findings == ()


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("phone", 1),
        ("baker", 2),
        ("table", 2),
        ("asked", 1),
        ("wanted", 2),
        ("quiet", 2),
        ("doing", 2),
        ("doesn't", 2),
        ("facilitator", 5),
        ("photos", 2),
        ("rhythm", 1),
    ],
)
def test_syllables(word, count):
    assert syllables(word) == count


def test_the_grade_follows_the_formula():
    # 14 words, 2 sentences, 15 syllables, counted by hand
    text = "The cat sat on the warm red mat. Then it ran to the baker."
    assert grade([text]) == pytest.approx(0.39 * 14 / 2 + 11.8 * 15 / 14 - 15.59)
    assert grade(["Title"]) == 0.0


def test_sentences_end_at_marks_paragraphs_and_list_lines():
    text = "One is here. “Is two?” Yes!\n\nNew part\n- a line\n- **another** line\n1. first"
    assert len(sentences(text)) == 7
    assert long_sentences("word " * 26) != []
    assert long_sentences("word " * 25) == []


def test_a_conversation_counts_as_played_nearly_twice():
    talk = next(one for one in library.module("j1").activities if one.kind == "conversation")
    assert 3 < estimate(talk).minutes < 5
