"""How hard a text is to read: school grade by Flesch and Kincaid, for English.

Source of the formula: Kincaid, Fishburne, Rogers & Chissom (1975), Derivation of new
readability formulas for Navy enlisted personnel. 0.39 words per sentence + 11.8 syllables per
word - 15.59. Grade 6 is read at about 12 years.
"""

import re
from collections.abc import Iterable

from ment_xblock.domain.training.minutes import WORD, count_words

GRADE = 6.0
LONGEST_SENTENCE = 25  # words

# A colon before a list or a quotation, and the end of a line, also give a reader a rest.
SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)*_]*(?=\s|$)|:(?=\s)|\n\s*\n|\n(?=\s*(?:[-*#]|\d+\.)\s)")  # noqa: RUF001
VOWELS = re.compile(r"[aeiouy]+")
SILENT_END = re.compile(r"(?:[^laeiouy]es|[^dtaeiouy]ed|[^laeiouy]e)$")


def sentences(text: str) -> list[str]:
    """Split a text into sentences; every line of a list is one.

    Args:
        text: A text, may be Markdown.

    Returns:
        Sentences that have at least one word.
    """
    return [part.strip() for part in SENTENCE_END.split(text) if part and WORD.search(part)]


def syllables(word: str) -> int:
    """Count syllables by groups of vowels.

    Args:
        word: An English word.

    Returns:
        At least 1.
    """
    low = word.lower().replace("'s", "").replace("\u2019s", "")
    groups = len(VOWELS.findall(low))
    if groups > 1 and SILENT_END.search(low):
        groups -= 1
    return max(groups, 1)


def grade(texts: Iterable[str]) -> float:
    """School grade of several texts together.

    Args:
        texts: The texts.

    Returns:
        The Flesch-Kincaid grade; 0.0 when there are no words.
    """
    parts = [sentence for text in texts for sentence in sentences(text)]
    words = [word for part in parts for word in WORD.findall(part)]
    if not words:
        return 0.0
    per_sentence = len(words) / len(parts)
    per_word = sum(syllables(word) for word in words) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def long_sentences(text: str) -> list[str]:
    """Sentences over the limit.

    Args:
        text: A text.

    Returns:
        The sentences.
    """
    return [one for one in sentences(text) if count_words(one) > LONGEST_SENTENCE]
