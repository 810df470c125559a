"""Checks module files: ``python -m ment_xblock.curriculum.check [--strict] [files…]``.

Without files it checks the built-in ones. Mistakes make it end with 1; advice on reading and
minutes does so only with ``--strict``.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

from ment_xblock.curriculum import library
from ment_xblock.curriculum.messages import MESSAGES, say
from ment_xblock.curriculum.readability import GRADE, LONGEST_SENTENCE, grade, long_sentences
from ment_xblock.curriculum.source import Source, read_source
from ment_xblock.domain.training.errors import ModuleInvalid, Problem
from ment_xblock.domain.training.minutes import check_minutes, count_words
from ment_xblock.domain.training.parse import parse_module
from ment_xblock.domain.training.texts import compare, texts
from ment_xblock.domain.training.values import Module

START_OF_SENTENCE = 40  # characters shown


@frozen
class Finding:
    """A problem with its line; advice does not keep a module from being saved."""

    line: int
    problem: Problem
    advice: bool = False

    @property
    def what(self) -> str:
        """What is wrong, in English."""
        return say(MESSAGES[self.problem.code].what, self.problem.params)

    @property
    def fix(self) -> str:
        """How to mend it, in English."""
        return say(MESSAGES[self.problem.code].fix, self.problem.params)


@frozen
class Report:
    """The module, or None when it has mistakes, and everything that was found."""

    module: Module | None
    findings: tuple[Finding, ...]

    def fails(self, *, strict: bool) -> bool:
        """Whether anything was found that counts.

        Args:
            strict: Count advice too.

        Returns:
            True when it fails.
        """
        return any(strict or not finding.advice for finding in self.findings)


def check_text(text: str) -> Report:
    """Check the text of a module file; also for the editor in Studio.

    Args:
        text: YAML.

    Returns:
        The module if it can be used, and all findings in the order of their lines.
    """
    source = None
    try:
        source = read_source(text)
        module = parse_module(source.data, library.known())
    except ModuleInvalid as error:
        return Report(None, _findings(error.problems, source))
    problems = (*check_minutes(module), *_reading(module))
    return Report(
        module, (*_against_original(module, source), *_findings(problems, source, advice=True))
    )


def _findings(
    problems: Sequence[Problem], source: Source | None, *, advice: bool = False
) -> tuple[Finding, ...]:
    found = [Finding(_line(problem, source), problem, advice) for problem in problems]
    return tuple(sorted(found, key=lambda finding: finding.line))


def _line(problem: Problem, source: Source | None) -> int:
    line = problem.params.get("line")
    if isinstance(line, int):
        return line
    return source.line(problem.path) if source else 1


def _reading(module: Module) -> Iterator[Problem]:
    everything = list(texts(module))
    if module.language == library.ORIGINAL:
        found = round(grade(text for _, text in everything), 1)
        if found > GRADE:
            yield Problem("reading.grade", "title", {"grade": found, "limit": GRADE})
    for path, text in everything:
        for sentence in long_sentences(text):
            params = {
                "words": count_words(sentence),
                "start": sentence[:START_OF_SENTENCE],
                "limit": LONGEST_SENTENCE,
            }
            yield Problem("reading.long_sentence", path, params)


def _against_original(module: Module, source: Source) -> tuple[Finding, ...]:
    if module.language == library.ORIGINAL or module.id not in library.MODULE_IDS:
        return ()
    return _findings(compare(library.module(module.id), module), source)


def built_in_files() -> list[Path]:
    """Files of the built-in modules in every language.

    Returns:
        Paths in alphabetical order.
    """
    return sorted(Path(__file__).parent.glob("modules/*/*.yaml"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line.

    Args:
        arguments: Without the program's name; None takes those of the process.

    Returns:
        Exit code: 0 when nothing is wrong.
    """
    parser = argparse.ArgumentParser(description="Check training modules.")
    parser.add_argument("files", nargs="*", type=Path, help="module files; none: the built-in ones")
    parser.add_argument("--strict", action="store_true", help="let advice fail, too")
    options = parser.parse_args(arguments)
    failed = False
    for path in options.files or built_in_files():
        try:
            report = check_text(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            sys.stdout.write(f"{path}:1: The file cannot be read: {error}\n")
            failed = True
            continue
        for finding in report.findings:
            mark = "advice: " if finding.advice else ""
            sys.stdout.write(f"{path}:{finding.line}: {mark}{finding.what} → {finding.fix}\n")
        failed |= report.fails(strict=options.strict)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
