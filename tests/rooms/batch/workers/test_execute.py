import pytest
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from ipanalytics.batch.workers import execute, in_process
from ipanalytics.core.confinement import Limits


def raised(name, message, source="sections.draw_lights(year, place)\n"):
    return PapermillExecutionError(3, 4, source, name, message, [])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (raised("ValueError", "no figures"), "cell 3 (sections.draw_lights(year, place)): ValueError: no figures"),
        (raised("MemoryError", "", ""), "cell 3 (empty): MemoryError:  (--memory-limit is 512 MiB)"),
        (in_process.TimeUp(), "took longer than the 7 s of --time-limit"),
        (DeadKernelError("died"), "the kernel ended; a crash, or more than the 512 MiB of --memory-limit"),
        (OSError("disk full"), "OSError: disk full"),
    ],
)
def test_a_failed_report_is_worded_in_one_line(fault, said, monkeypatch):
    monkeypatch.setattr(execute._Engine, "running", None)
    monkeypatch.setattr(in_process._Shell, "at", "")
    assert execute.worded(fault, Limits(seconds=7, memory=512)) == said
