"""A course with a small block of its own, so that the site is tested without the product's blocks."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.fields import Float, Integer, List, Scope, String

from ment_xblock.platform.local import LocalHost
from workbench_site import course, course_run
from workbench_site.course import Unit
from workbench_site.seeding import renew_admin, seed_people

SCRIPT = """
function SiteProbe(runtime, element) {
  element.querySelector("button").addEventListener("click", async () => {
    const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
    const answer = await fetch(runtime.handlerUrl(element, "press"), {
      method: "POST", headers: { "X-CSRFToken": token, "Content-Type": "application/json" }, body: "{}",
    });
    element.querySelector("output").textContent = (await answer.json()).presses;
    element.append(Object.assign(document.createElement("div"), { style: "height:400px" }));
  });
}
"""
STUDIO_SCRIPT = """
function SiteProbeStudio(runtime, element) {
  element.find("button").on("click", () => {
    runtime.notify("save", { state: "start" });
    $.ajax({
      type: "POST", url: runtime.handlerUrl(element, "rename"), contentType: "application/json",
      data: JSON.stringify({ name: "New name" }),
    }).done(() => runtime.notify("save", { state: "end" }));
  });
}
"""


@XBlock.wants("user", "i18n")
class ProbeBlock(XBlock):
    """Counts presses, and reports half a grade."""

    has_score = True
    has_children = True
    credit_settings = ("required",)

    display_name = String(default="Probe", scope=Scope.settings)
    weight = Float(default=1.0, scope=Scope.settings)
    required = Integer(default=6, scope=Scope.settings)
    words = List(default=[], scope=Scope.content)
    presses = Integer(default=0, scope=Scope.user_state)

    def student_view(self, context=None):
        name = LocalHost().actor(self).person
        fragment = Fragment(
            f"<p>Hello {name.first_name if name else 'stranger'}</p>"
            f"<output aria-label='Presses'>{self.presses}</output><button>Press</button>"
        )
        fragment.add_javascript(SCRIPT)
        fragment.initialize_js("SiteProbe")
        return fragment

    def author_view(self, context=None):
        return Fragment(f"<p>Author of {self.display_name}</p>")

    def studio_view(self, context=None):
        fragment = Fragment("<button>Rename</button>")
        fragment.add_javascript(STUDIO_SCRIPT)
        fragment.initialize_js("SiteProbeStudio")
        return fragment

    @XBlock.json_handler
    def press(self, data, suffix=""):
        self.presses += 1
        self.runtime.publish(self, "grade", {"value": 0.5, "max_value": 1})
        return {"presses": self.presses}

    @XBlock.json_handler
    def rename(self, data, suffix=""):
        self.display_name = data["name"]
        return {}

    @XBlock.json_handler
    def who(self, data, suffix=""):
        actor = LocalHost().actor(self)
        return {"user": actor.person and actor.person.username, "masks": actor.is_masquerading}


@pytest.fixture
def publish(monkeypatch):
    """Publish a course with these units for the length of a test."""
    entry_point = SimpleNamespace(
        name="probe", group="xblock.v1", dist=SimpleNamespace(key="test"), load=lambda: ProbeBlock
    )
    monkeypatch.setattr(XBlock, "extra_entry_points", [("probe", entry_point)])
    monkeypatch.setattr("xblock.plugin.PLUGIN_CACHE", {})

    def publish(*units: Unit):
        monkeypatch.setattr(course, "UNITS", units)
        course_run.published_course.cache_clear()
        return course_run.published_course()

    yield publish
    course_run.published_course.cache_clear()


@pytest.fixture
def probes(publish):
    """A course of two units; the first holds a block within a block."""
    return publish(
        Unit(
            "first",
            "First unit",
            '<probe weight="2" words="[1]"><probe display_name="In"/></probe>',
        ),
        Unit("second", "Second unit", '<probe display_name="Second"/>'),
    )


@pytest.fixture
def cast(db, settings):
    """The people of the demo and the administrator, by username; nobody has a role yet."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    seed_people()
    renew_admin()
    return {user.username: user for user in get_user_model().objects.all()}
