"""`ipanalytics patents`."""

from ipanalytics.cli import main
from tests.rooms.records.builders import make
from tests.rooms.records.test_pipeline import write as write_export


def test_patents_are_counted_and_what_became_of_other_rows_is_told(tmp_path, capsys):
    export = make(200, 1)
    assert main.main(["patents", str(write_export(tmp_path / "a.csv", export.rows)), "--as-of", "2022-12"]) == (
        1 if export.faults else 0
    )
    told = capsys.readouterr()
    assert told.out.lstrip("\ufeff").startswith("area,indicator,period,value,unit,source,status,cell\n")
    assert (
        f"610000,patents_in_force,2022,{export.counts['610000', 'patents_in_force', '2022']}.0,件,a.csv,submitted"
        in told.out
    )
    assert "no status: " in told.err


def test_counts_come_with_rates_per_head_and_may_stand_beside_published_ones(tmp_path, capsys):
    path = str(write_export(tmp_path / "a.csv", make(200, 1).rows))
    main.main(["patents", path, "--as-of", "2022-12"])
    assert "\n610000,high_value_inventions_per_10k,2022," in capsys.readouterr().out
    main.main(["patents", path, "--as-of", "2022-12", "--beside"])
    told = capsys.readouterr().out.lstrip("\ufeff").splitlines()
    assert told[0] == "area,place,indicator,period,counted,published,difference,unit,source,reasons"
    assert any(line.startswith("610100,西安,patent_grants,2021,") for line in told)


def test_names_are_written_into_a_folder_only(tmp_path, capsys):
    path = str(write_export(tmp_path / "a.csv", make(20, 1).rows))
    assert main.main(["patents", path, "--with-names"]) == 1
    assert "give --out FOLDER" in capsys.readouterr().err
