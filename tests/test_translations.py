"""Every text can be translated, the catalogue holds them all, and each reader of it finds the same one."""

import gettext
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.human_text import untranslated_in, untranslated_texts

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ment_xblock"
LOCALE = PACKAGE / "conf/locale"
LANGUAGES = sorted(folder.name for folder in LOCALE.iterdir())


def test_no_template_holds_words_that_cannot_be_translated():
    assert (PACKAGE / "templates").is_dir()
    assert untranslated_in(PACKAGE / "templates") == {}


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ("<p>{% trans 'Hello' %}, {{ name }}!</p>", []),
        ("{% blocktrans %}<b>Hello</b> {{ name }}{% endblocktrans %}", []),
        ("{% blocktranslate %}a{% plural %}b{% endblocktranslate %} late", ["late"]),
        ('<img alt="A drill" src="drill.svg">', ["A drill"]),
        ('<input placeholder="{% trans "Your name" %}" name="who">', []),
        ("<script>let words = 1;</script><style>p { color: red }</style>", []),
        ("{# a note #}{% comment %}another{% endcomment %}<br/>&nbsp;&middot;", []),
        ("{% if a %}Yes{% endif %}", ["Yes"]),
        ("<svg><text>Weeks</text></svg>", ["Weeks"]),
    ],
)
def test_such_words_are_found(template, found):
    assert untranslated_texts(template) == found


def test_the_catalogue_holds_every_text_of_the_code(tmp_path):
    if not shutil.which("xgettext"):
        assert not os.environ.get("CI"), "GNU gettext is missing"
        pytest.skip("GNU gettext is not here, so the texts of the code cannot be compared")
    copy = shutil.copytree(PACKAGE, tmp_path / "ment_xblock", symlinks=True)
    subprocess.run([sys.executable, ROOT / "tools/i18n.py", copy], check=True, timeout=120)
    for language in LANGUAGES:
        for name in ("django.po", "django.mo"):
            fresh = copy / "conf/locale" / language / "LC_MESSAGES" / name
            committed = LOCALE / language / "LC_MESSAGES" / name
            assert fresh.read_bytes() == committed.read_bytes(), "please run: make i18n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_belongs_to_the_written_one(language):
    written = polib.pofile(str(LOCALE / language / "LC_MESSAGES/django.po"))
    compiled = LOCALE / language / "LC_MESSAGES/django.mo"
    assert written.to_binary() == compiled.read_bytes(), "please run: make i18n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_django_and_the_xblock_service_read_the_same_catalogue(language):
    for_xblock = gettext.find("text", PACKAGE / "translations", [language])
    for_django = gettext.find("django", PACKAGE / "locale", [language])
    ours = (LOCALE / language / "LC_MESSAGES/django.mo").read_bytes()
    assert Path(for_xblock).read_bytes() == Path(for_django).read_bytes() == ours
