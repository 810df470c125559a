from tests.blocks.course import publish

__all__ = ["publish"]
