"""Addresses outside a unit, below ``/ment/``."""

from __future__ import annotations

from django.urls import path

from ment_xblock.web import calendar, course

app_name = "ment_xblock"
urlpatterns = [
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar"),
    path("<str:course_key>/", course.home, name="home"),
    path("<str:course_key>/<slug:desk>/", course.desk, name="desk"),
]
