"""Feedback surveys: what is asked, what counts as an answer, and what may be shown of the answers."""
