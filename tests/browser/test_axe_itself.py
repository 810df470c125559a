"""The accessibility checks of the other browser tests rest on this: axe runs here, and finds what is wrong."""

import pytest

from tests.browser.barriers import found_by_axe

pytestmark = pytest.mark.browser

PAGE = "<!doctype html><html lang='en'><title>Page</title><main><h1>Page</h1>{}</main></html>"


@pytest.mark.parametrize(
    ("content", "findings"),
    [
        ("<label>Name <input></label>", []),
        ("<input>", ["label"]),
        ("<img src='data:,'>", ["image-alt"]),
        ("<p style='color: #bbb; background: #fff'>Pale</p>", ["color-contrast"]),
    ],
)
def test_axe_finds_what_is_wrong_and_nothing_else(page, content, findings):
    page.set_content(PAGE.format(content))
    assert [finding.partition(":")[0] for finding in found_by_axe(page)] == findings
