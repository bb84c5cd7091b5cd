"""What pyproject.toml can't say: the wheel holds the project's files, the kernelspec is installed with `-e` too."""

import shutil
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py

# What `ipanalytics init` lays out for those who have the wheel alone.
FOLDERS = ("data", "maps", "notebooks")
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*", "submissions", "quality", "Thumbs.db", "~$*")


class WithData(Distribution):
    """setuptools asks for this before it installs data files beside an editable package, but nothing answers."""

    def has_data(self) -> bool:
        """Say whether there are data files."""
        return bool(self.has_data_files())


class WithProject(build_py):
    """Copies the project's files into the package; an editable one finds them in the checkout."""

    def run(self) -> None:
        """Build the package."""
        super().run()
        target = Path(self.build_lib, "ipanalytics", "project")
        if not self.editable_mode:
            shutil.rmtree(target, ignore_errors=True)
            for folder in FOLDERS:
                shutil.copytree(folder, target / folder, ignore=LEFT_OUT)


setup(distclass=WithData, cmdclass={"build_py": WithProject})
