"""A branching conversation: its parts, and walking through it by the ids of the choices."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from attrs import frozen

from ment_xblock.domain.training.errors import AnswerRefused
from ment_xblock.domain.training.values import Activity

GOOD = "good"
MIXED = "mixed"
POOR = "poor"
OUTCOMES = (GOOD, MIXED, POOR)


@frozen
class Person:
    """Somebody who speaks."""

    id: str
    name: str
    role: str


@frozen
class Reply:
    """What the learner can say or do, what comes of it, and where it leads."""

    id: str
    text: str
    reaction: str
    to: str


@frozen
class Node:
    """A moment: what is seen, who says what, and the possible replies."""

    id: str
    who: str
    says: str
    choices: tuple[Reply, ...]
    scene: str = ""


@frozen
class Ending:
    """How it ends, and what a good mentor would have noticed on the way."""

    id: str
    outcome: str
    title: str
    text: str
    noticed: str


@frozen(kw_only=True)
class Conversation(Activity):
    """Nodes, replies and endings. A path is the list of reply ids from the start."""

    kind: ClassVar[str] = "conversation"
    people: tuple[Person, ...]
    start: str
    nodes: tuple[Node, ...]
    endings: tuple[Ending, ...]
    challenge: str = ""


@frozen
class Walk:
    """Where a path has led: the replies so far, and either the next node or the ending."""

    replies: tuple[Reply, ...]
    node: Node | None
    ending: Ending | None


def walk(conversation: Conversation, path: Sequence[str]) -> Walk:
    """Follow a path from the start.

    Args:
        conversation: A checked conversation.
        path: Ids of the replies, in order; empty means the start.

    Returns:
        Where the path stands.

    Raises:
        AnswerRefused: ``conversation_unknown_choice`` when a reply is not offered there,
            ``conversation_after_end`` when the path goes on after an ending.
    """
    nodes = {node.id: node for node in conversation.nodes}
    endings = {ending.id: ending for ending in conversation.endings}
    replies: list[Reply] = []
    at = conversation.start
    for index, reply_id in enumerate(path):
        if at in endings:
            raise AnswerRefused("conversation_after_end", f"path[{index}]", ending=at)
        reply = next((one for one in nodes[at].choices if one.id == reply_id), None)
        if reply is None:
            raise AnswerRefused("conversation_unknown_choice", f"path[{index}]", node=at)
        replies.append(reply)
        at = reply.to
    return Walk(tuple(replies), nodes.get(at), endings.get(at))


def all_paths(conversation: Conversation) -> Iterator[tuple[str, ...]]:
    """Every path from the start to an ending; a checked conversation has no loops.

    Args:
        conversation: A checked conversation.

    Yields:
        Paths as tuples of reply ids.
    """
    nodes = {node.id: node for node in conversation.nodes}
    open_ways: list[tuple[str, tuple[str, ...]]] = [(conversation.start, ())]
    while open_ways:
        at, path = open_ways.pop()
        if at not in nodes:
            yield path
            continue
        for reply in reversed(nodes[at].choices):
            open_ways.append((reply.to, (*path, reply.id)))
