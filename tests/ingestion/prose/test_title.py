import pytest

from ipanalytics.ingestion.prose import title


@pytest.mark.parametrize(
    ("line", "area", "year"),
    [
        ("西安市2025年国民经济和社会发展统计公报", "610100", 2025),
        ("2025年宝鸡市国民经济和社会发展统计公报", "610300", 2025),
        ("2025年苏州市国民经济和社会发展统计公报 - 苏州市人民政府", "320500", 2025),
        ("2025年宝鸡市国民经济和社会发展统计公报\n      宝鸡市人民政府", "610300", 2025),
        ("银川市 2025 年国民经济和社会发展统计公报[1]", "640100", 2025),
        ("陕西省西安市２０２３年国民经济和社会发展统计公报", "610100", 2023),
        ("关于榆林市2022年国民经济和社会发展的统计公报", "610800", 2022),
        ("《2021年陕西省知识产权保护状况白皮书》", "610000", 2021),
        ("中华人民共和国2022年国民经济和社会发展统计公报", "100000", 2022),
        ("山西省榆林市2022年国民经济和社会发展统计公报", "", 2022),
    ],
)
def test_a_title_names_place_and_year(line, area, year):
    found = title.read(line)
    assert (found.area, found.year) == (area, year)


@pytest.mark.parametrize(
    "line",
    [
        "统计公报",
        "2025年国民经济和社会发展统计公报",
        "西安市2025年政府工作报告",
        "西安市2025年高新技术产业统计公报",
        "西安市统计局关于2025年国民经济和社会发展统计公报的解读",
        "西安市2025年上半年国民经济和社会发展统计公报",
    ],
)
def test_another_line_is_no_title(line):
    assert title.read(line) is None


def test_a_zone_isnt_its_city():
    assert title.read("西安高新区2025年国民经济和社会发展统计公报").area == ""


def test_links_behind_the_text_arent_its_title():
    lines = [
        "宝鸡市2025年国民经济和社会发展统计公报",
        "2025年，全市上下坚持稳中求进工作总基调，高质量发展迈出坚实步伐，各项工作取得新成效，经济社会发展主要目标顺利完成，圆满收官。",
        "宝鸡市2024年国民经济和社会发展统计公报",
    ]
    assert title.find(lines).year == 2025


def test_a_title_may_be_wrapped():
    assert title.find(["西安市2025年国民经济", "和社会发展统计公报"]).area == "610100"
