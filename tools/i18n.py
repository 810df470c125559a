"""Bring the catalogues up to date with the code and templates, and compile them.

Usage: python tools/i18n.py [folder of the package, such as ment_xblock]

Every language that has a folder in ``conf/locale`` is done; a new language starts with an empty folder. The result
depends on the sources alone: no dates, no line numbers, the same bytes on every machine.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages

SOURCE_LANGUAGE = "en"
STABLE_HEADERS = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")


class ExactMakemessages(makemessages.Command):
    """Django's ``makemessages``, which never guesses a translation from a similar text."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def languages(locale: Path) -> list[str]:
    """The languages of the catalogue.

    Args:
        locale: the folder of the catalogues.

    Returns:
        Language codes as the folders are named, the source language among them.
    """
    return sorted(
        {SOURCE_LANGUAGE, *(folder.name for folder in locale.iterdir() if folder.is_dir())}
    )


def extract(package: Path) -> None:
    """Write every text of the code and the templates into each language's ``django.po``.

    Args:
        package: the folder of the package.
    """
    with contextlib.chdir(package):
        call_command(
            ExactMakemessages(),
            locale=languages(package / "conf/locale"),
            ignore_patterns=["migrations/*", "static/*"],
            no_location=True,
            no_obsolete=True,
            verbosity=0,
        )


def settle(catalogue: Path) -> None:
    """Keep of the header what translation needs, and compile.

    Args:
        catalogue: one language's ``django.po``.
    """
    texts = polib.pofile(str(catalogue), wrapwidth=100)
    plural = texts.metadata.get("Plural-Forms")
    if catalogue.parts[-3] == SOURCE_LANGUAGE:
        plural = "nplurals=2; plural=(n != 1);"
    kept = {name: texts.metadata[name] for name in STABLE_HEADERS}
    kept["Language"] = catalogue.parts[-3]
    texts.metadata = {"Project-Id-Version": "ment-xblock", **kept}
    if plural:
        texts.metadata["Plural-Forms"] = plural
    texts.metadata_is_fuzzy = False
    texts.header = "The texts of the MENT XBlocks. Made by `make i18n`; only the translations are written by hand."
    texts.save()
    texts.save_as_mofile(str(catalogue.with_suffix(".mo")))


def link_for_xblock(catalogue: Path) -> None:
    """Let the XBlock i18n service, which looks for ``text.mo``, find the same catalogue.

    Args:
        catalogue: one language's ``django.po``.
    """
    link = catalogue.with_name("text.mo")
    link.unlink(missing_ok=True)
    link.symlink_to("django.mo")


def main(package: Path) -> None:
    """Do all of it.

    Args:
        package: the folder of the package.

    Raises:
        SystemExit: where GNU gettext is not installed.
    """
    if not shutil.which("xgettext"):
        raise SystemExit(
            "The texts are found by GNU gettext. Please run: sudo apt-get install gettext"
        )
    settings.configure()
    extract(package)
    for catalogue in sorted((package / "conf/locale").glob("*/LC_MESSAGES/django.po")):
        settle(catalogue)
        link_for_xblock(catalogue)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "ment_xblock").resolve())
