"""Hooks into Open edX."""
