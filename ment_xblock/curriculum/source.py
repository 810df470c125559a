"""Reads a YAML file into plain data and remembers on which line everything stands."""

from attrs import frozen
from yaml import MappingNode, Node, ScalarNode, SequenceNode, YAMLError
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.error import MarkedYAMLError
from yaml.events import AliasEvent
from yaml.parser import Parser
from yaml.reader import Reader as YamlReader
from yaml.resolver import BaseResolver, Resolver
from yaml.scanner import Scanner

from ment_xblock.domain.training.errors import ModuleInvalid, Problem

MOST_CHARACTERS = 100_000
MOST_DEPTH = 12

BOOL, INT, FLOAT, NULL = (f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float", "null"))


@frozen
class Source:
    """Plain data and the line of each path.

    Attributes:
        data: Dicts, lists and scalars.
        lines: Line, from 1, by path such as ``activities[3].title``.
    """

    data: object
    lines: dict[str, int]

    def line(self, path: str) -> int:
        """Line of a path; of the nearest part around it when the path itself is not there.

        Args:
            path: A path.

        Returns:
            The line, from 1.
        """
        while path not in self.lines and path:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 1)


class PlainResolver(BaseResolver):
    """Knows texts, numbers, true and false: a sentence such as ``No`` stays a text."""


for _tag, _first in (
    (BOOL, "tfTF"),
    (INT, "-+0123456789"),
    (FLOAT, "-+.0123456789"),
    (NULL, "~nN"),
):
    for _letter in _first:
        for _known, _pattern in Resolver.yaml_implicit_resolvers.get(_letter, []):
            if _known == _tag:
                PlainResolver.add_implicit_resolver(_tag, _pattern, [_letter])
PlainResolver.add_implicit_resolver(NULL, Resolver.yaml_implicit_resolvers[""][0][1], [""])


class PlainLoader(YamlReader, Scanner, Parser, Composer, SafeConstructor, PlainResolver):
    """A safe loader without aliases, which could blow a small file up, and of bounded depth."""

    def __init__(self, text: str) -> None:
        YamlReader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        PlainResolver.__init__(self)
        self.depth = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """Compose one node, as the library does, unless it is an alias or too deep.

        Args:
            parent: The node around it.
            index: Its place there.

        Returns:
            The node.

        Raises:
            ModuleInvalid: ``yaml.alias`` or ``yaml.too_deep``.
        """
        if self.check_event(AliasEvent):
            raise _refuse("yaml.alias", self.line + 1)
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise _refuse("yaml.too_deep", self.line + 1)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def read_source(text: str) -> Source:
    """Read YAML text.

    Args:
        text: The file's content.

    Returns:
        Data and lines.

    Raises:
        ModuleInvalid: The text is too long or no YAML; its problem has the ``line`` among
            the parameters.
    """
    if len(text) > MOST_CHARACTERS:
        raise _refuse("yaml.too_big", 1, length=len(text), limit=MOST_CHARACTERS)
    try:
        loader = PlainLoader(text)
        node = loader.get_single_node()
        lines: dict[str, int] = {}
        return Source(_plain(loader, node, "", lines), lines)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise _refuse("yaml.syntax", line, detail=error.problem or "") from error
    except (YAMLError, ValueError) as error:
        raise _refuse("yaml.syntax", 1, detail=str(error)[:200]) from error


def _plain(loader: PlainLoader, node: Node | None, path: str, lines: dict[str, int]) -> object:
    if node is None:
        return None
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, MappingNode):
        return _mapping(loader, node, path, lines)
    if isinstance(node, SequenceNode):
        return [
            _plain(loader, inner, f"{path}[{index}]", lines)
            for index, inner in enumerate(node.value)
        ]
    return _scalar(loader, node)


def _mapping(
    loader: PlainLoader, node: MappingNode, path: str, lines: dict[str, int]
) -> dict[str, object]:
    found: dict[str, object] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode):
            raise _refuse("yaml.syntax", line, detail="a key must be one word")
        key = str(key_node.value)
        if key in found:
            raise _refuse("yaml.repeated_key", line, key=key)
        place = f"{path}.{key}" if path else key
        lines[place] = line
        found[key] = _plain(loader, value_node, place, lines)
    return found


def _scalar(loader: PlainLoader, node: Node) -> object:
    if node.tag in (BOOL, INT, FLOAT, NULL):
        return loader.construct_object(node)
    return node.value


def _refuse(code: str, line: int, **params: object) -> ModuleInvalid:
    return ModuleInvalid((Problem(code, "", {"line": line, **params}),))
