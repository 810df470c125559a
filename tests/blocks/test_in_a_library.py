"""A block in a content library belongs to no course: it shows itself, nobody takes part, and nothing is stored."""

from __future__ import annotations

import pytest

from ment_xblock.blocks.entry_points import entry_points
from ment_xblock.models import Participant, Programme
from tests.blocks.visitor import Visitor, text_of
from workbench_site.course_run import published_course
from workbench_site.models import Completion, Grade, Marker
from workbench_site.runtime import SiteRuntime

KEYS = published_course().usage_keys
# One unit for each type of block.
SLUGS = sorted(
    {SiteRuntime().get_block(key).scope_ids.block_type: slug for slug, key in KEYS.items()}.values()
)
EVERYBODY = ["", "giulia", "chiara"]

each_block = pytest.mark.parametrize("slug", SLUGS)


@pytest.fixture(autouse=True)
def library(monkeypatch):
    monkeypatch.setattr("ment_xblock.platform.local.LocalHost.course_key", lambda _host, _block: "")


def nothing_is_stored():
    tables = (Programme, Participant, Grade, Completion, Marker)
    return not any(table.objects.exists() for table in tables)


@each_block
@pytest.mark.parametrize("username", EVERYBODY)
def test_the_page_can_be_opened(slug, username):
    answer = Visitor(username, slug=slug).unit()
    assert answer.status_code == 200
    assert "ment" in text_of(answer)
    assert nothing_is_stored()


@each_block
def test_an_author_sees_what_it_is(slug):
    runtime = SiteRuntime("chiara", is_author_mode=True)
    block = runtime.get_block(KEYS[slug])
    assert block.author_view().content
    assert nothing_is_stored()


@each_block
@pytest.mark.parametrize("username", EVERYBODY)
def test_no_handler_does_anything(slug, username):
    block = SiteRuntime().get_block(KEYS[slug])
    visitor = Visitor(username, slug=slug)
    for point in entry_points(type(block)):
        ask = visitor.get if point.method == "GET" else visitor.post
        assert ask(point.name).status_code in (401, 403), point.name
    assert nothing_is_stored()
