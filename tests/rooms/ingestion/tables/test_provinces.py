from ipanalytics.ingestion.readers.grid import make
from ipanalytics.ingestion.tables import provinces, structure
from tests.rooms.ingestion.tables.whole_tables.figure_builders import table


def standing(text):
    grid = make("", "", table(text))
    return provinces.standing(grid, structure.tables(grid))


def test_a_province_heads_the_rows_below_it_and_the_block_beside():
    found = standing("""
        2022年专利授权量
        地区 | 授权量 | 地区 | 授权量
        河北省 | | 朝阳区 | 4
        石家庄市 | 1 | 内蒙古自治区 |
        长安区 | 2 | 新城区 | 5
    """)
    assert [found[row, 0] for row in (2, 4)] == ["130000", "130000"]
    assert [found[row, 2] for row in (2, 3, 4)] == ["130000", "150000", "150000"]


def test_a_city_tells_the_province_of_the_rows_below_it_too():
    found = standing("2022年专利授权量\n地区 | 授权量\n西安市 | 1\n新城区 | 2\n玉林市 | 3\n某某市 | 4\n新城区 | 5")
    assert [found[row, 0] for row in range(2, 7)] == ["610000", "610000", "450000", "abroad", "abroad"]
