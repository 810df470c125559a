"""The MENT toolkit's benefits, challenges and kinds of knowledge as data with ids.

The toolkit's table of benefits swaps two labels: under "For Mentee" it lists what the young
mentors gain, and the other way round. Here each benefit stands with whom it really serves.
"""

from attrs import frozen

from ment_xblock.domain.training.errors import ModuleInvalid, Problem
from ment_xblock.domain.training.reader import LABEL, Reader

GROUPS = ("mentor", "mentee", "organisation")


@frozen
class ToolkitItem:
    """A benefit, challenge or kind of knowledge; only benefits have a group: who gains."""

    id: str
    title: str
    text: str
    group: str = ""


@frozen
class Toolkit:
    """The toolkit's three lists in one language."""

    language: str
    revision: int
    benefits: tuple[ToolkitItem, ...]
    challenges: tuple[ToolkitItem, ...]
    knowledge: tuple[ToolkitItem, ...]


def parse_toolkit(data: object) -> Toolkit:
    """Read the toolkit's lists.

    Args:
        data: Plain data, as a YAML loader gives it.

    Returns:
        The lists.

    Raises:
        ModuleInvalid: With every mistake that was found.
    """
    problems: list[Problem] = []
    reader = Reader(data, "", problems)
    toolkit = Toolkit(
        language=reader.text("language", 20),
        revision=reader.whole("revision", 1, 9999),
        benefits=reader.items("benefits", _benefit, 12, 12),
        challenges=reader.items("challenges", _item, 5, 5),
        knowledge=reader.items("knowledge", _item, 4, 4),
    )
    reader.refuse_others()
    if problems:
        raise ModuleInvalid(tuple(problems))
    return toolkit


def _item(reader: Reader) -> ToolkitItem:
    return ToolkitItem(reader.ident(), reader.text("title", LABEL), reader.text("text"))


def _benefit(reader: Reader) -> ToolkitItem:
    group = reader.one_of("group", GROUPS)
    return ToolkitItem(reader.ident(), reader.text("title", LABEL), reader.text("text"), group)
