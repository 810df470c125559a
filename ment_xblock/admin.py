"""Django admin: for site operators who look after stored rows. What people typed in confidence is not shown here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ment_xblock.models import (
    Action,
    Agreement,
    MailSwitch,
    Notice,
    Pairing,
    Participant,
    Pause,
    Profile,
    Programme,
    Session,
    Signature,
    SurveyRun,
    TrainingResult,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that are evidence: looked at, never changed by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed by hand."""
        return False


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin):
    """Programmes by course run."""

    list_display = ("course_key", "created_at", "months_kept", "words_erased_at")
    search_fields = ("course_key",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """How long words are kept stands in the agreement: it is fixed once somebody has signed that."""
        signed = Signature.objects.filter(agreement__pairing__programme=obj) if obj else None
        return (
            ("words_erased_at", "months_kept")
            if signed and signed.exists()
            else ("words_erased_at",)
        )


@admin.register(Participant)
class ParticipantAdmin(admin.ModelAdmin):
    """Who takes part, in which role."""

    list_display = ("pk", "user", "role", "capacity", "under_18", "guardian_consent", "programme")
    list_filter = ("role", "under_18")
    list_select_related = ("user", "programme")
    raw_id_fields = ("user", "programme", "guardian_consent_noted_by")
    search_fields = ("user__username", "programme__course_key")


@admin.register(Pairing)
class PairingAdmin(ReadOnlyAdmin):
    """Pairs and their state. They change through the course page, which keeps the rules."""

    list_display = ("pk", "mentor", "mentee", "state", "opened_at", "closed_at", "programme")
    list_filter = ("state",)
    list_select_related = ("mentor", "mentee", "programme")
    search_fields = ("programme__course_key", "mentor__user__username", "mentee__user__username")
    exclude = ("closing_reason",)


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    """Versions of agreements, without their words."""

    list_display = ("pairing", "number", "status", "created_at", "in_force_since")
    list_filter = ("status",)
    list_select_related = ("pairing",)
    exclude = ("values", "touches")


@admin.register(Signature)
class SignatureAdmin(ReadOnlyAdmin):
    """Who signed what, when."""

    list_display = ("agreement", "participant", "signed_at", "language", "digest")
    list_select_related = ("agreement", "participant")


@admin.register(Pause)
class PauseAdmin(ReadOnlyAdmin):
    """Pauses of pairs, without their reasons."""

    list_display = ("pairing", "started_at", "ended_at")
    exclude = ("reason",)


@admin.register(SurveyRun)
class SurveyRunAdmin(ReadOnlyAdmin):
    """Surveys and whether they are closed. Who answered, and the answers, are nowhere in the admin."""

    list_display = ("usage_key", "when", "mode", "closed_at")
    list_filter = ("when", "mode")
    list_select_related = ("programme",)
    fields = ("programme", "usage_key", "when", "mode", "people", "closed_at", "closed_by")
    readonly_fields = fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its page would list the rows that go with it."""
        return False


@admin.register(Profile)
class ProfileAdmin(ReadOnlyAdmin):
    """How far profiles are, without what is for the facilitator alone."""

    list_display = ("participant", "trade", "updated_at", "asked_to_change_at", "reopened_at")
    list_select_related = ("participant",)
    search_fields = ("participant__user__username", "participant__programme__course_key")
    exclude = ("firm", "is_boss", "same_firm_ok", "access_needs", "phone", "avoid")


@admin.register(TrainingResult)
class TrainingResultAdmin(ReadOnlyAdmin):
    """How far people are in their training."""

    list_display = ("participant", "module", "share", "passed", "done", "total", "updated_at")
    list_filter = ("module", "passed")
    list_select_related = ("participant",)
    search_fields = ("participant__user__username", "usage_key")


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    """Meetings of pairs, without words and places."""

    list_display = ("pk", "pairing", "state", "starts_at", "held_on", "minutes", "on_paper")
    list_filter = ("state", "on_paper")
    list_select_related = ("pairing",)
    exclude = ("place", "place_author", "touches")


@admin.register(Action)
class ActionAdmin(ReadOnlyAdmin):
    """Promises of pairs, without their words."""

    list_display = ("pk", "pairing", "owner", "due", "state", "outcome")
    list_filter = ("state",)
    list_select_related = ("pairing",)
    exclude = ("words", "evidence")


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """Which mails were sent to whom, and which failed."""

    list_display = ("key", "user", "kind", "state", "attempts", "created_at", "sent_at")
    list_filter = ("kind", "state")
    list_select_related = ("user",)
    search_fields = ("user__username", "programme__course_key")


@admin.register(MailSwitch)
class MailSwitchAdmin(admin.ModelAdmin):
    """Kinds of mail that people do not want; a row switches a kind off."""

    list_display = ("user", "kind", "programme")
    list_filter = ("kind",)
    list_select_related = ("user", "programme")
    raw_id_fields = ("user", "programme")
    search_fields = ("user__username", "programme__course_key")
