"""Typed text as it is stored."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.text import TooLongError, clean_line, clean_text

# Surrogates too: JSON may carry a lone one, and no database takes it.
anything = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  hello \n", "hello"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\x00b\x07c\x7f", "abc"),
        ("tab\there", "tab\there"),
        ("\ud83d lone", "lone"),
        ("Über ñandú 漢字 😀", "Über ñandú 漢字 😀"),
        ("<script>alert('x')</script>", "<script>alert('x')</script>"),
        (" \x00 ", ""),
    ],
)
def test_text_keeps_words_and_drops_what_cannot_be_stored(typed, stored):
    assert clean_text(typed, 100) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  one\n two\t\tthree  ", "one two three"),
        ("a \x00 b", "a b"),
        ("a\u2028b\x85c", "a b c"),
        ("\x1c\x1d", ""),
    ],
)
def test_a_line_has_single_spaces(typed, stored):
    assert clean_line(typed, 100) == stored


@pytest.mark.parametrize("clean", [clean_text, clean_line])
def test_length_counts_characters_after_cleaning(clean):
    assert clean(" " + "😀" * 10 + "\x00 ", 10) == "😀" * 10
    with pytest.raises(TooLongError) as refused:
        clean("ä" * 11, 10)
    assert (refused.value.most, refused.value.length) == (10, 11)


@pytest.mark.parametrize("clean", [clean_text, clean_line])
@given(typed=anything)
def test_what_is_stored_is_clean_and_stays_so(clean, typed):
    stored = clean(typed, 100)
    assert clean(stored, 100) == stored
    assert stored.encode("utf-8").decode("utf-8") == stored
    assert stored == stored.strip()
    assert not {"\x00", "\r", "\x1b", "\x7f"} & set(stored)


@given(anything)
def test_no_letter_is_lost(typed):
    def letters(text):
        return [char for char in text if unicodedata.category(char)[0] in "LNPSM"]

    assert letters(clean_text(typed, 100)) == letters(typed)
    assert letters(clean_line(typed, 100)) == letters(typed)
