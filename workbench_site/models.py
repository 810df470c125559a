"""What the site keeps in place of an LMS: who is in the course, grades, completions, learner state and sent mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


class PutManager(models.Manager):
    """Writes a row that may or may not be there yet."""

    def put(self, *, key: dict[str, Any], values: dict[str, Any]) -> None:
        """Insert the row, or overwrite it, in one statement.

        Two requests that do it at the same moment never meet an error: reading first and inserting afterwards would
        break on the unique constraint, or deadlock on MariaDB's gap locks.

        Args:
            key: columns of the model's unique constraint.
            values: the other columns.
        """
        connection = _connection(self.model)
        targeted = connection.features.supports_update_conflicts_with_target
        self.bulk_create(
            [self.model(**key, **values)],
            update_conflicts=True,
            unique_fields=list(key) if targeted else None,
            update_fields=list(values),
        )


def _connection(model: type[models.Model]) -> BaseDatabaseWrapper:
    return transaction.get_connection(router.db_for_write(model))


class Profile(models.Model):
    """What the account pages of an LMS know of a user.

    .. pii: Language and time zone of a user.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile"
    )
    language = models.CharField(max_length=20, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")

    def __str__(self) -> str:
        return str(self.user)


class Enrolment(models.Model):
    """A user in a course run; inactive once they have left. ``cohort`` is empty where the course has none.

    .. pii: Which courses a user takes, and in which cohort.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    is_active = models.BooleanField(default=True)
    cohort = models.CharField(max_length=255, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course_key", "user"], name="site_one_enrolment"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.course_key}"


class CourseStaff(models.Model):
    """A user who teaches a course run.

    .. pii: Which courses a user teaches.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="teaches"
    )

    class Meta:
        verbose_name_plural = "course staff"
        constraints = [
            models.UniqueConstraint(fields=["course_key", "user"], name="site_one_course_staff"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.course_key}"


class Grade(models.Model):
    """What a learner earned in a block, before the block's weight. 0 of 0 leaves the block out of their grade.

    .. pii: A learner's grade.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grades"
    )
    usage_key = models.CharField(max_length=255)
    earned = models.FloatField()
    possible = models.FloatField()
    updated_at = models.DateTimeField()

    objects = PutManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "usage_key"], name="site_one_grade")]

    def __str__(self) -> str:
        return f"{self.user}: {self.earned:g} of {self.possible:g}"


class Completion(models.Model):
    """How much of a block a learner has done, 0 to 1.

    .. pii: A learner's progress.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="completions"
    )
    usage_key = models.CharField(max_length=255)
    completion = models.FloatField()
    updated_at = models.DateTimeField()

    objects = PutManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "usage_key"], name="site_one_completion"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.completion:.0%}"


class Marker(models.Model):
    """A learner has something to do with a block, so that reports and resets find them.

    .. pii: Which blocks a learner has used.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="markers"
    )
    usage_key = models.CharField(max_length=255)
    saved_at = models.DateTimeField()

    objects = PutManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "usage_key"], name="site_one_marker")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.usage_key}"


class FieldValue(models.Model):
    """One field of a block: what an author changed since the course was published, or a learner's state.

    ``username`` is empty for what all people share. ``is_set`` is False when an author went back to the default.

    .. pii: A learner's state in a block.
    .. pii_types: id, other
    .. pii_retirement: local_api
    """

    scope = models.CharField(max_length=30)
    block = models.CharField(max_length=255)
    username = models.CharField(max_length=150, blank=True)
    name = models.CharField(max_length=100)
    value = models.JSONField(null=True)
    is_set = models.BooleanField(default=True)

    objects = PutManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["username", "block", "scope", "name"], name="site_one_field_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.block} {self.name}"


class OutboxMail(models.Model):
    """A mail that the site would have sent.

    .. pii: Address and text of a mail.
    .. pii_types: email_address, other
    .. pii_retirement: local_api
    """

    kind = models.CharField(max_length=100, blank=True, default="")
    recipient = models.EmailField()
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.subject}"
