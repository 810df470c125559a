"""The words of the toolkit's checklist and outputs, and of the figures that tick them."""

from __future__ import annotations

from ment_xblock.curriculum import texts

_FOLDER = "evidence"


def group_words(language: str, group: str) -> str:
    """The heading of a group of items.

    Args:
        language: code such as ``"it"``.
        group: such as ``"before"`` or ``"phase1"``.
    """
    return texts.text(_FOLDER, language, "groups", group).words


def item_words(language: str, item: str) -> str:
    """One item of the toolkit, in one line.

    Args:
        language: code such as ``"it"``.
        item: its id.
    """
    return texts.text(_FOLDER, language, "items", item).words


def figure_words(language: str, figure: str) -> str:
    """What a figure counts.

    Args:
        language: code such as ``"it"``.
        figure: its name in ``domain.figures.Figures``.
    """
    return texts.text(_FOLDER, language, "figures", figure).words
