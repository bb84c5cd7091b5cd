"""Records through the whole: counted, filed, cleaned, judged by unit, on a page."""

import pytest

from ipanalytics.batch import inputs, plan
from ipanalytics.catalogue import sources
from ipanalytics.cli import main
from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion import pipeline as ingestion
from ipanalytics.monitoring import assessment
from ipanalytics.records import filing, pipeline
from ipanalytics.report.sections import reads
from ipanalytics.report.sections import targets as section
from tests.rooms.records.builders import AS_OF, make
from tests.rooms.records.test_pipeline import write

pytestmark = pytest.mark.slow
UNITS = ("610100", "610581", "610403", "610800", "610500")


def test_records_are_counted_filed_cleaned_judged_and_shown(home, tmp_path, capsys):
    export = make(2000, 6)
    path = write(tmp_path / "a.csv", export.rows)
    main.main(["patents", str(path), "--as-of", "2022-12", "--into", "patents_2022"])
    table = ingestion.load(as_of="2022-12")
    is_filed = table["indicator"].eq("high_value_inventions") & table["source"].eq("patents_2022")
    stocks = table[is_filed & table["area"].isin(UNITS)]
    expected = {unit: export.counts[unit, "high_value_inventions", "2022"] for unit in UNITS}
    assert dict(zip(stocks["area"], stocks["value"], strict=True)) == expected
    assert set(stocks["status"]) == {"submitted"}
    year = assessment.load("2022-12")
    judged = year.rows[year.rows["target"].eq("T01") & year.rows["area"].isin(UNITS)].set_index("area")
    people = table[table["indicator"].eq("population")].set_index(["area", "period"])["value"]
    for unit in UNITS:
        assert judged.loc[unit, "value"] == pytest.approx(expected[unit] / people[unit, "2021"] * 10_000)
    shown = section.draw_targets(year, "610800")
    assert f"高价值专利{judged.loc['610800', 'value']:.2f}件/万人，全省目标线6.80件/万人" in str(shown.exhibits)


def test_what_is_filed_names_how_many_rows_it_is_from(small, tmp_path):
    paths = [write(tmp_path / "a.csv", make(50, 7).rows)]
    counted = pipeline.run(paths, as_of=AS_OF, status="final")
    filing.file_figures(counted, "patents_2022", paths=paths, as_of=AS_OF)
    filed = ingestion.clean().observations.query("source == 'patents_2022'")
    assert set(filed["status"]) == {"final"}
    assert (
        filed["cell"]
        .str.fullmatch(r"\d+ patents of 50 rows(; of \d+ more it isn't known whether they are in force)?")
        .all()
    )
    assert sources.load()["patents_2022"].title == "专利清单逐件统计（截至2022-12-31，1份导出文件，50行）"


def test_a_filed_source_is_replaced_and_another_one_is_left_alone(home, tmp_path):
    paths = [write(tmp_path / "a.csv", make(50, 7).rows)]
    counted = pipeline.run(paths, as_of=AS_OF)
    for _ in range(2):
        filing.file_figures(counted, "patents_2022", paths=paths, as_of=AS_OF)
    for name in ("population", "Patents 2022", "../x"):
        with pytest.raises(SourceError, match="name of a"):
            filing.file_figures(counted, name, paths=paths, as_of=AS_OF)


def test_quality_is_filed_beside_and_its_page_is_planned_only_then(home, tmp_path):
    assert "patent_quality" not in [job.area for job in plan.jobs_for([])]
    path = write(tmp_path / "a.csv", make(300, 8).rows)
    main.main(["patents", str(path), "--as-of", "2022-12", "--quality", "--into", "patents_2022"])
    assert "patent_quality" in [job.area for job in plan.jobs_for([])]
    assert filing.quality("2022-11").empty
    odd = home / "data" / "quality" / "odd.csv"
    odd.write_text(",".join(filing.COLUMNS) + "\n2022-12-31,unit,610100,invention,filings,viele,5,\n", encoding="utf-8")
    with pytest.raises(SourceError, match="610100, invention, filings, viele"):
        filing.quality()
    odd.unlink()
    assert set(filing.quality("2022-12")["as_of"]) == {"2022-12-31"}
    assert inputs.read_by("patent_quality.ipynb") == {reads.filed_quality}
