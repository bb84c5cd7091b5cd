"""Write docs/licences.md: the licence of each package that constraints.txt pins, from what is installed.

A package that isn't installed here, because its extra isn't, keeps the line that it had.
"""

from importlib import metadata
from pathlib import Path

HOME = Path(__file__).parents[1]
PAGE = HOME / "docs" / "licences.md"
CLASSIFIER = "License :: OSI Approved :: "
HEAD = """# Licences

ipanalytics is MIT licensed. It needs other packages; `python docs/list_licences.py` writes what their own metadata say.
Vulnerabilities that are known are looked up with `pip-audit -r constraints.txt --no-deps`, where the package registry
answers it.

| package | version | licence |
| --- | --- | --- |
"""
LONGEST = 80


def main() -> None:
    """Write the page."""
    lines = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.is_file() else []
    before = {line.split(" | ")[0][2:]: line for line in lines if " | " in line}
    pins = [line.split("==")[0] for line in (HOME / "constraints.txt").read_text(encoding="utf-8").split()]
    PAGE.write_text(HEAD + "".join(f"{row(name, before)}\n" for name in pins), encoding="utf-8")


def row(name: str, before: dict[str, str]) -> str:
    """Return a package's line."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return before.get(name, f"| {name} | not installed here | |")
    return f"| {name} | {told['Version']} | {licence(told)} |"


def licence(told: metadata.PackageMetadata) -> str:
    """Return the licence as an expression, else by its classifiers, else the first words of its text."""
    approved = [line.removeprefix(CLASSIFIER) for line in told.get_all("Classifier") or [] if CLASSIFIER in line]
    text = " ".join((told.get("License") or "").split())
    return told.get("License-Expression") or ", ".join(approved) or text[:LONGEST] or "not told"


if __name__ == "__main__":
    main()
