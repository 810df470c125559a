"""The rules of a reverse mentoring programme: pure Python, no Django, no XBlock, the clock passed in."""
