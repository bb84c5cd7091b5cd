from pathlib import Path

from ipanalytics.batch.plan import Outcome
from ipanalytics.cli import main, render


def test_unknown_area_ends_with_one_and_a_sentence(capsys):
    assert main.main(["render", "榆木"]) == 1
    assert "榆木" in capsys.readouterr().err


def test_the_closing_line_counts_pages_that_are_good_and_pages_that_were_kept():
    outcomes = [
        Outcome("610000", "a.ipynb", {}, 1.0),
        Outcome("610100", "a.ipynb", {}, 0.0, skipped=True),
        Outcome("610800", "a.ipynb", {}, 1.0, error="cell 1: ValueError"),
    ]
    said = render._summary(outcomes, Path("pages"))
    assert said.startswith("2 of 3 reports are in pages (1 unchanged: not rendered again; --force does); open ")
