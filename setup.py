"""What pyproject.toml can't say: the kernelspec is installed with `pip install -e` too."""

from setuptools import Distribution, setup


class WithData(Distribution):
    """setuptools asks for this before it installs data files beside an editable package, but nothing answers."""

    def has_data(self) -> bool:
        """Say whether there are data files."""
        return bool(self.has_data_files())


setup(distclass=WithData)
