import pytest

from ipanalytics.cli import main


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5"])
def test_jobs_must_be_a_whole_number(jobs, capsys):
    assert main.main(["render", "--jobs", jobs]) == 2
    assert "expected a whole number from 1" in capsys.readouterr().err
