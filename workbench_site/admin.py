"""Every row of the site, for who wants to look or to mend."""

from __future__ import annotations

import workbench.admin  # noqa: F401  must have registered its model before it is taken out
from django.contrib import admin
from workbench.models import XBlockState

from workbench_site import models

# The site keeps fields in its own table; the workbench's would be an empty page, or none at all before xblock-sdk 0.15.
admin.site.unregister(XBlockState)


@admin.register(models.Profile)
class ProfileAdmin(admin.ModelAdmin):
    """Language and time zone of users."""

    list_display = ["user", "language", "time_zone"]


@admin.register(models.Enrolment)
class EnrolmentAdmin(admin.ModelAdmin):
    """Who is in which course run."""

    list_display = ["user", "course_key", "is_active"]
    list_filter = ["is_active"]


@admin.register(models.CourseStaff)
class CourseStaffAdmin(admin.ModelAdmin):
    """Who teaches which course run."""

    list_display = ["user", "course_key"]


@admin.register(models.Grade)
class GradeAdmin(admin.ModelAdmin):
    """Grades of learners."""

    list_display = ["user", "usage_key", "earned", "possible", "updated_at"]
    list_filter = ["usage_key"]


@admin.register(models.Completion)
class CompletionAdmin(admin.ModelAdmin):
    """Completions of learners."""

    list_display = ["user", "usage_key", "completion", "updated_at"]
    list_filter = ["usage_key"]


@admin.register(models.Marker)
class MarkerAdmin(admin.ModelAdmin):
    """Marks that learners left in blocks."""

    list_display = ["user", "usage_key", "saved_at"]


@admin.register(models.FieldValue)
class FieldValueAdmin(admin.ModelAdmin):
    """Fields of blocks."""

    list_display = ["block", "scope", "name", "username", "is_set"]
    list_filter = ["scope"]


@admin.register(models.OutboxMail)
class OutboxMailAdmin(admin.ModelAdmin):
    """Mails that would have been sent."""

    list_display = ["sent_at", "recipient", "kind", "subject"]
