"""Patents by industry chain: by the first IPC symbol, in each chain, persons unnamed."""

import pandas as pd
import pytest

from ipanalytics.core.errors import CatalogueError
from ipanalytics.records import database, pipeline
from ipanalytics.records.counting import high_value
from tests.rooms.records.builders import AS_OF, number
from tests.rooms.records.test_pipeline import write

HEADINGS = ["申请号", "申请日", "授权公告日", "法律状态", "申请人", "地址", "主分类号"]
XIAN, YULIN = "陕西省西安市雁塔区", "陕西省榆林市榆阳区"


def row(serial, holder, address, ipc, granted="2020-06-01", filed=2018):
    return [number(filed, "1", serial), f"{filed}-01-05", granted, "有效", holder, address, ipc]


ROWS = [
    row(1, "甲航空公司", XIAN, "B64C 1/00"),
    row(2, "甲航空公司", YULIN, "B64D1/02;B23B 1/00", "2021-06-01"),
    row(3, "王小明", XIAN, "B23B1/00"),
    row(4, "乙公司", XIAN, "A61P1/00"),
    row(5, "丙公司", "陕西省", "B64F 5/00", "2012-12-31", 2010),
]


@pytest.fixture
def counted(tmp_path):
    extras = pipeline.Extras(chains=True, with_names=True)
    path = write(tmp_path / "a.csv", ROWS, HEADINGS)
    return pipeline.run([path], as_of=AS_OF, extras=extras, out=tmp_path / "out")


def test_patents_are_counted_by_chain_unit_and_year(counted):
    table = counted.chains.query("chain == '航空'")
    values = {(r.area, r.measure, r.period): r.value for r in table.itertuples() if r.measure != "in_force"}
    assert values == {
        ("610000", "inventions_in_force", "2022-12-31"): 3,
        ("610000", "high_value_inventions", "2022-12-31"): 1,
        ("610000", "grants", "2020"): 1,
        ("610000", "grants", "2021"): 1,
        ("610100", "inventions_in_force", "2022-12-31"): 1,
        ("610100", "high_value_inventions", "2022-12-31"): 0,
        ("610100", "grants", "2020"): 1,
        ("610800", "inventions_in_force", "2022-12-31"): 1,
        ("610800", "high_value_inventions", "2022-12-31"): 0,
        ("610800", "grants", "2021"): 1,
    }
    assert set(counted.chains["status"]) == {"example"}
    assert set(counted.chains["chain"]) == {"航空", "数控机床"}


def test_leading_holders_are_firms_in_the_folder_and_no_persons(counted, tmp_path):
    named = pd.read_csv(tmp_path / "out" / "chain_holders.csv")
    assert named["holder"].tolist() == ["甲航空公司", "丙公司"]
    assert "公司" not in counted.chains.to_csv()


@pytest.mark.parametrize(
    ("ipc", "is_in"),
    [("G06F40/30", True), ("g06f 40/00", True), ("G06F40", True), ("G06F401/00", False), ("G06F4/00", False)],
)
def test_a_symbol_lies_in_a_group_only_where_the_group_ends(ipc, is_in):
    with database.connect() as connection:
        assert database.first(connection, f"SELECT {high_value.lies_in('G06F40', '?')}", [ipc]) == (is_in,)


@pytest.mark.parametrize(
    "line", ["chain,x,4711,example,", "chain,x,B64,known,", "链,x,B64,example,", "chain,x,B64.*,example,"]
)
def test_a_row_that_is_no_class_is_refused(home, line):
    path = home / high_value.INDUSTRIES
    path.write_text(f"scheme,class,ipc,status,source\n{line}\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="line 2"):
        high_value.industries()


def test_an_export_without_symbols_says_so(tmp_path):
    rows = [row(1, "甲公司", XIAN, "")]
    counted = pipeline.run(
        [write(tmp_path / "a.csv", rows, HEADINGS)], as_of=AS_OF, extras=pipeline.Extras(chains=True)
    )
    assert counted.chains.empty
    assert "no chains, as the exports hold no IPC symbols" in set(counted.summary["reason"])
