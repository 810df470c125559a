"""Whom the programme writes to, about what, and when."""
