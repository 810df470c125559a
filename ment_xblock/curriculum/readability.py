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
SHORTEST_PROSE = 8  # words; labels and titles would make a text look easier than it is

# The end of a paragraph or of a line in a list ends a sentence, too.
SENTENCE_END = re.compile(
    r"[.!?\u2026]+[\"'\u201d\u2019)*_]*(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-*#]|\d+\.)\s)"
)
LETTER = re.compile(r"[^\W\d_]")
VOWELS = re.compile(r"[aeiouy]+")
TWO_VOWELS = re.compile(r"[aeiouy]ing$|i[ao](?!n)|ui?et|[sd]n['\u2019]t$")
SILENT_END = re.compile(r"(?:[^laeiouy]es|[^dtaeiouy]ed|[^laeiouy]e)$")


def sentences(text: str) -> list[str]:
    """Split a text into sentences; every line of a list is one.

    Args:
        text: A text, may be Markdown.

    Returns:
        Sentences that have at least one word.
    """
    return [part.strip() for part in SENTENCE_END.split(text) if part and LETTER.search(part)]


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
    return max(groups + bool(TWO_VOWELS.search(low)), 1)


def grade(texts: Iterable[str]) -> float:
    """School grade of several texts together.

    Args:
        texts: The texts.

    Returns:
        The Flesch-Kincaid grade; 0.0 when there are no words.
    """
    prose = [text for text in texts if count_words(text) >= SHORTEST_PROSE]
    parts = [sentence for text in prose for sentence in sentences(text)]
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
