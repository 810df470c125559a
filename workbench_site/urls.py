"""Addresses of the site. Those of block handlers have the names and shapes that xblock-sdk gives them."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.i18n import JavaScriptCatalog
from workbench.views import package_resource

from workbench_site.views import handlers, office, pages

HANDLER = r"(?P<usage_id>[^/]+)/(?P<handler_slug>[^/]*)(?:/(?P<suffix>.*))?$"

urlpatterns = [
    path("", pages.outline, name="outline"),
    path("unit/<slug:slug>/", pages.unit, name="unit"),
    path("unit/<slug:slug>/content/", pages.content, name="content"),
    path("unit/<slug:slug>/framed/", pages.framed, name="framed"),
    path("gradebook/", office.gradebook, name="gradebook"),
    path("outbox/", office.outbox, name="outbox"),
    path("studio/<slug:slug>/", office.studio, name="studio"),
    path("ment/", include(("ment_xblock.web.urls", "ment_xblock"))),
    path("admin/", admin.site.urls),
    path("jsi18n/", JavaScriptCatalog.as_view(), name="javascript-catalog"),
    re_path(rf"^handler/{HANDLER}", handlers.handler, name="handler"),
    re_path(rf"^unauth_handler/{HANDLER}", handlers.unauth_handler, name="unauth_handler"),
    re_path(rf"^studio/handler/{HANDLER}", handlers.studio_handler, name="studio_handler"),
    re_path(
        r"^resource/(?P<block_type>[^/]+)/(?P<resource>.*)$",
        package_resource,
        name="package_resource",
    ),
]
