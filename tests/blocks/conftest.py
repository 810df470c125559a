from tests.blocks.course import people_in_course, publish
from tests.blocks.survey_visits import met, open_one

__all__ = ["met", "open_one", "people_in_course", "publish"]
