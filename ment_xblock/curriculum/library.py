"""The built-in modules and the toolkit, by id and language."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from ment_xblock.curriculum.source import read_source
from ment_xblock.domain.training.parse import Known, parse_module
from ment_xblock.domain.training.toolkit import Toolkit, parse_toolkit
from ment_xblock.domain.training.values import JUNIOR, SENIOR, Module

ORIGINAL = "en"
TRACK_IDS = {
    JUNIOR: tuple(f"j{number}" for number in range(1, 10)),
    SENIOR: tuple(f"s{number}" for number in range(1, 8)),
}
MODULE_IDS = (*TRACK_IDS[JUNIOR], *TRACK_IDS[SENIOR])

HERE = files("ment_xblock.curriculum")
PICTURES = files("ment_xblock") / "static/ment_xblock/pictures/lessons"


def module(module_id: str, language: str = ORIGINAL) -> Module:
    """A built-in module in the nearest language there is.

    Args:
        module_id: ``j1`` to ``j9`` or ``s1`` to ``s7``.
        language: Such as ``it-it``: then ``it-it``, ``it`` and ``en`` are tried in turn.

    Returns:
        The module; its ``language`` says which was found.

    Raises:
        KeyError: There is no such module.
    """
    if module_id not in MODULE_IDS:
        raise KeyError(module_id)
    return _module(module_id, _found_language(f"modules/{{}}/{module_id}.yaml", language))


def track(name: str, language: str = ORIGINAL) -> tuple[Module, ...]:
    """All modules of a track in order.

    Args:
        name: ``junior`` or ``senior``.
        language: As in ``module``.

    Returns:
        The modules.
    """
    return tuple(module(module_id, language) for module_id in TRACK_IDS[name])


def toolkit(language: str = ORIGINAL) -> Toolkit:
    """The toolkit's benefits, challenges and kinds of knowledge.

    Args:
        language: As in ``module``.

    Returns:
        The lists in the nearest language there is.
    """
    return _toolkit(_found_language("toolkit/{}.yaml", language))


@cache
def known() -> Known:
    """What a module may name.

    Returns:
        Ids of the toolkit and files of the lesson pictures.
    """
    lists = toolkit()
    return Known(
        benefits=frozenset(item.id for item in lists.benefits),
        challenges=frozenset(item.id for item in lists.challenges),
        kinds=frozenset(item.id for item in lists.knowledge),
        pictures=frozenset(entry.name for entry in PICTURES.iterdir()),
    )


def fallbacks(language: str) -> tuple[str, ...]:
    """Languages to try, the nearest first.

    Args:
        language: A code such as ``it-it`` or ``pt_BR``.

    Returns:
        Lower-case codes, the original language last.
    """
    code = language.lower().replace("_", "-")
    return tuple(dict.fromkeys((code, code.partition("-")[0], ORIGINAL)))


def languages() -> tuple[str, ...]:
    """Languages that have at least one module.

    Returns:
        Codes in alphabetical order.
    """
    return tuple(sorted(entry.name for entry in (HERE / "modules").iterdir() if entry.is_dir()))


def _found_language(pattern: str, language: str) -> str:
    there = (code for code in fallbacks(language) if _file(pattern.format(code)).is_file())
    return next(there, ORIGINAL)


def _file(path: str) -> Traversable:
    # A language comes from a browser: only plain codes may become part of a path.
    if not all(part.replace("-", "").replace(".", "").isalnum() for part in path.split("/")):
        return HERE / "no-such-file"
    return HERE / path


@cache
def _module(module_id: str, language: str) -> Module:
    text = _file(f"modules/{language}/{module_id}.yaml").read_text(encoding="utf-8")
    return parse_module(read_source(text).data, known())


@cache
def _toolkit(language: str) -> Toolkit:
    return parse_toolkit(
        read_source(_file(f"toolkit/{language}.yaml").read_text(encoding="utf-8")).data
    )
