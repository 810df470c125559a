"""The shared reader of built-in content."""

from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from ment_xblock.curriculum import texts
from ment_xblock.curriculum.texts import Text, UnknownTextError, data, languages, text

DATA_FILES = sorted(Path(str(files("ment_xblock.curriculum"))).rglob("*.yaml"))


@pytest.fixture
def songs(tmp_path, monkeypatch):
    """Put a folder of content, half translated, in place of the built-in one."""
    folder = tmp_path / "songs"
    folder.mkdir()
    (folder / "songs.yaml").write_text("list: [{id: rain, revision: 2}]", encoding="utf-8")
    (folder / "en.yaml").write_text(
        "rain: {1: {title: Rain, line: It falls}, 2: {title: Heavy rain, line: It pours}}\n"
        "sun: {1: Sun}\n",
        encoding="utf-8",
    )
    (folder / "it.yaml").write_text(
        "rain: {1: {title: Pioggia, line: Cade}, 2: {title: Pioggia forte, line: }}\n",
        encoding="utf-8",
    )
    (folder / "pt-br.yaml").write_text("sun: {1: Sol}\n", encoding="utf-8")
    (folder / "de.yaml").write_text("# nothing yet\n", encoding="utf-8")
    monkeypatch.setattr(texts, "_ROOT", tmp_path)
    data.cache_clear()
    languages.cache_clear()
    yield folder
    data.cache_clear()
    languages.cache_clear()


def test_reads_the_language_asked_for(songs):
    assert text("songs", "it", "rain", 2, "title") == Text("Pioggia forte", "it")


@pytest.mark.parametrize("language", ["it-it", "it_IT", "IT", "it-IT-x-tuscan"])
def test_a_regional_language_falls_back_to_its_parent(songs, language):
    assert text("songs", language, "rain", 1, "title") == Text("Pioggia", "it")


def test_a_regional_file_is_read_for_its_region_only(songs):
    assert text("songs", "pt-BR", "sun", 1) == Text("Sol", "pt-br")
    assert text("songs", "pt-pt", "sun", 1) == Text("Sun", "en")


def test_each_missing_text_falls_back_alone(songs):
    assert text("songs", "it", "rain", 2, "title").language == "it"
    assert text("songs", "it", "rain", 2, "line") == Text("It pours", "en")
    assert text("songs", "it", "sun", 1) == Text("Sun", "en")


@pytest.mark.parametrize("language", ["fr", "de", "", "zh-hans-cn", "../songs/it", "songs"])
def test_other_languages_get_english(songs, language):
    assert text("songs", language, "sun", 1) == Text("Sun", "en")


def test_old_revisions_stay_readable(songs):
    assert str(text("songs", "en", "rain", 1, "line")) == "It falls"


@pytest.mark.parametrize(
    "path", [("snow", 1), ("rain", 3, "title"), ("rain", 1), ("sun", 1, "title"), ("sun", "1"), ()]
)
def test_unknown_words_are_a_typed_error(songs, path):
    with pytest.raises(UnknownTextError) as caught:
        text("songs", "it", *path)
    assert (caught.value.folder, caught.value.path) == ("songs", path)


def test_data_files_are_not_taken_for_languages(songs):
    assert languages("songs") == {"de", "en", "it", "pt-br"}


def test_a_file_is_read_once(songs):
    text("songs", "en", "sun", 1)
    (songs / "en.yaml").unlink()
    assert str(text("songs", "en", "sun", 1)) == "Sun"


def test_content_cannot_be_changed_by_its_readers(songs):
    content = data("songs", "songs")
    with pytest.raises(TypeError):
        content["list"] = ()
    with pytest.raises(TypeError):
        content["list"][0]["id"] = "snow"


def test_yaml_cannot_build_python_objects(songs):
    (songs / "evil.yaml").write_text("!!python/object/apply:os.getcwd []", encoding="utf-8")
    with pytest.raises(yaml.YAMLError):
        data("songs", "evil")


def doubled_or_odd_keys(node):
    """Keys that YAML swallows silently: said twice, or read as a boolean, a date or nothing."""
    if isinstance(node, yaml.SequenceNode):
        return [key for item in node.value for key in doubled_or_odd_keys(item)]
    if not isinstance(node, yaml.MappingNode):
        return []
    keys = [key.value for key, _ in node.value]
    wrong = [key for key in keys if keys.count(key) > 1]
    plain = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:int")
    wrong += [key.value for key, _ in node.value if key.tag not in plain]
    return wrong + [key for _, value in node.value for key in doubled_or_odd_keys(value)]


@pytest.mark.parametrize("source", ["{a: 1, a: 2}", "a: [{b: {no: 1}}]", "{2020-01-01: x}"])
def test_the_check_of_keys_finds_faults(source):
    assert doubled_or_odd_keys(yaml.compose(source))


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_key_of_the_built_in_content_is_swallowed(path):
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert doubled_or_odd_keys(root) == []
