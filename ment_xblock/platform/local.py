"""The host of the workbench and of tests: facts in the tables of ``workbench_site``, mail by Django."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Concat, Lower, Trim
from django.urls import reverse
from django.utils import timezone

from ment_xblock.domain.events import Event
from ment_xblock.domain.people import Actor, Person
from ment_xblock.platform.jobs import run_job
from ment_xblock.platform.ports import BlockRef, Mail, PeoplePage

log = logging.getLogger("ment_xblock.events")


class LocalHost:
    """Fulfils ``ports.Host``. Users who are not active count as retired."""

    def now(self) -> datetime:
        """The present moment, with time zone."""
        return timezone.now()

    def course_key(self, block: Any) -> str:
        """The course run that the block's runtime serves; empty where it serves none."""
        return str(getattr(getattr(block.runtime, "course", None), "key", ""))

    def block_ref(self, block: Any) -> BlockRef:
        """The address of a loaded block; its class names in ``credit_settings`` what credit depends on."""
        weight = getattr(block, "weight", None)
        return BlockRef(
            usage_key=str(block.scope_ids.usage_id),
            course_key=self.course_key(block),
            block_type=block.scope_ids.block_type,
            weight=1.0 if weight is None else float(weight),
            settings={name: getattr(block, name) for name in getattr(block, "credit_settings", ())},
            name=getattr(block, "display_name", None) or "",
        )

    def actor(self, block: Any) -> Actor:
        """Who is using this block now. In Studio nobody takes part, and nobody is the facilitator."""
        course_key = self.course_key(block)
        user = _current_user(block)
        if user is not None and _is_author_mode(block):
            return Actor(course_key, self.people([user.pk]).get(user.pk))
        return self._actor_in(course_key, user)

    def visitor(self, request: Any, course_key: str) -> Actor:
        """Who makes a request for a page of ours outside of a unit."""
        user = _site().runtime_of(request).user
        return self._actor_in(course_key, user if user.is_authenticated else None)

    def open_block(self, request: Any, usage_key: str) -> Any | None:
        """Load a block for whom ``visitor`` names; None for a block of elsewhere."""
        return (
            _site().runtime_of(request).get_block(usage_key) if _site().slug_of(usage_key) else None
        )

    def _actor_in(self, course_key: str, user: Any) -> Actor:
        person = self.people([user.pk]).get(user.pk) if user is not None else None
        if person is None:
            return Actor(course_key)
        is_masquerading = hasattr(user, "real_user")
        return Actor(
            course_key=course_key,
            person=person,
            is_enrolled=self.is_enrolled(course_key, person.user_id),
            is_staff=not is_masquerading
            and person.user_id in self.staff_ids(course_key, [user.pk]),
            is_masquerading=is_masquerading,
        )

    def may_author(self, block: Any) -> bool:
        """Whether this is the studio page, and the present user is course staff."""
        user = _current_user(block) if _is_author_mode(block) else None
        return user is not None and bool(self.staff_ids(self.course_key(block), [user.pk]))

    def people(self, user_ids: Iterable[int]) -> dict[int, Person]:
        """People by user id, in one query."""
        users = _active_users().filter(pk__in=list(user_ids))
        return {user.pk: _person(user) for user in users}

    def names_of(self, user_id: int) -> frozenset[str]:
        """Username and full name."""
        users = get_user_model()._default_manager.filter(pk=user_id)
        return frozenset(
            name for one in users for name in (one.username, one.get_full_name()) if name
        )

    def learners(
        self,
        course_key: str,
        *,
        search: str = "",
        cohort: str = "",
        offset: int = 0,
        limit: int = 50,
    ) -> PeoplePage:
        """Actively enrolled people who are not course staff, in two queries."""
        users = self._learners(course_key, search, cohort)
        page = users[offset : offset + limit]
        return PeoplePage(people=tuple(_person(user) for user in page), total=users.count())

    def learner_ids(
        self, course_key: str, *, search: str = "", cohort: str = ""
    ) -> tuple[int, ...]:
        """Ids of all of them, in the same order, in one query."""
        return tuple(self._learners(course_key, search, cohort).values_list("pk", flat=True))

    def _learners(self, course_key: str, search: str, cohort: str) -> Any:
        teaching = _rows("CourseStaff").filter(course_key=course_key).values("user_id")
        enrolled = _rows("Enrolment").filter(course_key=course_key, is_active=True)
        if cohort:
            enrolled = enrolled.filter(cohort=cohort)
        users = (
            _active_users()
            .filter(pk__in=enrolled.values("user_id"))
            .exclude(pk__in=teaching)
            .annotate(spaced=Trim(Concat("first_name", Value(" "), "last_name")))
            .annotate(shown=Case(When(spaced="", then=F("username")), default=F("spaced")))
            .order_by(Lower("shown"), "username")
        )
        if sought := search.strip():
            users = users.filter(Q(shown__icontains=sought) | Q(username__icontains=sought))
        return users

    def is_enrolled(self, course_key: str, user_id: int) -> bool:
        """Whether the user has an active enrolment."""
        return bool(self.enrolled_ids(course_key, [user_id]))

    def enrolled_ids(self, course_key: str, user_ids: Iterable[int]) -> frozenset[int]:
        """Those of the given users who have an active enrolment, in one query."""
        enrolments = _rows("Enrolment").filter(course_key=course_key, user_id__in=list(user_ids))
        return frozenset(enrolments.filter(is_active=True).values_list("user_id", flat=True))

    def cohort_names(self, course_key: str) -> tuple[str, ...]:
        """The cohorts in which somebody is, by name."""
        rows = _rows("Enrolment").filter(course_key=course_key).exclude(cohort="")
        return tuple(sorted(rows.values_list("cohort", flat=True).distinct()))

    def cohorts_of(self, course_key: str, user_ids: Iterable[int]) -> dict[int, str]:
        """The name of the cohort of each of the given users who is in one, in one query."""
        rows = _rows("Enrolment").filter(course_key=course_key, user_id__in=list(user_ids))
        return dict(rows.exclude(cohort="").values_list("user_id", "cohort"))

    def course_end(self, course_key: str) -> datetime | None:
        """The demo course never ends."""
        return None

    def course_names(self, course_keys: Iterable[str]) -> dict[str, str]:
        """The name of the site's own course run, where it is asked for; of others it knows nothing."""
        names = {key: _site().course_name(key) for key in course_keys}
        return {key: name for key, name in names.items() if name}

    def advanced_modules(self, course_key: str) -> tuple[str, ...]:
        """The kinds of blocks of the site's course: each can be used without being switched on."""
        kinds = (block.scope_ids.block_type for block in _site().blocks(course_key))
        return tuple(sorted(set(kinds)))

    def team_ids(self, course_key: str) -> frozenset[int]:
        """Who teaches this course run, in one query."""
        teaching = _rows("CourseStaff").filter(course_key=course_key, user__is_active=True)
        return frozenset(teaching.values_list("user_id", flat=True))

    def user_id_of(self, anonymous_id: str) -> int | None:
        """The user behind an anonymous id, found among all there are."""
        user_ids = _active_users().values_list("pk", flat=True)
        return next((pk for pk in user_ids if anonymous_id_of(pk) == anonymous_id), None)

    def staff_ids(self, course_key: str, user_ids: Iterable[int]) -> frozenset[int]:
        """Those of the given users who are course staff in this course run."""
        teaching = _rows("CourseStaff").filter(course_key=course_key, user_id__in=list(user_ids))
        return frozenset(teaching.values_list("user_id", flat=True))

    def taught_by(self, user_id: int, course_keys: Iterable[str]) -> frozenset[str]:
        """Those of the given course runs in which the user is course staff, in one query."""
        teaching = _rows("CourseStaff").filter(user_id=user_id, course_key__in=list(course_keys))
        return frozenset(teaching.values_list("course_key", flat=True))

    def blocks(self, course_key: str, *block_types: str) -> tuple[BlockRef, ...]:
        """All published blocks of these types in the site's course run, with what authors changed since."""
        return tuple(
            self.block_ref(block)
            for block in _site().blocks(course_key)
            if block.scope_ids.block_type in block_types
        )

    def publish_grade(
        self, *, user_id: int, block: BlockRef, earned: float, possible: float
    ) -> None:
        """Keep a grade as it was earned; pages that show it multiply it by the block's weight.

        A weight below zero, as a hand-written course can bring it, takes no points away.
        """
        if block.weight < 0:
            earned = possible = 0.0
        _rows("Grade").put(
            key={"user_id": user_id, "usage_key": block.usage_key},
            values={"earned": earned, "possible": possible, "updated_at": self.now()},
        )

    def publish_completion(self, *, user_id: int, block: BlockRef, completion: float) -> None:
        """Keep a completion (0 to 1)."""
        _rows("Completion").put(
            key={"user_id": user_id, "usage_key": block.usage_key},
            values={"completion": completion, "updated_at": self.now()},
        )

    def save_marker(self, *, user_id: int, block: BlockRef) -> None:
        """Note that the learner has something to do with the block."""
        _rows("Marker").put(
            key={"user_id": user_id, "usage_key": block.usage_key},
            values={"saved_at": self.now()},
        )

    def announce(self, event: Event) -> None:
        """Note in the log what an LMS would tell its other plugins."""
        log.info("%s: %s", event.name, event)

    def send_mail(
        self,
        *,
        user_id: int,
        course_key: str,
        mail: Mail,
    ) -> None:
        """Send one mail to one person; to nobody where there is no such person, or no address."""
        person = self.people([user_id]).get(user_id)
        if person is None or not person.email:
            return
        message = EmailMultiAlternatives(
            mail.subject, mail.text, to=[person.email], headers={"X-Ment-Kind": mail.kind}
        )
        message.attach_alternative(mail.html, "text/html")
        message.send()

    def start_job(self, name: str, **params: Any) -> None:
        """Do the job at once, when the present transaction is stored."""
        transaction.on_commit(partial(run_job, name, params))

    def unit_url(self, usage_key: str) -> str:
        """A link to the unit in which the block stands; empty where there is none."""
        slug = _site().slug_of(usage_key)
        return f"{settings.SITE_URL}{reverse('unit', args=[slug])}" if slug else ""

    def site_url(self, course_key: str, path: str) -> str:
        """The full address of a path of this site."""
        return f"{settings.SITE_URL}{path}"


