"""The guide on events says what the code does: every signal with its attributes, and examples that work."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import attrs
import pytest

pytest.importorskip("openedx_events", reason="needs the platform's events")

from ment_xblock.extensions import events

GUIDE = (Path(__file__).parents[1] / "docs/guides/events.md").read_text(encoding="utf-8")


def rows() -> set[tuple[str, ...]]:
    lines = re.findall(r"^\| (`[A-Z_]+`.*) \|$", GUIDE, re.MULTILINE)
    return {tuple(re.sub("[`]", "", cell).strip() for cell in line.split("|")) for line in lines}


def test_the_table_is_the_code():
    declared = set()
    for name, signal in vars(events).items():
        if signal in events.SIGNALS:
            ((keyword, kind),) = signal.init_data.items()
            attributes = ", ".join(field.name for field in attrs.fields(kind))
            declared.add((name, signal.event_type, keyword, attributes))
    assert rows() == declared
    assert len(declared) == len(events.SIGNALS)


def test_the_examples_can_be_read_and_name_what_there_is():
    examples = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    assert len(examples) == 3
    for example in examples:
        ast.parse(example)
    for name in re.findall(r"ment_xblock\.extensions\.events\.([A-Z_]+)", GUIDE):
        assert getattr(events, name) in events.SIGNALS
