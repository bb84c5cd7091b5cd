import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

from ipanalytics.batch.warm import preload

SCRIPT = """
import sys
from ipanalytics.batch.warm import preload
preload.warm("2022-09", held=True)
from ipanalytics.report import sections
names = {function.__module__ for function in sections._functions.values()}
loaded = [name in sys.modules for name in ("nbformat", "papermill", preload.GRAMMAR)]
print(sorted(names - set(sys.modules)), *loaded)
"""


@pytest.fixture
def no_shell():
    """Leave no shell behind: what shows exhibits asks it whether anybody looks."""
    yield
    InteractiveShell.clear_instance()


def test_every_section_and_library_is_there_before_a_fork(small):
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.stdout == "[] True True False\n", done.stderr


def test_data_that_cannot_be_used_is_named(small, spoil, capsys, no_shell):
    spoil("data/catalogue/settings.yaml", "population_lag_years:", "population_lag_year:")
    preload.warm()
    assert "ipanalytics: not preloaded: " in capsys.readouterr().err
