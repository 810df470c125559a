"""Every item and figure has words in every language that is there."""

import attrs

from ment_xblock.curriculum import texts
from ment_xblock.curriculum.evidence import figure_words, group_words, item_words
from ment_xblock.domain.evidence import CHECKLIST, OUTPUTS
from ment_xblock.domain.figures import Figures


def names_of_figures() -> set[str]:
    return {field.name for field in attrs.fields(Figures)} | {"participants", "pairs_that_stay"}


def test_every_item_group_and_figure_has_words() -> None:
    names = names_of_figures()
    for language in texts.languages("evidence"):
        assert all(item_words(language, item.id) for item in CHECKLIST + OUTPUTS)
        assert all(group_words(language, item.group) for item in CHECKLIST + OUTPUTS)
        assert all(figure_words(language, name) for name in names)


def test_there_are_no_words_for_nothing() -> None:
    words = texts.data("evidence", "en")
    assert set(words["items"]) == {item.id for item in CHECKLIST + OUTPUTS}
    assert set(words["figures"]) == names_of_figures()
