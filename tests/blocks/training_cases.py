"""A small module of an author's own, and how its author and its learner open it."""

from __future__ import annotations

from typing import Any

from tests.blocks.visitor import Visitor, problems_of

GIULIA = "giulia"
OWN = """
id: ovens
revision: 1
language: en
track: junior
minutes: 1.5
title: Warm bread
summary: A photo that makes people hungry.
pass: {rule: marks, percent: 50}
activities:
  - id: look
    type: choice
    check: true
    minutes: 0.5
    title: Which light?
    options:
      - {id: side, text: From the side, right: true, reason: It shows the crust.}
      - {id: above, text: From above, right: false, reason: The bread looks flat.}
  - id: tell
    type: choice
    check: true
    minutes: 0.5
    title: Whose finger?
    options:
      - {id: hers, text: Hers, right: true, reason: It is her photo.}
      - {id: mine, text: Mine, right: false, reason: She learns nothing.}
  - id: think
    type: reflection
    minutes: 0.5
    title: And you now
    prompts:
      - {id: what, text: "What did you try?"}
takeaway: [Light from the side.]
"""
FORM = {
    "display_name": "Ovens",
    "weight": "2",
    "module_name": "own",
    "pass_percent": "60",
    "order": "free",
    "credit": "share",
}


def at(slug: str, username: str = GIULIA, **more: Any) -> Visitor:
    return Visitor(username, slug=slug, **more)


def write(**changes: Any) -> None:
    """Change the settings of the own module as an author does in Studio."""
    form = {**FORM, "own_module": OWN, "pass_percent": "0", "credit": "full", **changes}
    saved = at("own", "chiara", door="studio_handler").post("save_settings", **form)
    assert saved.status_code == 200, problems_of(saved)
