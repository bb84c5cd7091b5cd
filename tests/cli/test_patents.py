"""`ipanalytics patents`."""

from ipanalytics.cli import main
from tests.records.builders import make
from tests.records.test_pipeline import write as write_export


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
