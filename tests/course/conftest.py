from tests.blocks.course import people_in_course, publish

__all__ = ["people_in_course", "publish"]
