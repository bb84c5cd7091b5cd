import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.core.errors import CleaningError
from ipanalytics.ingestion import pipeline
from ipanalytics.observations import corrections
from ipanalytics.observations.corrections import Correction
from ipanalytics.observations.table import COLUMNS, select


def table(*values):
    rows = [["610800", "gi_new", str(2020 + n), float(v), "件", "s", "final", f"S!{n}"] for n, v in enumerate(values)]
    return pd.DataFrame(rows, columns=COLUMNS)


def one(**changed):
    given = {
        "source": "s",
        "area": "610800",
        "indicator": "gi_new",
        "period": "2020",
        "was": 5,
        "value": 6,
        "reason": "误",
    }
    return {"x": Correction(**(given | changed))}


def test_a_figure_is_changed_and_says_why():
    expected = table(6, 7).assign(status=["derived", "final"], cell=["S!0（更正，原为5：误）", "S!1"])
    assert_frame_equal(corrections.apply(table(5, 7), one()), expected)


def test_a_blank_is_filled_only_where_nothing_stands():
    filled = corrections.apply(table(5), one(period="2021", was=None))
    assert filled["value"].tolist() == [5, 6]
    with pytest.raises(CleaningError, match="expected a blank"):
        corrections.apply(table(5), one(was=None))


def test_the_table_given_stays_as_it_was():
    before = table(5)
    corrections.apply(before, one())
    assert_frame_equal(before, table(5))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"period": "2019"}, "has no figure for"),
        ({"source": "t"}, "has no figure for"),
        ({"was": 4}, "has 5, expected 4"),
        ({"source": "t", "was": None}, "no such source"),
    ],
)
def test_a_correction_that_matches_nothing_is_an_error(changed, words):
    with pytest.raises(CleaningError, match=words):
        corrections.apply(table(5), one(**changed))


def test_corrections_reach_the_figures(small):
    text = (
        'x: {source: nation_ip_2022_january_reprint, area: "100000", indicator: high_value_inventions, period: "2022",'
        " was: 1324000, value: 1325000, reason: 试}\n"
    )
    (small / "data" / "corrections.yaml").write_text(text, encoding="utf-8")
    found = select(pipeline.load(), area="100000", indicator="high_value_inventions", period="2022").iloc[0]
    assert (found["value"], found["status"]) == (1325000, "derived")
    assert found["cell"].endswith("（更正，原为1.324e+06：试）")


@pytest.mark.parametrize("content", ["", "# none\n", "\n  # none yet\n\n"])
def test_a_file_of_remarks_holds_no_correction(small, content):
    (small / "data" / "corrections.yaml").write_text(content, encoding="utf-8")
    assert corrections.load() == {}