def anonymous_id_of(user_id: int) -> str:
    """The id by which the host names a user to blocks that shall not know who it is.

    Args:
        user_id: primary key of the user.

    Returns:
        32 hexadecimal digits, as in the LMS.
    """
    return blake2b(f"anonymous {user_id}".encode(), digest_size=16).hexdigest()


def _site() -> Any:
    return apps.get_app_config("workbench_site")


def _rows(model: str) -> Any:
    return apps.get_model("workbench_site", model)._default_manager


def _active_users() -> Any:
    return get_user_model()._default_manager.filter(is_active=True).select_related("profile")


def _is_author_mode(block: Any) -> bool:
    return bool(getattr(block.runtime, "is_author_mode", False))


def _current_user(block: Any) -> Any:
    """The Django user behind the ``user`` service, which is also where a masquerade shows; None for nobody."""
    is_wanted = block.service_declaration("user") is not None
    service = block.runtime.service(block, "user") if is_wanted else None
    user = getattr(service, "_django_user", None)
    return user if user is not None and user.is_authenticated else None


def _person(user: Any) -> Person:
    profile = getattr(user, "profile", None)
    return Person(
        user_id=user.pk,
        username=user.username,
        full_name=user.get_full_name() or user.username,
        email=user.email,
        language=getattr(profile, "language", ""),
        time_zone=getattr(profile, "time_zone", ""),
    )
