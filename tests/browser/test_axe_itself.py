"""The accessibility checks of the other browser tests rest on this: axe runs here, and finds what is wrong."""

import pytest

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
def test_axe_finds_what_is_wrong_and_nothing_else(page, axe, content, findings):
    page.set_content(PAGE.format(content))
    assert [finding["id"] for finding in axe.run(page).response["violations"]] == findings
