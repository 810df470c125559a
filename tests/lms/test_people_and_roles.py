"""What only the LMS has: roles of an organisation, masquerades of several kinds, many sites."""

from __future__ import annotations

from common.djangoapps.student.roles import (
    CourseBetaTesterRole,
    CourseInstructorRole,
    CourseLimitedStaffRole,
    CourseStaffRole,
    GlobalStaff,
    OrgInstructorRole,
    OrgStaffRole,
)
from opaque_keys.edx.keys import CourseKey
from openedx.core.djangoapps.site_configuration.tests.factories import SiteConfigurationFactory
from xmodule.modulestore import ModuleStoreEnum
from xmodule.modulestore.tests.factories import BlockFactory

from tests.contract.world import AGREEMENT
from tests.lms.test_contract import InTheLms


class TestRoles(InTheLms):
    """Everybody to whom the platform grants staff access is course staff, and nobody else."""

    def test_roles_of_course_organisation_and_site(self):
        key = self.world.key
        other_run = CourseKey.from_string(f"course-v1:{key.org}+Another+run")
        roles = {
            "staff": CourseStaffRole(key),
            "limited": CourseLimitedStaffRole(key),
            "instructor": CourseInstructorRole(key),
            "org_staff": OrgStaffRole(key.org),
            "org_instructor": OrgInstructorRole(key.org),
            "site": GlobalStaff(),
            "tester": CourseBetaTesterRole(key),
            "elsewhere": CourseStaffRole(other_run),
            "other_org": OrgStaffRole("Elsewhere"),
        }
        people = {name: self.world.add_person(name) for name in [*roles, "learner"]}
        for name, role in roles.items():
            role.add_users(self.world.user(people[name]))
        with self.assertNumQueries(1):
            found = self.world.host.staff_ids(self.world.course_key, people.values())
        names = {name for name, user_id in people.items() if user_id in found}
        assert names == {"staff", "limited", "instructor", "org_staff", "org_instructor", "site"}
        with self.assertNumQueries(1):
            team = self.world.host.team_ids(self.world.course_key)
        assert team == {people[name] for name in ("staff", "limited", "instructor")}

    def test_it_agrees_with_the_platform(self):
        from lms.djangoapps.courseware.access import has_access

        chiara, piotr = self.world.add_person("chiara"), self.world.add_person("piotr")
        self.world.make_staff(chiara)
        for user_id in (chiara, piotr):
            granted = bool(has_access(self.world.user(user_id), "staff", self.world.key))
            found = self.world.host.staff_ids(self.world.course_key, [user_id])
            assert granted == bool(found)

    def test_a_switched_off_account_of_the_course_team_is_nobody(self):
        chiara = self.world.add_person("chiara")
        self.world.make_staff(chiara)
        user = self.world.user(chiara)
        user.is_active = False
        user.save()
        assert self.world.host.staff_ids(self.world.course_key, [chiara]) == frozenset()
        assert self.world.host.people([chiara]) == {}


class TestMasquerade(InTheLms):
    """Staff who look at the course as somebody else."""

    def _actor(self, role, name=None):
        chiara = self.world.add_person("chiara")
        self.world.make_staff(chiara)
        block = self.world.open_as(self.world.block(), by=chiara, role=role, name=name)
        actor = self.world.host.actor(block)
        return chiara, block, actor

    def test_as_a_learner_without_a_name_staff_are_themselves_and_masquerading(self):
        chiara, block, actor = self._actor("student")
        assert (
            not block.runtime.service(block, "user")
            .get_current_user()
            .opt_attrs["edx-platform.user_is_staff"]
        )
        assert (actor.user_id, actor.is_masquerading) == (chiara, True)
        assert actor.is_staff
        assert not self.world.host.may_author(block)

    def test_back_as_staff_there_is_no_masquerade(self):
        chiara, _block, actor = self._actor("staff")
        assert (actor.user_id, actor.is_staff, actor.is_masquerading) == (chiara, True, False)

    def test_a_learner_cannot_masquerade(self):
        piotr, mario = self.world.add_person("piotr"), self.world.add_person("mario")
        for user_id in (piotr, mario):
            self.world.enrol(user_id)
        usage_key = self.world.block()
        block = self.world.open_as(usage_key, by=piotr, role="student", name="mario")
        actor = self.world.host.actor(block)
        assert (actor.user_id, actor.is_masquerading) == (piotr, False)

    def test_a_learner_who_left_is_not_looked_at(self):
        mario = self.world.add_person("mario")
        self.world.enrol(mario)
        self.world.leave(mario)
        chiara, _block, actor = self._actor("student", "mario")
        assert actor.user_id == chiara
        assert actor.is_staff


class TestBlocks(InTheLms):
    """Drafts and sites."""

    def test_a_draft_is_not_in_the_course(self):
        usage_key = self.world.block(weight=1.0)
        with self.store.branch_setting(ModuleStoreEnum.Branch.draft_preferred, self.world.key):
            BlockFactory.create(parent=self.world.unit, category=AGREEMENT, publish_item=False)
            published = self.store.get_item(
                self.world.key.make_usage_key(AGREEMENT, usage_key.rpartition("@")[2])
            )
            published.weight = 5.0
            self.store.update_item(published, self.user.id)
            (ref,) = self.world.host.blocks(self.world.course_key, AGREEMENT)
        assert (ref.usage_key, ref.weight) == (usage_key, 1.0)

    def test_the_course_is_read_once_in_a_request(self):
        self.world.block()
        first = self.world.host.blocks(self.world.course_key, AGREEMENT)
        self.world.block()
        assert self.world.host.blocks(self.world.course_key, AGREEMENT) == first

    def test_a_link_leads_to_the_site_of_the_organisation(self):
        usage_key = self.world.block()
        SiteConfigurationFactory.create(
            site_values={
                "course_org_filter": [self.world.key.org],
                "LMS_ROOT_URL": "https://craft.example.org",
            }
        )
        expected = f"https://craft.example.org/courses/{self.world.course_key}/jump_to/{usage_key}"
        assert self.world.host.unit_url(usage_key) == expected

    def test_the_link_is_one_that_the_lms_knows(self):
        from django.urls import resolve

        link = self.world.host.unit_url(self.world.block())
        assert resolve("/" + link.split("/", 3)[3]).url_name == "jump_to"
