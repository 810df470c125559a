"""The ``user`` service speaks like the LMS's."""

from __future__ import annotations

import pytest

from ment_xblock.platform.local import LocalHost
from workbench_site.runtime import SiteRuntime


def current_user(student: str, **kwargs):
    runtime = SiteRuntime(student, **kwargs)
    block = runtime.get_block(runtime.course.usage_keys["first"])
    return runtime.service(block, "user").get_current_user()


def test_a_learner(cast, probes):
    user = current_user("ioana")
    facts = {name.removeprefix("edx-platform."): fact for name, fact in user.opt_attrs.items()}
    anonymous_id = facts.pop("anonymous_user_id")
    assert facts == {
        "is_authenticated": True,
        "request_country_code": None,
        "user_id": cast["ioana"].pk,
        "username": "ioana",
        "user_is_beta_tester": False,
        "user_is_global_staff": False,
        "user_is_staff": False,
        "user_role": "student",
        "user_preferences": {"pref-lang": "ro", "time_zone": "Europe/Bucharest"},
    }
    assert (user.full_name, user.emails) == ("Ioana Dumbrava", ["ioana@example.org"])
    assert LocalHost().user_id_of(anonymous_id) == cast["ioana"].pk


def test_course_staff(cast, probes):
    user = current_user("chiara")
    assert user.opt_attrs["edx-platform.user_is_staff"] is True
    assert user.opt_attrs["edx-platform.user_role"] == "staff"


def test_in_studio_nobody_is_staff(cast, probes):
    user = current_user("chiara", is_author_mode=True)
    assert user.opt_attrs["edx-platform.user_is_staff"] is False
    assert user.opt_attrs["edx-platform.anonymous_user_id"] == "student"


def test_staff_viewing_as_a_learner_look_like_the_learner(cast, probes):
    user = current_user("mario", viewed_by="chiara")
    assert user.opt_attrs["edx-platform.username"] == "mario"
    assert user.opt_attrs["edx-platform.user_is_staff"] is False


@pytest.mark.parametrize(
    ("student", "viewed_by"), [("", ""), ("zorro", ""), ("mario", "zorro"), ("mario", "anna")]
)
def test_nobody(cast, probes, student, viewed_by):
    user = current_user(student, viewed_by=viewed_by)
    assert user.opt_attrs == {
        "edx-platform.is_authenticated": False,
        "edx-platform.request_country_code": None,
    }


def test_a_user_who_is_switched_off_is_nobody(cast, probes):
    cast["mario"].is_active = False
    cast["mario"].save()
    assert current_user("mario").opt_attrs["edx-platform.is_authenticated"] is False
