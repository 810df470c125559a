"""The XBlock service ``user``, with the attribute names that the LMS uses."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from xblock.reference.user_service import UserService, XBlockUser

from ment_xblock.platform.local import anonymous_id_of
from workbench_site.people import is_course_staff
from workbench_site.runtime import SiteRuntime


class SiteUserService(UserService):
    """Tells a block who uses it. The workbench sets ``runtime`` right after making the service."""

    runtime: SiteRuntime

    @property
    def _django_user(self) -> AbstractUser:
        """The user behind the service; blocks in the LMS reach for it by this name to learn of a masquerade."""
        return self.runtime.user

    def get_current_user(self) -> XBlockUser:
        """Describe the person as the LMS does.

        Staff who view as a learner look like that learner throughout. In Studio nobody is staff, and the anonymous id
        is the same for all.
        """
        person = XBlockUser(is_current_user=True)
        person.opt_attrs["edx-platform.is_authenticated"] = self._django_user.is_authenticated
        person.opt_attrs["edx-platform.request_country_code"] = None
        if self._django_user.is_authenticated:
            self._describe(person, self._django_user)
        return person

    def _describe(self, person: XBlockUser, user: AbstractUser) -> None:
        in_studio = self.runtime.is_author_mode
        is_staff = not in_studio and is_course_staff(user)
        person.full_name = user.get_full_name()
        person.emails = [user.email]
        facts = {
            "anonymous_user_id": "student" if in_studio else anonymous_id_of(user.pk),
            "user_id": user.pk,
            "username": user.username,
            "user_is_beta_tester": False,
            "user_is_global_staff": not in_studio and user.is_staff,
            "user_is_staff": is_staff,
            "user_role": "staff" if is_staff else "student",
            "user_preferences": _preferences(user),
        }
        person.opt_attrs.update({f"edx-platform.{name}": fact for name, fact in facts.items()})


def _preferences(user: AbstractUser) -> dict[str, str]:
    profile = getattr(user, "profile", None)
    if profile is None:
        return {}
    known = {"pref-lang": profile.language, "time_zone": profile.time_zone}
    return {name: value for name, value in known.items() if value}
