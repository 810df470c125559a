"""The rules: pure Python, no Django, no XBlock."""
