"""What holds for every template of the package."""

import re
from pathlib import Path

import ment_xblock

TEMPLATES = Path(ment_xblock.__file__).parent / "templates"


def test_no_form_puts_what_people_type_into_an_address() -> None:
    """As long as its script is not there, a form would be sent by the browser itself; method=dialog does nothing."""
    forms = [
        form
        for template in TEMPLATES.rglob("*.html")
        for form in re.findall(r"<form[^>]*hx-[^>]*>", template.read_text(encoding="utf-8"))
    ]
    assert forms
    assert [form for form in forms if 'method="dialog"' not in form] == []
