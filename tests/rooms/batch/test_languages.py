"""Which pages are there in both languages."""

from pathlib import Path

import pytest

from ipanalytics.batch import languages, manifest
from ipanalytics.core import i18n


def page(name, lang="zh", **parameters):
    return {"file": f"{name}.html", "parameters": {**parameters, **({} if lang == "zh" else {"lang": lang})}}


YULIN, YULIN_EN = page("610800", as_of="2022-09"), page("610800", "en", as_of="2022-09")


@pytest.mark.parametrize(
    ("ours", "theirs", "query"),
    [
        ([YULIN], [YULIN_EN], "beside=zh,en"),
        ([YULIN, page("tasks")], [YULIN_EN, page("guanzhong", "en")], "beside=zh,en&but=guanzhong,tasks"),
        ([YULIN], [], ""),
        # Of another day, or with other figures, it's another page.
        ([YULIN], [page("610800", "en", as_of="2022-12")], ""),
        ([YULIN], [page("610800", "en", as_of="2022-09", real_only=True)], ""),
        # A folder called `en` that holds Chinese pages.
        ([YULIN], [YULIN], ""),
    ],
)
def test_pages_in_both_languages(ours, theirs, query):
    assert languages.beside(ours, theirs) == query
    with i18n.using("en"):
        assert languages.beside(theirs, ours) == query


@pytest.mark.parametrize(
    ("language", "out", "other"),
    [("zh", "/r", "/r/en"), ("en", "/r/en", "/r"), ("en", "/r/english", None), ("zh", "en", "en/en")],
)
def test_english_pages_lie_in_the_folder_of_the_chinese_ones(language, out, other):
    with i18n.using(language):
        assert languages.other_folder(Path(out)) == (Path(other) if other else None)


def test_a_damaged_folder_of_the_other_language_is_led_to_by_nothing(tmp_path):
    (tmp_path / "en").mkdir()
    for name in ("index.html", "manifest.json"):
        (tmp_path / "en" / name).write_text("{", encoding="utf-8")
    (tmp_path / "610800.html").write_text("", encoding="utf-8")
    assert manifest.beside_of(tmp_path, [YULIN]) == ""
    assert manifest.is_index_of_languages(tmp_path / "en")
