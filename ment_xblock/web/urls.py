"""Addresses outside a unit, below ``/ment/``."""

from __future__ import annotations

from django.urls import path

from ment_xblock.web import calendar

app_name = "ment_xblock"
urlpatterns = [path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar")]
