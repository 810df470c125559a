"""Reverse mentoring for Open edX courses: the MENT XBlocks."""

__version__ = "0.1.0"
