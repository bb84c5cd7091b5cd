"""What is folded, and that every exhibit's sources are numbers of the page's one list."""

import pytest

from ipanalytics.catalogue import sources
from ipanalytics.publishing import layers
from ipanalytics.report.sections.appendix import listing


def heading(text, *, level=2, **given):
    return {"kind": "section", "level": level, "heading": text, "paragraphs": [], "is_appendix": False, **given}


def exhibit(*cites, **given):
    return {"kind": "exhibit", "title": "图", "cites": list(cites), "source": "来源：某。", **given}


APPENDIX = heading("附录", is_appendix=True)


def folds(cells):
    return ["".join("f" * ("folds" in part) + "c" * ("closes" in part) or "-" for part in cell)
            for cell in layers.folded(cells)]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "marks"),
    [
        ([[heading("一"), exhibit()]], ["--"]),
        ([[heading("一")], [APPENDIX], [heading("二"), exhibit()]], ["-", "-", "fc"]),
        # A chapter: each section is folded by itself.
        ([[APPENDIX], [heading("一"), exhibit(), heading("二"), exhibit(), exhibit()]], ["-", "fcf-c"]),
        # Prose between two headings of a lower rank stays in the fold.
        ([[APPENDIX], [heading("一"), heading("三级", level=3)]], ["-", "fc"]),
        # What stands before the first heading isn't folded.
        ([[APPENDIX], [exhibit(), heading("一")]], ["-", "-fc"]),
        ([[APPENDIX, heading("同格")]], ["-fc"]),
    ],
)
def test_sections_after_the_appendix_begins_fold_one_by_one(cells, marks):
    assert folds(cells) == marks


@pytest.fixture(scope="module")
def ids():
    published = [id_ for id_, source in sources.load().items() if source.seen == "original"][:3]
    made_up = [id_ for id_, source in sources.load().items() if source.seen == "generated"][:3]
    return published, made_up


def test_an_exhibit_cites_numbers_of_the_list_and_the_list_gets_what_it_lacks(ids):
    (first, second, third), made_up = ids
    lists = listing.exhibit_of([first, second]).part()
    cells = layers.numbered([[exhibit(second, *made_up)], [exhibit(third, first)], [lists]])
    assert [cells[0][0]["refs"], cells[1][0]["refs"]] == [[2, 3], [1, 4]]
    assert cells[0][0]["source"] == "来源：[2][3]"
    assert [row[0]["text"] for row in cells[2][0]["tables"][0]["rows"]] == ["[1]", "[2]", "[3]", "[4]"]


def test_all_demonstration_data_is_one_entry(ids):
    _, made_up = ids
    assert set(listing.numbers_of(made_up).values()) == {1}
    assert listing.exhibit_of(made_up).table["出版物"].tolist() == ["演示数据（生成器，3份表）"]


def test_without_a_list_publications_are_named_in_full(ids):
    cells = [[exhibit(*ids[0])]]
    assert layers.numbered(cells) == cells


def test_every_number_on_a_page_leads_to_its_list(rendered):
    html = (rendered.folder / "610000.html").read_text(encoding="utf-8")
    cited = {text.split('"')[0] for text in html.split('href="#source-')[1:]}
    listed = {text.split('"')[0] for text in html.split('id="source-')[1:]}
    assert cited
    assert cited <= listed
