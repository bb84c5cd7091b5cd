import pytest

from ipanalytics.catalogue import settings
from ipanalytics.report import style


def made(panel=""):
    return style.figure([{"type": "bar", "x": [1], "y": [2]}], height=100, alt="柱形图", panel=panel)


@pytest.mark.parametrize("panel", ["small", "wide"])
def test_a_panel_says_how_wide_it_is(panel):
    assert made(panel).layout.meta == {"alt": "柱形图", "panel": panel}


def test_a_figure_of_its_own_is_no_panel():
    assert made().layout.meta == {"alt": "柱形图"}


def test_nothing_can_be_clicked_by_accident():
    layout = made().layout
    assert layout.dragmode is False
    assert layout.xaxis.fixedrange
    assert layout.yaxis.fixedrange


def test_layout_keys_win_over_the_house_style():
    figure = style.figure([], height=100, alt="空", showlegend=False, margin={"l": 58})
    assert figure.layout.margin.l == 58
    assert figure.layout.showlegend is False


@pytest.mark.parametrize(("panel", "size"), [("", 44), ("small", 20), ("wide", 20)])
def test_the_stamp_fits_the_figure(panel, size):
    (stamp,) = style.plain(made(panel), is_synthetic=True)["layout"]["annotations"]
    assert (stamp["text"], stamp["font"]["size"], stamp["font"]["color"]) == (
        "演示数据",
        size,
        settings.palette()["accent"],
    )


def test_the_stamp_leaves_headings_where_they_are():
    figure = style.figure([], height=100, alt="空", panel="small", annotations=[style.panel_heading("甲", "乙")])
    notes = style.plain(figure, is_synthetic=True)["layout"]["annotations"]
    assert [note["text"] for note in notes] == ["<b>甲</b><br>乙", "演示数据"]
    assert len(figure.layout.annotations) == 1


def test_a_heading_without_words_is_the_name():
    assert style.panel_heading("甲", "")["text"] == "<b>甲</b>"
