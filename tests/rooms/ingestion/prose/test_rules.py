import re

import pytest

from ipanalytics.core import project
from ipanalytics.core.errors import CatalogueError
from ipanalytics.ingestion.prose import rules
from tests.rooms.ingestion.prose import builders

NATION = "中华人民共和国2025年国民经济和社会发展统计公报"


@pytest.mark.parametrize("row", rules.subjects(), ids=lambda row: row.example)
def test_each_subject_is_read_in_its_example_and_no_other_subject_is(row):
    title = NATION if "全国" in row.example else builders.TITLE
    found = builders.read(row.example, title=title).observations
    is_figure = row.indicator not in ("", rules.UNCLEAR) and row.part != "minor"
    assert found["indicator"].tolist() == ([row.indicator] if is_figure else [])


@pytest.mark.parametrize("row", rules.parts(), ids=lambda row: row.example)
def test_each_part_is_read_behind_its_whole(row):
    assert builders.read(row.example).observations["indicator"].tolist() == [row.whole, row.indicator]


@pytest.mark.parametrize(("example", "pattern", "kind"), rules.examples())
def test_each_word_is_in_its_example(example, pattern, kind):
    assert re.search(pattern, example), kind


def test_the_kinds_of_words_are_all_there():
    assert {kind for *_, kind in rules.examples()} == set(rules.KINDS)


def test_an_unknown_indicator_and_a_broken_pattern_are_named_with_their_lines(tmp_path, monkeypatch):
    folder = tmp_path / "data" / "catalogue"
    folder.mkdir(parents=True)
    for name in ("prose.csv", "prose_parts.csv", "prose_words.csv", "indicators.yaml", "units.csv"):
        text = project.data("catalogue", name).read_text(encoding="utf-8")
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "prose.csv").write_text(
        "example,pattern,indicator,unit,part\n授权1件,(,patent_grants,件,\n授权1件,授权,nothing,件,\n", encoding="utf-8"
    )
    monkeypatch.setenv("IPANALYTICS_HOME", str(tmp_path))
    with pytest.raises(CatalogueError) as refusal:
        rules.subjects()
    assert "prose.csv, line 2: the pattern '(' is broken" in str(refusal.value)
    assert "prose.csv, line 3: 'nothing' is no indicator" in str(refusal.value)
